/**
 * The one protocol between the page and the lab thread. The page commands through Comlink and pulls
 * one batch of the log per animation frame; nothing is pushed.
 */
import type { Action, ClusterSpec, LogBatch, Micros } from '../../simulator/index.ts'

export interface LabThread {
  /** Boots Python ahead of the first run. `progress` goes from 0 to 1 with a word for what is loading. */
  prepare(bytes: PythonFiles): Promise<void>
  /** Begins a run; an earlier one ends. Resolves when the first facts can be pulled. */
  start(run: RunSpec): Promise<void>
  /** Facts since the last pull, and how the run stands. */
  pull(): Promise<Pull>
  /** Ends the run; what was logged stays. */
  stop(): Promise<void>
  /** Grades files of a lab; call `grading()` for progress. */
  grade(job: GradeJob): Promise<GradeReport>
  grading(): Promise<{ readonly done: number; readonly of: number }>
}

/** Pyodide's files, fetched by the page (the thread may live where it can fetch nothing). */
export interface PythonFiles {
  readonly wasm: ArrayBuffer
  readonly stdlib: ArrayBuffer
  readonly lock: string
  /** Source of pyodide.asm.mjs. */
  readonly script: string
}

export interface RunSpec {
  /** Path to text: `tasks.py`, `client.py`, `celeryconfig.py`. */
  readonly files: { readonly [path: string]: string }
  /** The module that the client runs. */
  readonly client: { readonly module: string; readonly entry: 'main' | 'script' }
  readonly cluster: ClusterSpec
  readonly actions: readonly Action[]
  readonly seed: number
  readonly limits: RunLimits
}

export interface RunLimits {
  /** The run is cut at this simulated time. */
  readonly time: Micros
  /** The run is cut at this many facts. */
  readonly facts: number
  /** Simulated time that the cluster goes on after the client's program is over; as long as it has work where absent. */
  readonly settle?: Micros
}

export interface Pull {
  readonly batch: LogBatch | null
  readonly status: RunStatus
}

export type RunStatus =
  | { readonly kind: 'loading'; readonly what: string }
  | { readonly kind: 'running'; readonly time: Micros }
  | { readonly kind: 'ended'; readonly time: Micros; readonly ending: Ending }

/** Why a run is over, and a sentence for the learner where it was not simply done. */
export type Ending =
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'limit'; readonly sentence: string }
  | { readonly kind: 'stuck'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly sentence: string }

export interface GradeJob {
  readonly lab: string
  /** The learner's files by path, as in a solution folder; absent ones come from the starter. */
  readonly files: { readonly [path: string]: string }
  readonly seeds: readonly number[]
}

/** As `labs check` writes it. */
export interface GradeReport {
  readonly lab: string
  readonly passed: boolean
  readonly seeds: number
  readonly checks: readonly CheckReport[]
  readonly stars: number
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
}
