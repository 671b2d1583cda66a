import { expect, test } from 'vitest'
import { type Action, createSimulation, createStreams, LongRun } from '../../simulator/index.ts'
import { clusterOf, type LoadModel, simulationOf } from './load.ts'
import { runSimpy } from './simpy.ts'

const MODEL: LoadModel = { rate: 2778, seconds: 60, workers: 4, slots: 10, mean: 0.01 }
const WINDOW = 262_144
/** The long run takes as long as it takes. */
const TIMEOUT = 1_800_000
/** Tasks of the long run; the must of the issue is ten million, one simulated hour. */
const LONG = Number(process.env['QUEUELAB_BENCH_TASKS'] ?? 10_000_000)

const seconds = (work: () => void): number => {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

/** Seconds of processor time, helpers of the engine included: on a shared machine these can be compared. */
function processorSeconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000_000
}

/** How many tasks of a run went by in a second by the clock, and of processor time. */
interface Rates {
  readonly clock: number
  readonly processor: number
}

function timed(model: LoadModel, seed: number, express?: 'never'): Rates {
  const more = express === undefined ? {} : { express }
  const simulation = simulationOf(model, seed, WINDOW, more)
  let clock = 0
  const processor = processorSeconds(() => {
    clock = seconds(() => {
      expect(simulation.advance(Number.MAX_SAFE_INTEGER).kind).toBe('finished')
    })
  })
  const tasks = simulation.log.taskCount
  return { clock: tasks / clock, processor: tasks / processor }
}

test(
  'modelled tasks a second, and beside SimPy on the same model',
  () => {
    timed(MODEL, 1)
    const runs = [1, 2, 3, 4, 5].map((seed) => timed(MODEL, seed))
    const clock = Math.max(...runs.map((run) => run.clock))
    const best = Math.max(...runs.map((run) => run.processor))
    const { rate, workers, slots, mean } = MODEL
    console.log(
      `modelled: ${Math.round(clock)} tasks/s by the clock (must 1,000,000, moonshot 5,000,000), ${Math.round(best)} per second of processor time`,
    )
    const long = Math.max(...[1, 2, 3].map((seed) => timed(MODEL, seed, 'never').processor))
    console.log(
      `all of it by the long way (simulator/express off): ${Math.round(long)}, the short way is ${(best / long).toFixed(1)} times as fast`,
    )
    for (const [log, said] of PEERS) {
      const simpy = runSimpy([rate, 20, workers, slots, mean, log])
      const peer = simpy.tasks / simpy.seconds
      const ratio = (best / peer).toFixed(1)
      console.log(
        `SimPy ${simpy.simpy} ${said}: ${Math.round(peer)} per second of processor time, ratio ${ratio}`,
      )
    }
    console.log('ratio: must 25, moonshot 100')
  },
  TIMEOUT,
)

/** Ours keeps a log; SimPy is shown with one and without. */
const PEERS = [
  [1, 'that keeps the same rows'],
  [0, 'that keeps none'],
] as const

/** Moments looked at in the long run. */
const SEEKS = 200

test(
  'a long run: latency, wall time, memory, and a look at any moment of it',
  () => {
    const cluster = clusterOf({ ...MODEL, seconds: LONG / MODEL.rate })
    const run = new LongRun({ cluster, seed: 1, actions: [], metrics: { bucket: 1_000_000 } })
    let peak = 0
    let took = 0
    const processor = processorSeconds(() => {
      took = seconds(() => {
        for (let at = 1; ; at++) {
          const { kind } = run.advance(at * 10_000_000)
          peak = Math.max(peak, process.memoryUsage().rss)
          if (kind === 'finished') return
        }
      })
    })
    const { tasks, latency } = run.metrics.total()
    expect(tasks.succeeded).toBe(tasks.sent)
    const chance = createStreams(1).stream('seek')
    const seeks = Array.from({ length: SEEKS }, () => {
      const time = chance.below(4_294_967_296) % run.simulation.now
      return processorSeconds(() => {
        expect(run.at(time).log.length).toBeGreaterThan(0)
      })
    })
    const p95 = seeks.toSorted((a, b) => a - b)[Math.floor(SEEKS * 0.95)]! * 1000
    const megabytes = Math.round(peak / 1_000_000)
    const rows = run.simulation.log.length
    console.log(
      `${tasks.sent} tasks, ${rows} rows, ${run.metrics.length} buckets: p95 latency ${(latency.p95 / 1000).toFixed(1)} ms, ${took.toFixed(1)} s by the clock (must 10 s for 10 M), ${processor.toFixed(1)} s of processor time, ${megabytes} MB at most (must 256, moonshot 80), seek p95 ${p95.toFixed(1)} ms of processor time (must 100)`,
    )
  },
  TIMEOUT,
)

/** A worker is killed in the middle, and started again. */
const FAULTS: readonly Action[] = [
  { on: { kind: 'time' }, after: 1_500_000, verb: 'kill', target: 'w1' },
  { on: { kind: 'time' }, after: 2_000_000, verb: 'start', target: 'w1' },
]

test(
  'seeds a second of a lab of 200 modelled tasks with faults',
  () => {
    const lab: LoadModel = { rate: 100, seconds: 2, workers: 2, slots: 4, mean: 0.05 }
    const cluster = clusterOf(lab)
    let tasks = 0
    const run = (seed: number): void => {
      const simulation = createSimulation({ cluster, seed, actions: FAULTS, program: null })
      expect(simulation.advance(60_000_000).kind).toBe('finished')
      tasks += simulation.log.taskCount
    }
    for (let seed = 0; seed < 100; seed++) run(seed)
    tasks = 0
    const seeds = 300
    const took = seconds(() => {
      for (let seed = 1000; seed < 1000 + seeds; seed++) run(seed)
    })
    console.log(
      `${Math.round(seeds / took)} seeds/s of ${Math.round(tasks / seeds)} tasks (must 1,000, moonshot 10,000)`,
    )
  },
  TIMEOUT,
)
