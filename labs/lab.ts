import type { Action, ClusterSpec, Micros } from '../simulator/index.ts'

/** Texts by path: a learner's files, or a folder of a lab. */
export interface Files {
  readonly [path: string]: string
}

/** A lab, as its folder describes it. */
export interface Lab {
  readonly slug: string
  readonly title: string
  /** e.g. `Foundation` and `Routing basics`. */
  readonly path: string
  readonly module: string
  readonly level: 'basic' | 'intermediate' | 'advanced'
  readonly minutes: number
  /** What it teaches, in one sentence. */
  readonly concept: string
  /** The guide, in Markdown. */
  readonly instructions: string
  readonly client: { readonly module: string; readonly entry: 'main' | 'script' }
  readonly cluster: ClusterSpec
  /** What the learner's `cluster.yaml` may say. */
  readonly bounds: ClusterBounds
  /** Files that the learner may change, `cluster.yaml` among them where the lab lets them. */
  readonly editable: readonly string[]
  /** Every file of the program before the learner has touched it. */
  readonly starter: Files
  readonly actions: readonly Action[]
  readonly limits: { readonly time: Micros; readonly facts: number }
  /** How many seeds the page grades with. */
  readonly seeds: number
  readonly checks: readonly CheckSpec[]
  /** Goals beyond passing: each is worth a star. */
  readonly stars: readonly CheckSpec[]
  readonly hints: readonly HintSpec[]
}

export interface ClusterBounds {
  /** All processes of all workers together. */
  readonly processes: number
  /** Names that workers may have. */
  readonly workers: readonly string[]
}

/** A check word with its parameters. */
export interface CheckSpec {
  readonly id: string
  /** What shall hold, for the learner. */
  readonly title: string
  readonly word: string
  readonly parameters: { readonly [name: string]: unknown }
}

/** A diagnosis word and what to say where it applies; `{name}` in the sentence is filled in. */
export interface HintSpec {
  readonly id: string
  readonly word: string
  readonly parameters: { readonly [name: string]: unknown }
  readonly say: string
}

/** One thing wrong with a file that somebody wrote. */
export interface FileProblem {
  readonly file: string
  /** 1-based; null where it is about the whole file. */
  readonly line: number | null
  readonly sentence: string
}
