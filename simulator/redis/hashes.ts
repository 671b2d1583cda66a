import { type Family, integer, pairs } from './command.ts'
import type { Keys, Pair } from './store.ts'

const fields = (keys: Keys, key = ''): readonly Pair[] => keys.get(key, 'hash')?.pairs ?? []

const value = (keys: Keys, key = '', field = ''): string | null =>
  fields(keys, key).find(([name]) => name === field)?.[1] ?? null

/** Writes fields; how many of them are new. */
function set(keys: Keys, key: string, given: readonly Pair[]): number {
  const known = [...fields(keys, key)]
  let added = 0
  for (const pair of given) {
    const at = known.findIndex(([name]) => name === pair[0])
    if (at < 0) added = known.push(pair) && added + 1
    else known[at] = pair
  }
  keys.put(key, { type: 'hash', pairs: known })
  return added
}

/** Hashes: https://redis.io/docs/latest/commands/?group=hash (from documentation). */
export const HASHES: Family = {
  HSET: {
    least: 3,
    more: true,
    run: (keys, [key = '', ...given]) => set(keys, key, pairs('hset', given)),
  },
  HSETNX: {
    least: 3,
    run: (keys, [key = '', field = '', text = '']) =>
      value(keys, key, field) === null ? set(keys, key, [[field, text]]) : 0,
  },
  HGET: { least: 2, run: (keys, [key, field]) => value(keys, key, field) },
  HMGET: {
    least: 2,
    more: true,
    run: (keys, [key, ...names]) => names.map((name) => value(keys, key, name)),
  },
  HGETALL: { least: 1, run: (keys, [key]) => fields(keys, key).flat() },
  HKEYS: { least: 1, run: (keys, [key]) => fields(keys, key).map(([name]) => name) },
  HVALS: { least: 1, run: (keys, [key]) => fields(keys, key).map(([, text]) => text) },
  HLEN: { least: 1, run: (keys, [key]) => fields(keys, key).length },
  HEXISTS: { least: 2, run: (keys, [key, field]) => (value(keys, key, field) === null ? 0 : 1) },
  HDEL: {
    least: 2,
    more: true,
    run(keys, [key = '', ...names]) {
      const known = fields(keys, key)
      const kept = known.filter(([name]) => !names.includes(name))
      keys.put(key, { type: 'hash', pairs: kept })
      return known.length - kept.length
    },
  },
  HINCRBY: {
    least: 3,
    run(keys, [key = '', field = '', by]) {
      const sum = integer(value(keys, key, field) ?? '0') + integer(by)
      set(keys, key, [[field, String(sum)]])
      return sum
    },
  },
}
