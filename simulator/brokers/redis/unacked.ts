import type { Micros } from '../../kernel/units.ts'

/**
 * The hash `unacked` and its index `unacked_index`: what was taken and not acknowledged, by delivery tag,
 * with the moment when it was taken (rule 2.26). Copies of one message have one delivery tag between them,
 * so the hash knows the one that was taken last.
 */
export interface Unacked {
  readonly entries: { [wire: number]: Entry }
}

interface Entry {
  readonly tag: number
  readonly at: Micros
}

/** A hash with nothing in it. */
export const emptyUnacked = (): Unacked => ({ entries: {} })

/** A message was taken: HSET and ZADD, which put it in the place of another copy (rule 2.26). */
export function remember({ entries }: Unacked, wire: number, tag: number, at: Micros): void {
  entries[wire] = { tag, at }
}

/** HDEL and ZREM: an acknowledgement, or the way back to the list. Returns what was known. */
export function forget({ entries }: Unacked, wire: number): number | null {
  const entry = entries[wire]
  if (entry === undefined) return null
  delete entries[wire]
  return entry.tag
}

/** The copy that a delivery tag stands for; null where there is no entry. */
export const known = ({ entries }: Unacked, wire: number): number | null =>
  entries[wire]?.tag ?? null

/**
 * What was taken at `ceiling` or before, the latest first: kombu asks with ZREVRANGEBYSCORE, so the oldest
 * is pushed last to the head of its list and is served first (rule 2.27).
 */
export function visible({ entries }: Unacked, ceiling: Micros, limit: number | null): number[] {
  const found: { readonly entry: Entry; readonly wire: number }[] = []
  for (const wire in entries) {
    const entry = entries[wire]
    if (entry !== undefined && entry.at <= ceiling) found.push({ entry, wire: Number(wire) })
  }
  found.sort((a, b) => b.entry.at - a.entry.at || b.wire - a.wire)
  return found.slice(0, limit ?? found.length).map(({ entry }) => entry.tag)
}

/** When the oldest entry was made; null where there is none. */
export function oldest({ entries }: Unacked): Micros | null {
  let first: Micros | null = null
  for (const wire in entries) {
    const at = entries[wire]?.at
    if (at !== undefined && (first === null || at < first)) first = at
  }
  return first
}
