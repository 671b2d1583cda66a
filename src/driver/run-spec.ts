import type { Size } from '../../labs/shrink/size.ts'
import type { Action, Change, ClusterSpec, Micros } from '../../simulator/index.ts'

/** One run, whole: the same spec gives the same log. */
export interface RunSpec {
  /** Path to text: `tasks.py`, `client.py`, `celeryconfig.py`. */
  readonly files: { readonly [path: string]: string }
  /** The module that the client runs; null: there is no Python, modelled tasks alone. */
  readonly client: { readonly module: string; readonly entry: 'main' | 'script' } | null
  readonly cluster: ClusterSpec
  readonly actions: readonly Action[]
  readonly seed: number
  readonly limits: RunLimits
  /** Where the run was forked from another: what is different from which moment on, earliest first. */
  readonly course?: readonly Turn[]
}

/** From a moment on something is different; up to there, the log is that of the run without it. */
export interface Turn {
  readonly at: Micros
  readonly change: Change
  /** In place of the files: processes that start from then on load them. */
  readonly files?: { readonly [path: string]: string }
}

export interface RunLimits {
  /** The run is cut at this simulated time. */
  readonly time: Micros
  /** The run is cut at this many facts. */
  readonly facts: number
  /** A body may compute so long without a pause; 60 s where absent. */
  readonly computing?: Micros
  /** Simulated time that the cluster goes on after the client's program is over; as long as it has work where absent. */
  readonly settle?: Micros
}

/** Why a run is over, and a sentence for the learner where it was not simply done. */
export type Ending =
  | { readonly kind: 'finished' }
  /** The learner stopped it; the sentence says what it was busy with. */
  | { readonly kind: 'stopped'; readonly sentence?: string }
  | { readonly kind: 'limit'; readonly sentence: string }
  | { readonly kind: 'stuck'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly sentence: string }

/** What is handed in to be graded. */
export interface GradeJob {
  readonly lab: string
  /** The learner's files by path, as in a solution folder; absent ones come from the starter. */
  readonly files: { readonly [path: string]: string }
  readonly seeds: readonly number[]
  /** No further seed is run once a check has failed. */
  readonly stopEarly?: boolean
  /** The first failing run is made smaller in the end. */
  readonly shrink?: boolean
  /** How likely this run was to break this check, from moment to moment up to `until`. */
  readonly odds?: { readonly check: string; readonly seed: number; readonly until: Micros }
}

/** Of so many runs that went on from a moment with other luck, so many broke the check. */
export interface Odds {
  readonly at: Micros
  readonly failed: number
  readonly of: number
}

/** As `labs check` writes it. */
export interface GradeReport {
  readonly lab: string
  readonly passed: boolean
  readonly seeds: number
  readonly checks: readonly CheckReport[]
  readonly stars: number
  /** The smallest run that was found in which the first failing check fails; null where nobody asked, or all hold. */
  readonly shrunk: ShrunkRun | null
  /** Where somebody asked. */
  readonly odds?: readonly Odds[]
}

/** How large a run is. */
export interface RunFigures {
  readonly tasks: number
  /** Faults, orders and outages that came. */
  readonly faults: number
  readonly facts: number
}

/** A small run in which a check fails as it does in a larger one. */
export interface ShrunkRun {
  /** Its id. */
  readonly check: string
  readonly seed: number
  /** What is left out of the lab's run. */
  readonly size: Size
  /** Nothing more can be left out. */
  readonly minimal: boolean
  readonly time: Micros
  readonly sentence: string
  readonly figures: RunFigures
  /** Of the run that it was made from. */
  readonly from: RunFigures
}

export interface CheckReport {
  readonly id: string
  readonly passed: boolean
  /** In how many of the seeds it held. */
  readonly heldIn: number
  readonly firstViolation: {
    readonly seed: number
    readonly time: Micros
    readonly sentence: string
  } | null
  readonly hint: string | null
  /** What to say after the hint, one step at a time. */
  readonly furtherHints: readonly string[]
}
