import { type Action, createSimulation, createStreams, LongRun } from '../../simulator/index.ts'
import { clusterOf, MODEL, simulationOf } from './load.ts'

// Measures modelled tasks in a Node of its own and prints what it found as JSON: a test runner's way with modules
// makes every call across files slower, and its own memory would be counted.

/** How many tasks of a run went by in a second by the clock, and of processor time. */
export interface Rates {
  readonly clock: number
  readonly processor: number
}

/** A run of millions of tasks, and looks at moments of it. */
export interface LongFigures {
  readonly tasks: number
  readonly rows: number
  readonly buckets: number
  /** Milliseconds. */
  readonly p95: number
  readonly seconds: number
  readonly processorSeconds: number
  readonly megabytes: number
  readonly snapshots: number
  /** Milliseconds of processor time. */
  readonly seekP95: number
}

/** Seeds of a small lab a second. */
export interface SeedFigures extends Rates {
  readonly tasks: number
}

const WINDOW = 262_144
/** Moments looked at in the long run. */
const SEEKS = 200

function measured(work: () => void): { readonly clock: number; readonly processor: number } {
  const start = performance.now()
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return { clock: (performance.now() - start) / 1000, processor: (user + system) / 1_000_000 }
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

function rates(express?: 'never'): Rates {
  const runs = [0, 1, 2, 3, 4, 5].map((seed) => {
    const simulation = simulationOf(MODEL, seed, WINDOW, express === undefined ? {} : { express })
    const { clock, processor } = measured(() => {
      const { kind } = simulation.advance(Number.MAX_SAFE_INTEGER)
      must(kind === 'finished', 'the run comes to its end')
    })
    const { taskCount } = simulation.log
    return { clock: taskCount / clock, processor: taskCount / processor }
  })
  return {
    clock: Math.max(...runs.map((run) => run.clock)),
    processor: Math.max(...runs.map((run) => run.processor)),
  }
}

function long(count: number): LongFigures {
  const cluster = clusterOf({ ...MODEL, seconds: count / MODEL.rate })
  const run = new LongRun({ cluster, seed: 1, actions: [], metrics: { bucket: 1_000_000 } })
  let peak = 0
  const { clock, processor } = measured(() => {
    for (let at = 1; ; at++) {
      const { kind } = run.advance(at * 10_000_000)
      peak = Math.max(peak, process.memoryUsage().rss)
      if (kind === 'finished') return
    }
  })
  const { tasks, latency } = run.metrics.total()
  must(tasks.succeeded === tasks.sent, 'every task succeeds')
  const chance = createStreams(1).stream('seek')
  const seeks = Array.from({ length: SEEKS }, () => {
    const time = chance.below(4_294_967_296) % run.simulation.now
    return measured(() => {
      must(run.at(time).log.length > 0, 'there are rows at every moment')
    }).processor
  })
  return {
    tasks: tasks.sent,
    rows: run.simulation.log.length,
    buckets: run.metrics.length,
    p95: latency.p95 / 1000,
    seconds: clock,
    processorSeconds: processor,
    megabytes: Math.round(peak / 1_000_000),
    snapshots: run.snapshots,
    seekP95: seeks.toSorted((a, b) => a - b)[Math.floor(SEEKS * 0.95)]! * 1000,
  }
}

/** A worker is killed in the middle, and started again. */
const FAULTS: readonly Action[] = [
  { on: { kind: 'time' }, after: 1_500_000, verb: 'kill', target: 'w1' },
  { on: { kind: 'time' }, after: 2_000_000, verb: 'start', target: 'w1' },
]

function seeds(): SeedFigures {
  const cluster = clusterOf({ rate: 100, seconds: 2, workers: 2, slots: 4, mean: 0.05 })
  let tasks = 0
  const run = (seed: number): void => {
    const simulation = createSimulation({ cluster, seed, actions: FAULTS, program: null })
    must(simulation.advance(60_000_000).kind === 'finished', 'the lab comes to its end')
    tasks += simulation.log.taskCount
  }
  for (let seed = 0; seed < 300; seed++) run(seed)
  tasks = 0
  const count = 200
  const rounds = [1, 2, 3, 4, 5].map((round) =>
    measured(() => {
      for (let seed = 0; seed < count; seed++) run(1000 * round + seed)
    }),
  )
  return {
    clock: count / Math.min(...rounds.map((round) => round.clock)),
    processor: count / Math.min(...rounds.map((round) => round.processor)),
    tasks: tasks / (count * rounds.length),
  }
}

const [what, count] = process.argv.slice(2)
const found =
  what === 'rates'
    ? { short: rates(), long: rates('never') }
    : what === 'seeds'
      ? seeds()
      : long(Number(count))
console.log(JSON.stringify(found))
