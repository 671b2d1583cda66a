import type { Component } from 'svelte'
import type {
  Action,
  ClusterSpec,
  Log,
  Micros,
  Picture,
  SourceLine,
} from '../../simulator/index.ts'
import type { Doing } from '../lib/hands/acts.ts'
import type { Subject } from '../lib/subject.ts'
import type { Sources } from '../lib/why/explain.ts'

/** The branch that is shown, as a panel tells of it. */
export interface ShownBranch {
  readonly name: string
  /** Where it comes from, in words. */
  readonly about: string
  /** Where it left the run that it comes from; null: it began at the beginning. */
  readonly forkedAt: Micros | null
  readonly seed: number
  /** Other branches that are kept. */
  readonly others: number
  /** Lays it beside the one that it comes from, or the latest other. */
  readonly oncompare: () => void
}

/** What every panel of the inspector is given. */
export interface PanelProps {
  readonly log: Log
  /** The cluster at the playhead. */
  readonly picture: Picture
  readonly playhead: Micros
  /** How far the run is known. */
  readonly end: Micros
  /** Changes when the log has grown, or is another one. */
  readonly revision: number
  /** The task that is selected everywhere. */
  readonly selection: string | null
  readonly onselect: (id: string | null) => void
  /** The stage keeps the selected task in sight. */
  readonly following?: boolean
  readonly onfollow?: (on: boolean) => void
  /** What the inspector looks at, where it is no task. */
  readonly subject?: Subject | null
  /** Something else is to be looked at. */
  readonly oninspect?: (subject: Subject) => void
  /** The files as they ran. */
  readonly sources?: Sources
  /** Shows a line of the learner's code. */
  readonly onlocate?: (at: SourceLine) => void
  readonly onseek?: (time: Micros) => void
  /** A fact is looked at: its line lights up. */
  readonly onpoint?: (row: number) => void
  /** The line at which somebody stands in the code. */
  readonly cursor?: SourceLine | null
  /** The branch of the run that is shown; null before the first run. */
  readonly branch?: ShownBranch | null
  /** The cluster as it runs. */
  readonly cluster?: ClusterSpec | null
  /** What was done by hand in this run. */
  readonly acts?: readonly Action[]
  /** Does something to the cluster at the playhead, or several things at once. */
  readonly onact?: (doings: readonly Doing[]) => void
  /** Undoes one: the run is made again without it. */
  readonly ontakeback?: (act: Action) => void
}

/** A panel of the inspector: what `panel.ts` of its folder exports as `panel`. */
export interface Panel {
  readonly id: string
  readonly title: string
  /** Where it stands among the others, from left to right. */
  readonly order: number
  /** Fetched when it is first looked at. */
  readonly load: () => Promise<{ readonly default: Component<PanelProps> }>
}
