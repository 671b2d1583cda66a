import type { Answers, Item } from '../../labs/answers.ts'
import type { Action, ClusterSpec, MachineSpec } from '../../simulator/index.ts'
import type { RunLimits, RunSpec } from '../thread/protocol.ts'
import type { ClusterForm } from './cluster-form.ts'
import type { TextFile } from './files.ts'

/** A check of a lab as the guide lists it. */
export interface CheckTitle {
  readonly id: string
  readonly title: string
}

/** Something wrong with a file that keeps it from running; `line` counts from 1, null: the whole file. */
export interface FileFault {
  readonly file: string
  readonly line: number | null
  readonly sentence: string
}

/** What a run is made of, or why there is none. */
export type Assembled =
  | {
      readonly ok: true
      readonly files: { readonly [path: string]: string }
      readonly cluster: ClusterSpec
      /** What happens from outside, where that hangs on what is written. */
      readonly actions?: readonly Action[]
      /** What is answered; absent where the bench asks nothing. */
      readonly answers?: Answers
    }
  | {
      readonly ok: false
      readonly faults: readonly FileFault[]
      /** What reads the files is still on its way: when it has come, they can be assembled. */
      readonly soon?: Promise<void>
    }

/** What there is to choose from where a lab lets its learner have machines. */
export interface MachineChoice {
  /** In the order in which they are taken. */
  readonly names: readonly string[]
  readonly sizes: readonly MachineSpec[]
  /** Names that workers may have. */
  readonly workers: readonly string[]
  /** All processes together. */
  readonly processes: number
  /** The queues that tasks come to, with what the largest of its tasks leaves a process with, in MB. */
  readonly queues: readonly { readonly name: string; readonly memory: number }[]
}

/** What a bench begins with: a lab, or the Playground. Nothing here changes while one sits at it. */
export interface Bench {
  /** Names what is kept in the browser: a lab's slug, or `playground`. */
  readonly id: string
  readonly title: string
  /** The lab that it was opened from, where `id` is not its name: its sandbox. */
  readonly lab?: string
  readonly starter: readonly TextFile[]
  /** Paths that may not be changed. */
  readonly locked: ReadonlySet<string>
  /** Files may be added, renamed and removed. */
  readonly ownFiles: boolean
  readonly client: RunSpec['client']
  /** Set where the learner fills in the cluster. */
  readonly form: ClusterForm | null
  /** What is answered in a form, beside or in place of code. */
  readonly asks: readonly Item[]
  /** Set where machines and their workers are chosen in a form, which writes `cluster.yaml`. */
  readonly machines?: MachineChoice
  /** Makes files and the cluster they run on out of what is written; `form` is read where there is one. */
  readonly assemble: (files: readonly TextFile[], form: ClusterForm | null) => Assembled
  /** What happens to the cluster from outside, in every run. */
  readonly actions: readonly Action[]
  readonly limits: RunLimits
  readonly seed: number
  /** Simulated seconds per second of the wall clock to begin with: long stories begin faster. */
  readonly speed: number
  readonly guide: Guide | null
}

/** What the guide pane shows; null in the Playground, whose guide is the cluster form. */
export interface Guide {
  /** Markdown. */
  readonly instructions: string
  /** None in a sandbox. */
  readonly checks: readonly CheckTitle[]
  /** Goals beyond passing. */
  readonly stars: readonly CheckTitle[]
  /** Seeds that Check runs. */
  readonly seeds: readonly number[]
}
