import type { Micros } from '../../simulator/index.ts'

/** A length of time for a column of numbers, always with its unit: `850 ms`, `1.25 s`, `3.4 min`. */
export function span(time: Micros): string {
  if (time < 1000) return `${time / 1000} ms`
  if (time < 1_000_000) return `${Math.round(time / 1000)} ms`
  if (time < 120_000_000) return `${(time / 1_000_000).toFixed(2)} s`
  return `${(time / 60_000_000).toFixed(1)} min`
}

/** The first part of an id: enough to tell it from the others of a run. */
export const shortId = (id: string): string => id.slice(0, 8)

/** A text without the tails of ids: a whole one fills a line and nobody reads it. */
export const shortIds = (text: string): string =>
  text.replace(/\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '$1…')
