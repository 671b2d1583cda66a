import { type Micros, seconds } from '../../kernel/units.ts'
import type { Generator, Of } from './generator.ts'
import { gap } from './poisson.ts'

const HOUR: Micros = seconds(3600)
const DAY = 24 * HOUR

/** A curve over the day, drawn for one run. */
interface Curve {
  readonly times: readonly Micros[]
  readonly rates: readonly number[]
}

/** The first number drawn shifts the day, the others scale its points; each is from -1 to 1. */
function curveOf({ points, shift, spread }: Of<'daily'>, drawn: readonly number[]): Curve {
  const moved = Math.round((drawn[0] ?? 0) * seconds(shift))
  return {
    times: points.map(([hour]) => Math.round(hour * HOUR) + moved),
    rates: points.map(([, rate], at) => rate * (1 + (drawn[at + 1] ?? 0) * spread)),
  }
}

/** A straight piece of the curve: it holds from `start` to `end`. */
interface Piece {
  readonly start: Micros
  readonly end: Micros
  readonly from: number
  readonly to: number
}

/** The piece that holds at a time; the last point of a day leads to the first of the next. */
function pieceAt({ times, rates }: Curve, time: Micros): Piece {
  const first = times[0] ?? 0
  const day = Math.floor((time - first) / DAY) * DAY
  const count = times.length
  let at = count - 1
  while (at > 0 && (times[at] ?? 0) + day > time) at -= 1
  const next = at + 1 < count ? (times[at + 1] ?? 0) : first + DAY
  return {
    start: (times[at] ?? 0) + day,
    end: next + day,
    from: rates[at] ?? 0,
    to: rates[(at + 1) % count] ?? 0,
  }
}

const rateAt = ({ start, end, from, to }: Piece, time: Micros): number =>
  from + ((to - from) * (time - start)) / (end - start)

/** Messages a second at a moment of this shape's day. */
export const dailyRate = (shape: Of<'daily'>, drawn: readonly number[], time: Micros): number =>
  rateAt(pieceAt(curveOf(shape, drawn), time), time)

/**
 * The curve of a day: candidates come as often as at the highest point of the piece, and each is kept with
 * the share that the curve has there. What is left of a piece is drawn anew in the next one.
 */
export const daily: Generator<Of<'daily'>> = {
  problem({ points }) {
    if (points.length === 0) return 'The curve has no points.'
    const wrong = points.findIndex(([hour], at) => at > 0 && hour <= (points[at - 1]?.[0] ?? 0))
    if (wrong > 0)
      return `Points are in the order of the day, but hour ${points[wrong]?.[0]} does not come after hour ${points[wrong - 1]?.[0]}.`
    if (points.some(([hour]) => hour < 0 || hour >= 24))
      return 'An hour of the day is from 0 up to below 24.'
    return points.every(([, rate]) => rate === 0)
      ? 'The curve is 0 all day: nothing would be sent.'
      : null
  },
  draw: ({ points }, chance) =>
    Array.from({ length: points.length + 1 }, () => chance.next() * 2 - 1),
  next(shape, { drawn }, after, chance) {
    const curve = curveOf(shape, drawn)
    let time = after
    for (;;) {
      const piece = pieceAt(curve, time)
      const highest = Math.max(piece.from, piece.to)
      const candidate = highest <= 0 ? piece.end : time + gap(highest, chance)
      if (candidate >= piece.end) time = piece.end
      else if (chance.next() * highest < rateAt(piece, candidate)) return candidate
      else time = candidate
    }
  },
}
