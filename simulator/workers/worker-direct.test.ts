import { expect, it } from 'vitest'
import { result, runScript } from '../../tests/support/scripted.ts'

it('worker_direct gives each worker a queue that it alone consumes (trace route_worker_direct)', () => {
  const log = runScript(
    {
      settings: { worker_direct: true },
      tasks: {
        'tasks.where': {
          *body(_args, api) {
            return api.process
          },
        },
      },
      *main(_args, api) {
        const queue = {
          name: 'w2@sim.dq2',
          exchange: { name: 'C.dq2', type: 'direct' },
          routing_key: 'w2@sim',
        }
        for (let nth = 0; nth < 3; nth++) yield* result(api.send('tasks.where', [], { queue }))
        return null
      },
    },
    {
      cluster: {
        broker: 'rabbitmq',
        workers: ['w1', 'w2'].map((name) => ({ name, options: '-c 1', autostart: true })),
      },
    },
  )
  const entries = Array.from({ length: log.length }, (_, row) => log.entry(row))
  const started = entries.filter(({ kind }) => kind === 'task-started')
  expect(started.map(({ actor }) => actor.name)).toEqual(['w2@sim/1', 'w2@sim/1', 'w2@sim/1'])
  expect(
    entries.flatMap((entry) => (entry.kind === 'worker-started' ? [entry.detail.queues] : [])),
  ).toEqual([
    ['celery', 'w1@sim.dq2'],
    ['celery', 'w2@sim.dq2'],
  ])
})
