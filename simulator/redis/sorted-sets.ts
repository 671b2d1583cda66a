import { type Family, float, integer, pairs, range } from './command.ts'
import { type Keys, RedisRefusal, type Reply, type Score } from './store.ts'

/** By score, and equal ones by their bytes. */
function sorted(scores: readonly Score[]): readonly Score[] {
  return scores.toSorted(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x - y))
}

const scores = (keys: Keys, key = ''): readonly Score[] => keys.get(key, 'zset')?.scores ?? []

const score = (keys: Keys, key: string, member: string): number | null =>
  scores(keys, key).find(([name]) => name === member)?.[1] ?? null

function set(keys: Keys, key: string, member: string, value: number): boolean {
  const others = scores(keys, key).filter(([name]) => name !== member)
  const isNew = others.length === scores(keys, key).length
  keys.put(key, { type: 'zset', scores: sorted([...others, [member, value]]) })
  return isNew
}

const shown = (found: readonly Score[], words: readonly string[]): Reply =>
  words.some((word) => word.toUpperCase() === 'WITHSCORES')
    ? found.flatMap(([member, value]) => [member, String(value)])
    : found.map(([member]) => member)

/** A bound of a range of scores: `(5` leaves the 5 out. */
function within(value: number, least = '', most = ''): boolean {
  const above = least.startsWith('(') ? value > float(least.slice(1)) : value >= float(least)
  return above && (most.startsWith('(') ? value < float(most.slice(1)) : value <= float(most))
}

/** Sorted sets: https://redis.io/docs/latest/commands/?group=sorted-set (from documentation). */
export const SORTED_SETS: Family = {
  ZADD: {
    least: 3,
    more: true,
    run: (keys, [key = '', ...given]) =>
      pairs('zadd', given).filter(([value, member]) => set(keys, key, member, float(value))).length,
  },
  ZINCRBY: {
    least: 3,
    run(keys, [key = '', by, member = '']) {
      const sum = (score(keys, key, member) ?? 0) + float(by)
      if (Number.isNaN(sum)) throw new RedisRefusal('resulting score is not a number (NaN)')
      set(keys, key, member, sum)
      return String(sum)
    },
  },
  ZSCORE: {
    least: 2,
    run(keys, [key = '', member = '']) {
      const found = score(keys, key, member)
      return found === null ? null : String(found)
    },
  },
  ZCARD: { least: 1, run: (keys, [key]) => scores(keys, key).length },
  ZCOUNT: {
    least: 3,
    run: (keys, [key, least, most]) =>
      scores(keys, key).filter(([, value]) => within(value, least, most)).length,
  },
  ZRANK: {
    least: 2,
    run(keys, [key, member]) {
      const place = scores(keys, key).findIndex(([name]) => name === member)
      return place < 0 ? null : place
    },
  },
  ZRANGE: {
    least: 3,
    more: true,
    run: (keys, [key, first, last, ...words]) =>
      shown(range(scores(keys, key), integer(first), integer(last)), words),
  },
  ZREVRANGE: {
    least: 3,
    more: true,
    run: (keys, [key, first, last, ...words]) =>
      shown(range(scores(keys, key).toReversed(), integer(first), integer(last)), words),
  },
  ZRANGEBYSCORE: {
    least: 3,
    more: true,
    run: (keys, [key, least, most, ...words]) =>
      shown(
        scores(keys, key).filter(([, value]) => within(value, least, most)),
        words,
      ),
  },
  ZREM: {
    least: 2,
    more: true,
    run(keys, [key = '', ...gone]) {
      const before = scores(keys, key)
      const after = before.filter(([member]) => !gone.includes(member))
      keys.put(key, { type: 'zset', scores: after })
      return before.length - after.length
    },
  },
}
