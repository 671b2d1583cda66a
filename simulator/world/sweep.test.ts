import { expect, it } from 'vitest'
import { type Script, scriptedRun, sleep } from '../../tests/support/scripted.ts'
import type { Action, BrokerName } from '../cluster/spec.ts'
import { seconds } from '../kernel/units.ts'
import type { Pages } from './pages.ts'

const WAVES = 40

/** Waves of tasks, each done before the next: early and late acknowledged, revoked, failed. */
const waves: Script = {
  tasks: {
    'tasks.early': {
      *body() {
        return null
      },
    },
    'tasks.late': {
      options: { acks_late: true },
      *body() {
        return null
      },
    },
  },
  *main(_args, api) {
    for (let wave = 0; wave < WAVES; wave++) {
      for (let i = 0; i < 10; i++) api.send(i % 2 === 0 ? 'tasks.early' : 'tasks.late')
      api.send('tasks.early', [], { expires: -1 })
      yield sleep(seconds(1))
    }
    return null
  },
}

/** Runs the waves to their end; what is left of each store. */
function leftAfter(actions: readonly Action[], broker: BrokerName) {
  const { simulation, python } = scriptedRun(waves, { actions, cluster: { broker } })
  for (;;) {
    const progress = simulation.advance(seconds(100))
    if (progress.kind !== 'question') break
    simulation.answer(python.answer(progress.question))
  }
  const { copies, requests, arrivals } = simulation.snapshot().world.state
  const left = (store: Pages<unknown>): number =>
    store.pages.flatMap((page) => page?.things.filter((thing) => thing !== null) ?? []).length
  return {
    sent: copies.next,
    copies: left(copies),
    requests: left(requests),
    arrivals: left(arrivals),
  }
}

it('forgets messages and requests once they are over', () => {
  const nothing = { copies: 0, requests: 0, arrivals: 0 }
  expect(leftAfter([], 'redis')).toEqual({ sent: 11 * WAVES, ...nothing })
})

it('forgets what a worker was at when it was killed, and keeps the messages that come back', () => {
  const at = { on: { kind: 'time' }, after: seconds(20.005), target: 'w1' } as const
  const kill = { ...at, verb: 'kill', signal: 'SIGKILL' } as const
  const { copies, requests } = leftAfter([kill], 'rabbitmq')
  expect(requests).toBe(0)
  expect(copies).toBeGreaterThan(100)
})
