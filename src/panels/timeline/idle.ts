/** Stretches in which nothing happens and nothing runs: the axis folds them. */
import type { Micros } from '../../../simulator/index.ts'
import type { Range } from './range.ts'

/** A stretch of time. */
export interface Gap {
  readonly from: Micros
  readonly to: Micros
}

/** A folded stretch is so wide, whatever it lasts. */
export const FOLD = 44
/** More of them would be a pattern, not a picture. */
const MOST = 6
/** A stretch is folded if it takes so much of what is shown, and at least so long. */
const SHARE = 0.1
const SHORTEST: Micros = 1_500_000

/** What is folded of these gaps while a range is shown: the longest, in their order, and inside it. */
export function foldsOf(gaps: readonly Gap[], range: Range, width: number): readonly Gap[] {
  const span = range.to - range.from
  const least = Math.max(SHORTEST, span * SHARE, (span / Math.max(1, width)) * FOLD * 1.5)
  const inside = gaps.flatMap(({ from, to }) => {
    const gap = { from: Math.max(from, range.from), to: Math.min(to, range.to) }
    return gap.to - gap.from >= least ? [gap] : []
  })
  return inside
    .toSorted((one, other) => other.to - other.from - (one.to - one.from))
    .slice(0, MOST)
    .toSorted((one, other) => one.from - other.from)
}

/** Moments and the pixels at which they stand: even but for the folded stretches. */
export function jointsOf(
  { from, to }: Range,
  width: number,
  folds: readonly Gap[],
): { readonly times: readonly Micros[]; readonly xs: readonly number[] } {
  const folded = folds.reduce((sum, gap) => sum + gap.to - gap.from, 0)
  const unit = Math.max(0, width - folds.length * FOLD) / Math.max(1, to - from - folded)
  const times = [from]
  const xs = [0]
  for (const gap of folds) {
    const before = xs.at(-1)! + (gap.from - times.at(-1)!) * unit
    times.push(gap.from, gap.to)
    xs.push(before, before + FOLD)
  }
  times.push(to)
  xs.push(width)
  return { times, xs }
}
