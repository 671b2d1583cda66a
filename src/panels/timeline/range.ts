import type { Micros } from '../../../simulator/index.ts'

/** The stretch of simulated time that the timeline shows. */
export interface Range {
  readonly from: Micros
  readonly to: Micros
}

/** Closer than this nothing more can be seen: facts are whole microseconds. */
const NARROWEST: Micros = 1000
/** A run that has just begun still has an axis. */
const SHORTEST: Micros = 1_000_000
/** Shown beyond the end, so that its last fact does not stick to the rim. */
const MARGIN = 1.02

/** Everything from the start to a little after the end. */
export const whole = (end: Micros): Range => ({ from: 0, to: Math.max(end * MARGIN, SHORTEST) })

/** Zooms by a factor (below 1: closer) around a moment, which stays where it is. */
export function zoomed(range: Range, factor: number, at: Micros, end: Micros): Range {
  const limit = whole(end)
  const span = range.to - range.from
  const next = Math.min(limit.to, Math.max(NARROWEST, span * factor))
  const share = span > 0 ? (at - range.from) / span : 0.5
  return kept({ from: at - next * share, to: at + next * (1 - share) }, end)
}

/** Moves along by a stretch of time. */
export const panned = (range: Range, by: Micros, end: Micros): Range =>
  kept({ from: range.from + by, to: range.to + by }, end)

/** The range itself while it shows the moment, otherwise the page of the same length that does. */
export function following(range: Range, at: Micros, end: Micros): Range {
  if (at >= range.from && at <= range.to) return range
  const span = range.to - range.from
  return kept({ from: at - span * 0.1, to: at + span * 0.9 }, end)
}

/** Pushed back between start and end without changing its length. */
function kept(range: Range, end: Micros): Range {
  const limit = whole(end)
  const span = Math.min(range.to - range.from, limit.to)
  const from = Math.min(Math.max(0, range.from), limit.to - span)
  return { from, to: from + span }
}
