import type { Micros } from '../../../simulator/index.ts'
import type { History } from '../../lib/history/history.ts'
import { timeScale, type TimeScale } from './axis.ts'
import type { Gap } from './idle.ts'
import type { LanePlan } from './lanes.ts'
import type { Palette } from './palette.ts'
import type { Range } from './range.ts'

/** All that one drawing of the timeline depends on. Pixels are CSS pixels of the plot, lanes scrolled. */
export interface Scene {
  readonly context: CanvasRenderingContext2D
  readonly history: History
  readonly plan: LanePlan
  readonly range: Range
  readonly playhead: Micros
  readonly scrollTop: number
  readonly width: number
  readonly height: number
  readonly palette: Palette
  readonly text: number
  /** Ids of the selected task and its relatives. */
  readonly selected: string | null
  readonly kin: ReadonlySet<string>
  /** Indexes of the tasks that alone are shown; null: all. */
  readonly only: ReadonlySet<number> | null
  /** Idle stretches that take little room. */
  readonly folds: readonly Gap[]
  readonly scale: TimeScale
}

/** A scene whose scale follows from its range. */
export const sceneOf = (parts: Omit<Scene, 'scale'>): Scene => ({
  ...parts,
  scale: timeScale(parts.range, parts.width, parts.folds),
})
