/**
 * The one protocol between the page and the lab thread. The page calls over one port (`caller.ts`) and pulls
 * one batch of the log per animation frame.
 */
import type { LogBatch, Micros, SourceLine } from '../../simulator/index.ts'
import type { Ending, GradeJob, GradeReport, RunSpec } from '../driver/run-spec.ts'

export type * from '../driver/run-spec.ts'

export interface LabThread {
  /** Boots Python ahead of the first run. */
  prepare(bytes: PythonFiles): Promise<void>
  /** The memory that Python had after booting anew: a later thread begins with it. Given once; else null. */
  memory(): Promise<ArrayBuffer | null>
  /** Begins a run; an earlier one ends. Resolves when the first facts can be pulled. */
  start(run: RunSpec): Promise<void>
  /**
   * Open until it is called again. Its parts are facts that are told ahead of a pull, before a
   * body goes on that may never come back to answer one.
   */
  ahead(): Promise<LogBatch | null>
  /**
   * Open until it is called again. Its parts are what code has printed that still computes: these lines become
   * facts when it comes back, and it may never do.
   */
  words(): Promise<readonly Word[] | null>
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
  /** The memory of an earlier thread's Python, if there was one. */
  readonly memory: ArrayBuffer | null
}

/** A line that code has printed which has not come back since. */
export interface Word {
  readonly process: string
  readonly time: Micros
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  readonly at?: SourceLine
}

export interface Pull {
  readonly batch: LogBatch | null
  readonly status: RunStatus
}

export type RunStatus =
  | { readonly kind: 'loading'; readonly what: string }
  | { readonly kind: 'running'; readonly time: Micros }
  | {
      readonly kind: 'ended'
      readonly time: Micros
      readonly ending: Ending
      /** Python has grown or broken: the thread should be replaced. */
      readonly worn: boolean
    }
