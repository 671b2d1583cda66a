import { scaleLinear } from 'd3-scale'
import { type Micros, clockText, shortClockText } from '../../../simulator/index.ts'
import { FOLD, jointsOf, type Gap } from './idle.ts'
import type { Range } from './range.ts'

export interface Tick {
  readonly time: Micros
  readonly x: number
  readonly label: string
}

/** From here on minutes are counted. */
const MINUTES: Micros = 120_000_000
const BETWEEN = 84

/** The longest run whose moments need no hours. */
const HOUR: Micros = 3_600_000_000

/** How wide the playhead's label is in a run that ends then. */
export const headWidth = (end: Micros): number => (end >= HOUR ? 84 : 68)

/** Where the middle of that label stands: whole, inside the plot. */
export function headPlace(x: number, end: Micros, width: number): number {
  const half = headWidth(end) / 2
  return Math.min(Math.max(x, half), width - half)
}

/** Time to pixels from the left rim of the plot, and back; folded stretches take little room. */
export function timeScale(range: Range, width: number, folds: readonly Gap[] = []) {
  const { times, xs } = jointsOf(range, width, folds)
  return scaleLinear([...times], [...xs])
}

export type TimeScale = ReturnType<typeof timeScale>

/** Round moments with their units: `250 ms`, `12.5 s`, `02:30`; none inside a fold. */
export function ticksOf(range: Range, width: number, folds: readonly Gap[] = []): readonly Tick[] {
  const scale = timeScale(range, width, folds)
  const span = range.to - range.from
  const open = span - folds.reduce((sum, { from, to }) => sum + to - from, 0)
  const room = Math.max(1, width - folds.length * FOLD)
  const wanted = Math.max(2, (room / BETWEEN) * (span / Math.max(1, open)))
  const values = roundSeconds(range, Math.floor(wanted))
  const step = (values[1] ?? 1) - (values[0] ?? 0)
  const ticks: Tick[] = []
  for (const value of values) {
    const time = Math.round(value * 1e6)
    const x = scale(time)
    if (folds.some(({ from, to }) => time > from && time < to)) continue
    if (folds.length > 0 && x - (ticks.at(-1)?.x ?? -BETWEEN) < BETWEEN * 0.7) continue
    ticks.push({ time, x, label: tickLabel(time, step, range.to) })
  }
  return ticks
}

/** Steps that are round on a clock, in seconds. */
const CLOCK_STEPS = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400]

function roundSeconds({ from, to }: Range, count: number): number[] {
  const plain = scaleLinear([from / 1e6, to / 1e6], [0, 1]).ticks(count)
  const wanted = (to - from) / 1e6 / count
  const step = wanted > 10 ? (CLOCK_STEPS.find((each) => each >= wanted) ?? 86400) : null
  if (step === null) return plain
  const first = Math.ceil(from / 1e6 / step)
  const last = Math.floor(to / 1e6 / step)
  return Array.from({ length: last - first + 1 }, (_, nth) => (first + nth) * step)
}

function tickLabel(time: Micros, step: number, last: Micros): string {
  if (last >= MINUTES) return step < 1 ? clockText(time) : shortClockText(time)
  if (last < 1_500_000) return `${Number((time / 1000).toFixed(step < 0.001 ? 2 : 0))} ms`
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3
  return `${(time / 1e6).toFixed(digits)} s`
}
