import { scaleLinear } from 'd3-scale'
import { type Micros, clockText, shortClockText } from '../../../simulator/index.ts'
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

/** Time to pixels from the left rim of the plot, and back. */
export const timeScale = (range: Range, width: number) =>
  scaleLinear([range.from, range.to], [0, width])

export type TimeScale = ReturnType<typeof timeScale>

/** Round moments with their units: `250 ms`, `12.5 s`, `02:30`. */
export function ticksOf(range: Range, width: number): readonly Tick[] {
  const scale = timeScale(range, width)
  const values = roundSeconds(range, Math.max(2, Math.floor(width / BETWEEN)))
  const step = (values[1] ?? 1) - (values[0] ?? 0)
  return values.map((value) => {
    const time = Math.round(value * 1e6)
    return { time, x: scale(time), label: tickLabel(time, step, range.to) }
  })
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
