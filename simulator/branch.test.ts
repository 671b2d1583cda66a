import { describe, expect, it } from 'vitest'
import { type Script, scriptedRun, sleep } from '../tests/support/scripted.ts'
import { branch, momentOf } from './branch.ts'
import type { Action, ClusterSpec } from './cluster/spec.ts'
import type { Change } from './course.ts'
import { seconds } from './kernel/units.ts'
import type { Log } from './log/log.ts'
import { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts'

const CLUSTER: ClusterSpec = {
  broker: 'redis',
  backend: 'redis',
  app: 'tasks',
  workers: [
    { name: 'w1', options: '-c 2', autostart: true },
    { name: 'w2', options: '-c 1', autostart: true },
  ],
  tasks: [
    {
      name: 'shop.mail',
      duration: { kind: 'uniform', from: 0.1, to: 1 },
      failure: 0.2,
      size: 100,
      cpu: 1,
      options: { acks_late: true, autoretry_for: true, default_retry_delay: 1, max_retries: 2 },
    },
  ],
  load: [
    { task: 'shop.mail', shape: { kind: 'poisson', rate: 3 }, from: 0, until: 20, options: {} },
  ],
}

const kill = (at: number): Action => ({
  on: { kind: 'time' },
  after: seconds(at),
  fault: 'kill-worker',
  worker: 'w1',
  lasts: seconds(2),
})

const OPTIONS: SimulationOptions = { cluster: CLUSTER, seed: 7, actions: [kill(12)], program: null }
const END = seconds(60)
const FORK = seconds(8)

function playedTo(at: number, options = OPTIONS): Simulation {
  const simulation = createSimulation(options)
  simulation.advance(at)
  return simulation
}

function ended(simulation: Simulation): Log {
  simulation.advance(END)
  return simulation.log
}

const kinds = (log: Log, kind: string) =>
  Array.from({ length: log.length }, (_, row) => log.entry(row)).filter(
    (entry) => entry.kind === kind,
  )

function expectSameUpTo(log: Log, other: Log, time: number): void {
  const rows = log.rowsUpTo(time)
  expect(rows).toBeGreaterThan(50)
  // What a change itself says comes after all that had happened.
  expect(other.rowsUpTo(time)).toBeGreaterThanOrEqual(rows)
  for (let row = 0; row < rows; row++) expect(other.entry(row)).toEqual(log.entry(row))
}

describe('a run that goes on from a moment', () => {
  const moment = momentOf(playedTo(FORK))
  const whole = ended(playedTo(0))

  it('comes to the same log where nothing is changed, as often as one likes', () => {
    expect(ended(branch(moment)).hash()).toBe(whole.hash())
    expect(ended(branch(moment, {})).hash()).toBe(whole.hash())
  })

  it('has the same log up to there, and other actions after it', () => {
    const log = ended(branch(moment, { actions: [kill(9)] }))
    expectSameUpTo(whole, log, FORK)
    expect(kinds(log, 'fault-began').map(({ time }) => time)).toEqual([seconds(9)])
    expect(kinds(ended(branch(moment, { actions: [] })), 'fault-began')).toEqual([])
  })

  it('is the run that was planned like that, but for its chance', () => {
    const planned = ended(playedTo(0, { ...OPTIONS, actions: [kill(9)] }))
    expect(ended(branch(moment, { actions: [kill(9)] })).hash()).toBe(planned.hash())
  })

  it('lets a fault that has begun end as it would have', () => {
    const log = ended(branch(momentOf(playedTo(seconds(13))), { actions: [] }))
    expect(kinds(log, 'fault-ended').map(({ time }) => time)).toEqual([seconds(14)])
  })

  it('meets other luck with another seed, and no id twice', () => {
    const log = ended(branch(moment, { seed: 8 }))
    expectSameUpTo(whole, log, FORK)
    expect(log.hash()).not.toBe(whole.hash())
    expect(ended(branch(moment, { seed: 8 })).hash()).toBe(log.hash())
    const ids = kinds(log, 'message-published').flatMap(({ task, detail }) =>
      'message' in detail && detail.message.headers.retries === 0 ? [task] : [],
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has other settings for whoever starts from then on', () => {
    const settings = { worker_prefetch_multiplier: 1 }
    const prefetch = (log: Log): readonly unknown[] =>
      kinds(log, 'prefetch-set').flatMap(({ time, actor, detail }) =>
        time > seconds(12) && actor.name === 'w1@sim' && 'count' in detail ? [detail.count] : [],
      )
    const log = ended(branch(moment, { settings }))
    expectSameUpTo(whole, log, FORK)
    expect(prefetch(whole)[0]).toBe(8)
    expect(prefetch(log)[0]).toBe(2)
  })

  it('lets somebody act now beside what is planned', () => {
    const log = ended(branch(moment, { also: [kill(8)] }))
    expectSameUpTo(whole, log, FORK)
    expect(kinds(log, 'fault-began').map(({ time }) => time)).toEqual([FORK, seconds(12)])
  })

  it('restarts each worker where something new is put in place', () => {
    const log = ended(branch(moment, { deploy: 'code' }))
    expectSameUpTo(whole, log, FORK)
    const [deployed] = kinds(log, 'action-taken')
    expect(deployed).toMatchObject({ time: FORK, detail: { verb: 'deploy' } })
    const starts = kinds(log, 'worker-started').filter(({ time }) => time > FORK)
    const before = starts.filter(({ time }) => time < seconds(12)).map(({ actor }) => actor.name)
    expect(before.toSorted()).toEqual(['w1@sim', 'w2@sim'])
  })

  it('has other workers: the new one starts, the missing one stops, options hold from then on', () => {
    const workers = [
      { name: 'w1', options: '-c 4', autostart: true },
      { name: 'w3', options: '-c 1', autostart: true },
    ]
    const log = ended(branch(moment, { workers, deploy: 'cluster', actions: [] }))
    expectSameUpTo(whole, log, FORK)
    const started = kinds(log, 'worker-started').flatMap(({ time, actor, detail }) =>
      time >= FORK && 'concurrency' in detail ? [`${actor.name} -c ${detail.concurrency}`] : [],
    )
    expect(started.toSorted()).toEqual(['w1@sim -c 4', 'w3@sim -c 1'])
    const stopped = kinds(log, 'worker-stopped').map(({ actor }) => actor.name)
    expect(stopped).toContain('w2@sim')
  })

  it('may restart a broker later on that was told to keep what it has, and the log is the same', () => {
    const keeping = { ...OPTIONS, keeps: true }
    expect(ended(playedTo(0, keeping)).hash()).toBe(whole.hash())
    const restart: Action = {
      on: { kind: 'time' },
      after: seconds(9),
      fault: 'broker-restart',
      how: 'kill',
      lasts: seconds(1),
    }
    const log = ended(branch(momentOf(playedTo(FORK, keeping)), { also: [restart] }))
    expect(kinds(log, 'fault-began').map(({ time }) => time)).toEqual([seconds(9), seconds(12)])
  })

  it('can itself be kept and gone on from', () => {
    const first = branch(moment, { actions: [kill(9)], seed: 8 })
    first.advance(seconds(15))
    const second = branch(momentOf(first), { actions: [kill(16)] })
    const log = ended(second)
    expectSameUpTo(ended(first), log, seconds(15))
    expect(kinds(log, 'fault-began').map(({ time }) => time)).toEqual([seconds(9), seconds(16)])
  })

  it('says what cannot be changed any more', () => {
    expect(() => branch(moment, { actions: [kill(3)] })).toThrow(
      'actions[0] is to happen at 3 s, and the run is at 8 s already: give it a later moment.',
    )
    const restart: Action = {
      on: { kind: 'time' },
      after: seconds(9),
      fault: 'broker-restart',
      how: 'kill',
      lasts: seconds(1),
    }
    expect(() => branch(moment, { actions: [restart] })).toThrow('make it again from its seed')
  })
})

describe('a run with a program', () => {
  const script: Script = {
    tasks: {
      'tasks.work': {
        *body() {
          yield sleep(seconds(0.5))
          return null
        },
      },
    },
    *main(_args, api) {
      for (let i = 0; i < 20; i++) api.send('tasks.work')
      yield sleep(seconds(20))
      return null
    },
  }

  it('is made again up to a moment and changes its course there', () => {
    const { tasks: _tasks, load: _load, ...cluster } = CLUSTER
    const run = (change: Change): Log => {
      const { simulation, python } = scriptedRun(script, { cluster, actions: [] })
      for (const until of [seconds(3), END]) {
        let progress = simulation.advance(until)
        while (progress.kind === 'question') {
          simulation.answer(python.answer(progress.question))
          progress = simulation.advance(until)
        }
        if (until < END) simulation.changeCourse(change)
      }
      return simulation.log
    }
    const log = run({ actions: [kill(4)] })
    expectSameUpTo(run({}), log, seconds(3))
    expect(kinds(log, 'fault-began')).toHaveLength(1)
    expect(run({ actions: [kill(4)] }).hash()).toBe(log.hash())
  })
})
