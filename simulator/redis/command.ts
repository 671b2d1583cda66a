import type { Keys, Reply } from './store.ts'
import { RedisRefusal } from './store.ts'

/** One command of the server; `least` arguments, and no more than that unless it takes `more`. */
export interface Command {
  readonly least: number
  readonly more?: true
  readonly run: (keys: Keys, args: readonly string[]) => Reply
}

export type Family = { readonly [name: string]: Command }

const NOT_AN_INTEGER = 'value is not an integer or out of range'

/** An argument that must be a whole number. */
export function integer(text: string | undefined): number {
  const value = Number(text)
  if (text === undefined || !/^-?\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new RedisRefusal(NOT_AN_INTEGER)
  return value
}

/** An argument that must be a number. */
export function float(text: string | undefined): number {
  const value =
    text === '+inf' || text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text)
  if (text === undefined || text === '' || Number.isNaN(value))
    throw new RedisRefusal('value is not a valid float')
  return value
}

/** The part of a list from `first` to `last`, both included; negative ones count from the end. */
export function range<T>(items: readonly T[], first: number, last: number): readonly T[] {
  const from = first < 0 ? Math.max(0, items.length + first) : first
  const to = last < 0 ? items.length + last : last
  return from > to ? [] : items.slice(from, to + 1)
}

/** Arguments in pairs; a refusal where one is left over. */
export function pairs(
  name: string,
  args: readonly string[],
): readonly (readonly [string, string])[] {
  if (args.length === 0 || args.length % 2 !== 0)
    throw new RedisRefusal(`wrong number of arguments for '${name}' command`)
  return Array.from({ length: args.length / 2 }, (_, index) => [
    args[2 * index] ?? '',
    args[2 * index + 1] ?? '',
  ])
}
