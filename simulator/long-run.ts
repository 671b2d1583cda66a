import { assert } from './kernel/assert.ts'
import type { Micros } from './kernel/units.ts'
import type { Log, LogHead } from './log/log.ts'
import { Metrics, type MetricsOptions } from './log/metrics.ts'
import {
  createSimulation,
  type Progress,
  type Simulation,
  type SimulationOptions,
  type Snapshot,
} from './simulation.ts'

/** What a long run is made of: modelled tasks alone, since nobody is there to ask Python again. */
export interface LongRunOptions extends Omit<SimulationOptions, 'program' | 'log'> {
  readonly metrics: MetricsOptions
  /** Rows of the log that are kept, and that are there around any moment asked for. */
  readonly window?: number
  /** The most snapshots that are kept, an even number. */
  readonly snapshots?: number
}

/** A stretch of a long run's log, and the row after the moment that was asked for. */
export interface Stretch {
  readonly log: Log
  readonly row: number
}

/** Where a run can be taken up again. */
interface Mark {
  readonly time: Micros
  readonly head: LogHead
  readonly snapshot: Snapshot
}

const WINDOW = 262_144
const SNAPSHOTS = 512
/** Rows between two snapshots at first. */
const FIRST_EVERY = 65_536
/** Rows after a moment that are there with it. */
const AFTER = 1024

/**
 * A run of any length in bounded memory. Its figures are kept by buckets of time; of its log there is a
 * window of the latest rows, and any other stretch is written again from a snapshot when somebody looks.
 */
export class LongRun {
  readonly simulation: Simulation
  readonly metrics: Metrics
  private readonly options: SimulationOptions
  private readonly window: number
  private readonly most: number
  /** Oldest first; about `every` rows apart. */
  private marks: Mark[] = []
  private every = FIRST_EVERY

  constructor({ metrics, window = WINDOW, snapshots = SNAPSHOTS, ...run }: LongRunOptions) {
    assert(snapshots >= 2 && snapshots % 2 === 0, 'the most snapshots are an even number')
    this.window = window
    this.most = snapshots
    this.options = { ...run, program: null, log: { window } }
    this.simulation = createSimulation(this.options)
    this.metrics = new Metrics(metrics)
    this.mark()
  }

  /** How many snapshots are kept now. */
  get snapshots(): number {
    return this.marks.length
  }

  /** Moves on until `until` has come, or nothing is left to happen. */
  advance(until: Micros): Exclude<Progress, { readonly kind: 'question' }> {
    const { simulation, metrics } = this
    for (;;) {
      const { log } = simulation
      const rows = log.length + this.chunk()
      const progress = simulation.advance(until, rows)
      assert(progress.kind !== 'question', 'modelled tasks ask nothing')
      metrics.read(log)
      if (log.length - this.marks.at(-1)!.head.rows >= this.every) this.mark()
      if (progress.kind === 'finished' || log.length < rows) return progress
    }
  }

  /** The rows around a moment that has passed: from the live log, or written again. */
  at(time: Micros): Stretch {
    const { log } = this.simulation
    const row = log.rowsUpTo(time)
    if (log.first === 0 || row > log.first) return { log, row }
    const again = this.from(time)
    again.advance(time)
    again.advance(this.simulation.now, again.log.length + AFTER)
    return { log: again.log, row: again.log.rowsUpTo(time) }
  }

  /** The same run once more, at the last snapshot before a moment. */
  private from(time: Micros): Simulation {
    const { head, snapshot } = this.marks.findLast((mark) => mark.time < time) ?? this.marks[0]!
    const again = createSimulation(this.options)
    // No more than lies between two snapshots is written again.
    const window = Math.min(this.window, 2 * this.every)
    again.restore(snapshot, this.simulation.log.from(head, window))
    return again
  }

  /** Rows of a step: half a window, so that none passes unread, and no further than to the next snapshot. */
  private chunk(): number {
    const since = this.simulation.log.length - this.marks.at(-1)!.head.rows
    return Math.min(this.window >> 1, this.every - since)
  }

  /** Takes a snapshot; with one too many, every second one goes. */
  private mark(): void {
    const { simulation } = this
    const { now: time, log } = simulation
    const snapshot = simulation.snapshot(this.marks.at(-1)?.snapshot)
    this.marks.push({ time, head: log.head(), snapshot })
    if (this.marks.length <= this.most) return
    this.marks = this.marks.filter((_, at) => at % 2 === 0)
    this.every *= 2
  }
}
