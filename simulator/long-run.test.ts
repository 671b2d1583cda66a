import { describe, expect, it } from 'vitest'
import { type ClusterSpec, LongRun, type SimulationOptions, createSimulation } from './index.ts'

const END = Number.MAX_SAFE_INTEGER

/** Two loads whose tasks interrupt each other, on two workers. */
const CLUSTER: ClusterSpec = {
  broker: 'rabbitmq',
  backend: 'redis',
  app: 'tasks',
  workers: ['w1', 'w2'].map((name) => ({ name, options: '-c 4', autostart: true })),
  tasks: ['shop.mail', 'shop.bill'].map((name) => ({
    name,
    duration: { kind: 'exponential', mean: 0.02 },
    failure: name === 'shop.bill' ? 0.1 : 0,
    size: 0,
    cpu: 1,
    options: {},
  })),
  load: ['shop.mail', 'shop.bill'].map((task) => ({
    task,
    shape: { kind: 'poisson', rate: 150 },
    from: 1,
    until: 61,
    options: {},
  })),
}

/** A worker is killed in the middle, and started again. */
const RUN: Omit<SimulationOptions, 'program' | 'log'> = {
  cluster: CLUSTER,
  seed: 7,
  actions: [
    { on: { kind: 'time' }, after: 20_000_000, verb: 'kill', target: 'w1' },
    { on: { kind: 'time' }, after: 25_000_000, verb: 'start', target: 'w1' },
  ],
}

function whole() {
  const simulation = createSimulation({ ...RUN, program: null })
  simulation.advance(END)
  return simulation.log
}

function long(snapshots = 8): LongRun {
  const run = new LongRun({ ...RUN, metrics: { bucket: 1_000_000 }, window: 8192, snapshots })
  expect(run.advance(END).kind).toBe('finished')
  return run
}

describe('a long run', () => {
  const log = whole()
  const run = long()

  it('keeps a window and few snapshots, however long it lasts', () => {
    expect(log.length).toBeGreaterThan(200_000)
    expect(run.simulation.log.length).toBe(log.length)
    expect(run.simulation.log.first).toBe(log.length - 8192)
    expect(run.snapshots).toBeLessThanOrEqual(8)
  })

  it('has the rows around any moment, as the whole log has them', () => {
    for (const share of [0, 0.1, 0.33, 0.5, 0.7, 0.999, 1]) {
      const time = Math.floor(log.timeAt(log.length - 1) * share)
      const { log: stretch, row } = run.at(time)
      expect(row).toBe(log.rowsUpTo(time))
      const first = Math.max(stretch.first, row - 200)
      const last = Math.min(stretch.length, row + 200)
      expect(last).toBeGreaterThan(first)
      for (let at = first; at < last; at++) expect(stretch.entry(at)).toEqual(log.entry(at))
    }
  })

  it('counts in buckets what the whole log tells', () => {
    const of = (kind: string): number => {
      let count = 0
      for (let row = 0; row < log.length; row++) if (log.kindAt(row) === kind) count += 1
      return count
    }
    const { tasks, latency } = run.metrics.total()
    expect(tasks.sent).toBe(of('message-published'))
    expect(tasks.started).toBe(of('task-started'))
    expect(tasks.failed).toBeGreaterThan(0)
    // What the killed worker was at is lost: its messages were acknowledged.
    const ended = tasks.succeeded + tasks.failed
    expect(ended).toBe(of('task-succeeded') + of('task-failed'))
    expect(tasks.sent - ended).toBe(tasks.started - ended)
    expect(latency.count).toBe(ended)
    const last = run.metrics.figures(run.metrics.length - 1)
    expect(Object.values(last.queues).map((queue) => queue.last)).toEqual([0])
  })

  it('refuses snapshots that cannot be halved', () => {
    expect(() => long(3)).toThrow('even number')
  })
})
