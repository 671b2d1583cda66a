import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseClusterSpec } from '../cluster/parse.ts'
import type { Action, ClusterSpec, OrderVerb } from '../cluster/spec.ts'
import { seconds } from '../kernel/units.ts'
import type { Log } from '../log/log.ts'
import { createSimulation, type Simulation } from '../simulation.ts'

const BASE = {
  broker: 'rabbitmq',
  backend: 'none',
  settings: { worker_prefetch_multiplier: 1 },
  tasks: [
    {
      name: 'shop.resize',
      duration: { kind: 'lognormal', median: 20, p95: 60 },
      cpu: 0.9,
      options: { acks_late: true },
    },
  ],
  load: [{ task: 'shop.resize', kind: 'poisson', rate: 0.5, until: 1800 }],
}
const POLICY = { kind: 'horizontal', metric: 'queue', target: 2, max: 10 }
const PODS = { options: '-c 2', cpu: 2, pull: 10, start: 5, grace: 300 }

function clusterOf(policy: object, pods: object, changed: object): ClusterSpec {
  const autoscaler = { policy: { ...POLICY, ...policy }, pods: { ...PODS, ...pods } }
  const parsed = parseClusterSpec({ ...BASE, autoscaler, ...changed })
  if (!parsed.ok) throw new Error(parsed.problems.map(({ sentence }) => sentence).join())
  return parsed.spec
}

interface Played {
  readonly policy?: object
  readonly pods?: object
  readonly changed?: object
  readonly seed?: number
  readonly actions?: readonly Action[]
}

const simulationOf = ({ policy = {}, pods = {}, changed = {}, seed = 1, actions = [] }: Played) =>
  createSimulation({ cluster: clusterOf(policy, pods, changed), seed, actions, program: null })

function play(played: Played, until = 3600): Log {
  const simulation: Simulation = simulationOf(played)
  simulation.advance(seconds(until))
  return simulation.log
}

const rows = (log: Log, kind: string): number[] =>
  Array.from({ length: log.length }, (_, row) => row).filter((row) => log.kindAt(row) === kind)

const phases = (log: Log, pod: string): string[] =>
  rows(log, 'pod-changed')
    .filter((row) => log.actors[log.actorAt(row)]?.name === `${pod}@sim`)
    .map((row) => log.detail(row, 'pod-changed').phase)

const killed = (log: Log): number =>
  rows(log, 'pod-changed').reduce(
    (sum, row) => sum + (log.detail(row, 'pod-changed').killed ?? 0),
    0,
  )

const killPod = (at: number): Action => ({
  on: { kind: 'time' },
  after: seconds(at),
  fault: 'kill-pod',
  lasts: null,
})

const kill = (verb: OrderVerb, at: number, target = ''): Action => ({
  on: { kind: 'time' },
  after: seconds(at),
  verb,
  target,
})

describe('an autoscaler and its pods', () => {
  it('looks every 15 s, and each look is a fact', () => {
    const log = play({}, 300)
    const looks = rows(log, 'autoscaler-decided').map((row) => log.timeAt(row))
    expect(looks).toEqual(Array.from({ length: 20 }, (_, at) => seconds((at + 1) * 15)))
  })

  it('takes a pod from its image to its end', () => {
    const log = play({})
    expect(phases(log, 'pod-1').slice(0, 3)).toEqual(['pulling', 'starting', 'ready'])
    const first = rows(log, 'pod-changed').filter(
      (row) => log.actors[log.actorAt(row)]?.name === 'pod-1@sim',
    )
    const [, started = 0, ready = 0] = first.map((row) => log.timeAt(row))
    expect(started).toBe(seconds(10))
    expect(ready).toBe(seconds(10 + 5 + 10))
    expect(phases(log, 'pod-5')).toEqual(['pulling', 'starting', 'ready', 'terminating', 'gone'])
  })

  it('runs every task, with as many pods as the load needs', () => {
    const log = play({})
    const sent = rows(log, 'message-published').length
    expect(rows(log, 'task-succeeded').length).toBe(sent)
    const most = Math.max(
      ...rows(log, 'autoscaler-decided').map(
        (row) => log.detail(row, 'autoscaler-decided').desired,
      ),
    )
    expect(most).toBeGreaterThan(5)
    expect(killed(log)).toBe(0)
  })

  it('kills what is still running when the grace is over, and late acks run it again', () => {
    const down = { window: 0 }
    const log = play({ policy: { down }, pods: { grace: 5 } })
    expect(killed(log)).toBeGreaterThan(0)
    expect(rows(log, 'task-started').length).toBe(
      rows(log, 'message-published').length + killed(log),
    )
    expect(rows(log, 'task-succeeded').length).toBe(rows(log, 'message-published').length)
  })

  it('does not see by CPU what only waits', () => {
    const idle = { tasks: [{ ...BASE.tasks[0], cpu: 0.05 }] }
    const most = (changed: object): number => {
      const log = play({ policy: { metric: 'cpu', target: 70 }, changed })
      return Math.max(
        ...rows(log, 'autoscaler-decided').map(
          (row) => log.detail(row, 'autoscaler-decided').desired,
        ),
      )
    }
    expect(most(idle)).toBe(1)
    expect(most({})).toBeGreaterThan(4)
  })

  it('makes a new pod where a machine died, and starts a container again that ended', () => {
    const lost = play({ actions: [killPod(120)], policy: { min: 2 } }, 600)
    expect(phases(lost, 'pod-1').slice(0, 5)).toEqual([
      'pulling',
      'starting',
      'ready',
      'gone',
      'pulling',
    ])
    const crashed = play({ actions: [kill('kill', 120, 'pod-1')] }, 600)
    expect(phases(crashed, 'pod-1').slice(0, 6)).toEqual([
      ...['pulling', 'starting', 'ready'],
      ...['waiting', 'starting', 'ready'],
    ])
    expect(rows(crashed, 'message-published').length).toBeGreaterThan(0)
  })

  it('pulls slowly while the registry is slow', () => {
    const log = play({ pods: { slowPulls: [{ from: 0, until: 60, pull: 90 }] } }, 300)
    const starting = rows(log, 'pod-changed').find(
      (row) => log.detail(row, 'pod-changed').phase === 'starting',
    )
    expect(log.timeAt(starting ?? 0)).toBe(seconds(90))
  })

  it('gives the same log for the same seed, also from a snapshot at any moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 1, max: 900 }),
        (seed, at) => {
          const played = { seed, pods: { grace: 20 }, actions: [killPod(300)] }
          const first = simulationOf(played)
          first.advance(seconds(at))
          const snapshot = first.snapshot()
          const second = simulationOf(played)
          second.restore(snapshot, first.log)
          second.advance(seconds(900))
          expect(second.log.hash()).toBe(play(played, 900).hash())
        },
      ),
      { numRuns: 5 },
    )
  })
})
