import type { Log, Micros } from '../../simulator/index.ts'

/** The moment of a row. */
export const timeOf = (log: Log, row: number): Micros => log.entry(row).time

/** How many rows lie at or before a moment; rows are in order of time. */
export function rowsUpTo(log: Log, time: Micros): number {
  let low = 0
  let high = log.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeOf(log, middle) <= time) low = middle + 1
    else high = middle
  }
  return low
}
