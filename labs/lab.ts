import type { Action, ClusterSpec, MachineSpec, Micros } from '../simulator/index.ts'
import type { Answers, Item } from './answers.ts'
import type { Knob } from './shrink/knob.ts'

/** Texts by path: a learner's files, or a folder of a lab. */
export interface Files {
  readonly [path: string]: string
}

/** A lab as the catalogue lists it; `title.json` of its folder has all but the slug. */
export interface LabTitle {
  readonly slug: string
  /** Its place in the course. */
  readonly number: number
  readonly title: string
  /** What it teaches, in one sentence. */
  readonly summary: string
  /** Foundation, Professional, Expert, Specialist. */
  readonly level: string
  readonly minutes: number
}

/** A lab, as its folder describes it. */
export interface Lab extends LabTitle {
  /** The guide, in Markdown. */
  readonly instructions: string
  /** What the client runs; null in a lab without Python, whose tasks are modelled. */
  readonly client: { readonly module: string; readonly entry: 'main' | 'script' } | null
  /** The cluster of the starter. */
  readonly cluster: ClusterSpec
  /** What the learner's `cluster.yaml` may say. */
  readonly bounds: ClusterBounds
  /** Files that the learner may change, `cluster.yaml` among them where the lab lets them. */
  readonly editable: readonly string[]
  /** Every file before the learner has touched it, `cluster.yaml` included. */
  readonly starter: Files
  /** What is answered in `answers.yaml`; empty where the lab asks nothing. */
  readonly asks: readonly Item[]
  /** What the starter answers. */
  readonly answers: Answers
  /** What happens to the cluster from outside, in every run. */
  readonly actions: readonly Action[]
  readonly limits: { readonly time: Micros; readonly facts: number; readonly settle?: Micros }
  /** The lab is graded with the seeds 1 to this. */
  readonly seeds: number
  readonly checks: readonly CheckSpec[]
  /** Goals beyond passing: each is worth a star. */
  readonly stars: readonly CheckSpec[]
  /** In the order in which they are tried. */
  readonly hints: readonly HintSpec[]
  /** What of its runs can be made smaller to show why a check fails, in the order in which it is tried. */
  readonly knobs: readonly Knob[]
  /** Folders of this lab that must fail (`starter`, `wrong/<name>`), and the hint that each must get. */
  readonly mistakes: { readonly [folder: string]: string }
}

/** What a learner may do with the cluster. */
export interface ClusterBounds {
  /** All processes of all workers together. */
  readonly processes: number
  /** Names that workers may have. */
  readonly workers: readonly string[]
  /** Set where the learner chooses machines, and puts the workers on them. */
  readonly machines?: MachineBounds
  /** Set where an autoscaler makes the workers: the learner writes its policy instead. */
  readonly pods?: PodBounds
}

/** What machines a learner may have. */
export interface MachineBounds {
  /** In the order in which they are taken. */
  readonly names: readonly string[]
  readonly sizes: readonly MachineSpec[]
}

/** What a learner may do with an autoscaler. */
export interface PodBounds {
  readonly most: number
  /** The longest grace period, in seconds. */
  readonly grace: number
}

/** A check word with its parameters. */
export interface CheckSpec {
  readonly id: string
  /** What shall hold, for the learner. */
  readonly title: string
  readonly word: string
  readonly parameters: { readonly [name: string]: unknown }
}

/** A diagnosis word and what to say where it applies. */
export interface HintSpec {
  readonly id: string
  readonly word: string
  readonly parameters: { readonly [name: string]: unknown }
  /** From what to look at, over the rule behind it, to the line to write; `{slot}` is filled in. */
  readonly steps: readonly string[]
}

/** One thing wrong with a file that somebody wrote. */
export interface FileProblem {
  readonly file: string
  /** 1-based; null where it is about the whole file. */
  readonly line: number | null
  readonly sentence: string
}

/** A file problem as one line of text: `cluster.yaml, line 3: ...`. */
export const problemText = ({ file, line, sentence }: FileProblem): string =>
  line === null ? `${file}: ${sentence}` : `${file}, line ${line}: ${sentence}`

/** Seeds from 1 to so many. */
export const seedsUpTo = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1)
