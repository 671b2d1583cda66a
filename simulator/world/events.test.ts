import { expect, it } from 'vitest'
import { runScript, sleep } from '../../tests/support/scripted.ts'
import { seconds } from '../index.ts'

/** The events that a run sends, without what differs from run to run. */
const eventsOf = (options: string) => {
  const log = runScript(
    {
      tasks: {
        'tasks.job': {
          *body(_args, api) {
            const fields = { uuid: api.request['id'] ?? null, done: 1 }
            api.tell('event', { type: 'task-halfway', hostname: 'w1@sim', fields })
            yield sleep(seconds(0.1))
            return null
          },
        },
      },
      *main(_args, api) {
        api.send('tasks.job')
        yield sleep(seconds(1))
        return null
      },
    },
    { cluster: { workers: [{ name: 'w1', options, autostart: true }] } },
  )
  return Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap((entry) =>
    entry.kind === 'event-sent' && entry.detail.type.startsWith('task-') ? [entry] : [],
  )
}

it('an event of a task goes out in its place, with its fields (trace events_custom)', () => {
  const events = eventsOf('-c 1 -E')
  expect(events.map(({ detail }) => detail.type)).toEqual([
    'task-received',
    'task-started',
    'task-halfway',
    'task-succeeded',
  ])
  const [, , halfway] = events
  expect(halfway?.actor.name).toBe('w1@sim/1')
  expect(halfway?.detail.fields).toMatchObject({ hostname: 'w1@sim', uuid: halfway?.task, done: 1 })
})

it('also where the worker does not run with -E', () => {
  expect(eventsOf('-c 1').map(({ detail }) => detail.type)).toEqual(['task-halfway'])
})
