import type { Component } from 'svelte'
import type { Log, Micros, Picture, SourceLine } from '../../../simulator/index.ts'

/** What every panel of the inspector is given. */
export interface PanelProps {
  readonly log: Log
  readonly picture: Picture
  readonly playhead: Micros
  readonly end: Micros
  readonly revision: number
  readonly selection: string | null
  readonly onselect: (id: string | null) => void
  readonly onlocate?: (at: SourceLine) => void
  readonly onseek?: (time: Micros) => void
  /** A fact is looked at: its line lights up. */
  readonly onpoint?: (row: number) => void
  /** The line at which somebody stands in the code. */
  readonly cursor?: SourceLine | null
}

export interface InspectorTab {
  readonly id: string
  readonly title: string
  readonly load: () => Promise<{ readonly default: Component<PanelProps> }>
}

/** The panels beside the console, fetched when they are first looked at. */
export const PANELS: readonly InspectorTab[] = [
  { id: 'tasks', title: 'Tasks', load: () => import('../../panels/tasks/TasksPanel.svelte') },
  { id: 'queues', title: 'Queues', load: () => import('../../panels/queues/QueuesPanel.svelte') },
  {
    id: 'workers',
    title: 'Workers',
    load: () => import('../../panels/workers/WorkersPanel.svelte'),
  },
  {
    id: 'scaling',
    title: 'Scaling',
    load: () => import('../../panels/scaling/ScalingPanel.svelte'),
  },
  { id: 'log', title: 'Log', load: () => import('../../panels/log/LogPanel.svelte') },
]
