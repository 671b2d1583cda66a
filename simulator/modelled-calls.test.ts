import { describe, expect, it } from 'vitest'
import { parseClusterSpec } from './cluster/parse.ts'
import type { ClusterSpec } from './cluster/spec.ts'
import { seconds } from './kernel/units.ts'
import type { FactKind } from './log/facts.ts'
import type { Log } from './log/log.ts'
import { createSimulation } from './simulation.ts'

const API = { kind: 'http', routes: { 'POST /orders': 1 }, latency: 0.1 }
const CALL = { service: 'api.example.com', operation: 'POST', subject: '/orders', at: 0.5 }

interface Changes {
  readonly api?: object
  readonly task?: object
  readonly size?: number
}

function clusterOf({ api = {}, task = {}, size = 1 }: Changes): ClusterSpec {
  const parsed = parseClusterSpec({
    broker: 'rabbitmq',
    backend: 'none',
    app: 'shop',
    workers: [{ name: 'w1', options: '-c 8' }],
    services: { 'api.example.com': { ...API, ...api } },
    tasks: [{ name: 'shop.order', duration: 2, call: CALL, ...task }],
    load: [{ task: 'shop.order', kind: 'replay', times: Array.from({ length: size }, () => 1) }],
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.spec
}

function run(changes: Changes): Log {
  const cluster = clusterOf(changes)
  const simulation = createSimulation({ cluster, seed: 3, actions: [], program: null })
  expect(simulation.advance(seconds(2000))).toEqual({ kind: 'finished', stuck: false })
  return simulation.log
}

const timesOf = (log: Log, kind: FactKind): readonly number[] =>
  Array.from({ length: log.length }, (_, row) => row)
    .filter((row) => log.kindAt(row) === kind)
    .map((row) => log.timeAt(row))

describe('a modelled task with a call', () => {
  it('asks in the middle of its body, and takes its time before and after', () => {
    const log = run({})
    const [started = 0] = timesOf(log, 'task-started')
    const [asked = 0] = timesOf(log, 'body-parked')
    const [effect = 0] = timesOf(log, 'service-effect')
    const [answered = 0] = timesOf(log, 'service-answered')
    const [succeeded = 0] = timesOf(log, 'task-succeeded')
    expect(asked - started).toBe(seconds(1))
    expect(effect - asked).toBe(seconds(0.05))
    expect(answered - asked).toBe(seconds(0.1))
    expect((succeeded - answered) / seconds(1)).toBeCloseTo(1, 1)
  })

  it('fails with its call, and is tried again after the pauses it is said to keep', () => {
    const task = {
      options: { autoretry_for: true },
      pauses: { base: 3, factor: 2, cap: 10, jitter: 0, tries: 5 },
    }
    const log = run({ api: { outages: [{ from: 0, until: 900 }] }, task })
    const asked = timesOf(log, 'body-parked')
    const gaps = asked.slice(1).map((time, at) => Math.round((time - (asked[at] ?? 0)) / 1e6) - 2)
    expect(gaps).toEqual([2, 5, 9, 9])
    expect(timesOf(log, 'task-failed')).toHaveLength(1)
  })

  it('draws its jitter from the seed', () => {
    const pauses = { base: 10, factor: 1, cap: 10, jitter: 1, tries: 4 }
    const task = { options: { autoretry_for: true }, pauses }
    const log = run({ api: { outages: [{ from: 0, until: 900 }] }, task, size: 20 })
    const asked = timesOf(log, 'body-parked')
    expect(new Set(asked.map((time) => Math.round(time / 100_000))).size).toBeGreaterThan(30)
  })

  it('is ended by a time limit while it waits for the answer', () => {
    const task = { options: { soft_time_limit: 5 } }
    const log = run({ api: { outages: [{ from: 0, until: 60, how: 'silent' }] }, task })
    const [failed = 0] = timesOf(log, 'task-failed')
    const [started = 0] = timesOf(log, 'task-started')
    expect((failed - started) / seconds(5)).toBeCloseTo(1, 2)
  })
})

describe('an API that falls over', () => {
  it('serves what it can bear, and nobody for a while once it is overrun', () => {
    const codes = (size: number): readonly (number | null)[] => {
      const log = run({ api: { collapse: { above: 5, down: 3 } }, task: { duration: 0 }, size })
      return Array.from({ length: log.length }, (_, row) => row)
        .filter((row) => log.kindAt(row) === 'service-answered')
        .map((row) => log.detail(row, 'service-answered').code)
    }
    expect(codes(5)).toEqual([200, 200, 200, 200, 200])
    expect(codes(8)).toEqual([200, 200, 200, 200, 200, 503, 503, 503])
  })
})
