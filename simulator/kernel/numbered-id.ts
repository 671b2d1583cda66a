import { mix } from './hash.ts'

/**
 * The id of the nth message of a load: looks like a version 4 UUID, and is derived from numbers alone, so
 * that nobody has to keep it.
 */
export const numberedId = (seed: number, load: number, n: number): string =>
  `${idPrefix(seed, load)}${hex(n, 12)}`

/** What the ids of a load begin with. */
export function idPrefix(seed: number, load: number): string {
  const a = word(mix(mix(0x51ed270b, seed | 0), load))
  const b = word(mix(mix(0x2545f491, seed | 0), load))
  return `${a}-${b.slice(0, 4)}-4${b.slice(4, 7)}-8${hex(load, 3)}-`
}

const word = (value: number): string => hex(value >>> 0, 8)

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
