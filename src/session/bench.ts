import type { ClusterSpec } from '../../simulator/index.ts'
import type { RunLimits, RunSpec } from '../thread/protocol.ts'
import type { ClusterForm } from './cluster-form.ts'
import type { TextFile } from './files.ts'

/** A check of a lab as the guide lists it. */
export interface CheckTitle {
  readonly id: string
  readonly title: string
}

/** What a bench begins with: a lab, or the Playground. Nothing here changes while one sits at it. */
export interface Bench {
  /** Names what is kept in the browser: a lab's slug, or `playground`. */
  readonly id: string
  readonly title: string
  readonly starter: readonly TextFile[]
  /** Paths that may not be changed. */
  readonly locked: ReadonlySet<string>
  /** Files may be added, renamed and removed. */
  readonly ownFiles: boolean
  readonly client: RunSpec['client']
  /** The module that workers import. */
  readonly app: string
  /** Set where the learner fills in the cluster; `cluster` is set otherwise. */
  readonly form: ClusterForm | null
  readonly cluster: ClusterSpec | null
  readonly limits: RunLimits
  readonly seed: number
  readonly guide: Guide | null
}

/** What the guide pane shows; null in the Playground, whose guide is the cluster form. */
export interface Guide {
  /** Markdown. */
  readonly instructions: string
  readonly checks: readonly CheckTitle[]
  /** Seeds that Check runs. */
  readonly seeds: readonly number[]
}
