import { type Family, integer, range } from './command.ts'
import { type Keys, OK, RedisRefusal } from './store.ts'

const items = (keys: Keys, key = ''): readonly string[] => keys.get(key, 'list')?.items ?? []

function put(keys: Keys, key: string, list: readonly string[]): number {
  keys.put(key, { type: 'list', items: list })
  return list.length
}

function pop(keys: Keys, key: string, from: 'left' | 'right'): string | null {
  const list = items(keys, key)
  const taken = from === 'left' ? list[0] : list.at(-1)
  if (taken === undefined) return null
  put(keys, key, from === 'left' ? list.slice(1) : list.slice(0, -1))
  return taken
}

/** `LPOP key [count]`. */
function popMany(
  keys: Keys,
  [key = '', count]: readonly string[],
  from: 'left' | 'right',
): string | readonly string[] | null {
  if (count === undefined) return pop(keys, key, from)
  if (keys.get(key, 'list') === null) return null
  const taken: string[] = []
  for (let left = integer(count); left > 0; left--) {
    const one = pop(keys, key, from)
    if (one === null) break
    taken.push(one)
  }
  return taken
}

/** The first of several lists that holds something gives `[key, item]`; null where none does. */
function popFirst(
  keys: Keys,
  args: readonly string[],
  from: 'left' | 'right',
): readonly string[] | null {
  for (const key of args.slice(0, -1)) {
    const taken = pop(keys, key, from)
    if (taken !== null) return [key, taken]
  }
  return null
}

function remove(keys: Keys, [key = '', count, value = '']: readonly string[]): number {
  const list = items(keys, key)
  const most = Math.abs(integer(count))
  const walk = integer(count) < 0 ? list.toReversed() : [...list]
  let removed = 0
  const kept = walk.filter((item) => {
    if (item !== value || (most > 0 && removed >= most)) return true
    removed += 1
    return false
  })
  put(keys, key, integer(count) < 0 ? kept.toReversed() : kept)
  return removed
}

/** Lists: https://redis.io/docs/latest/commands/?group=list (from documentation). */
export const LISTS: Family = {
  RPUSH: {
    least: 2,
    more: true,
    run: (keys, [key = '', ...more]) => put(keys, key, [...items(keys, key), ...more]),
  },
  LPUSH: {
    least: 2,
    more: true,
    run: (keys, [key = '', ...more]) => put(keys, key, [...more.toReversed(), ...items(keys, key)]),
  },
  LLEN: { least: 1, run: (keys, [key]) => items(keys, key).length },
  LRANGE: {
    least: 3,
    run: (keys, [key, first, last]) => range(items(keys, key), integer(first), integer(last)),
  },
  LINDEX: { least: 2, run: (keys, [key, at]) => items(keys, key).at(integer(at)) ?? null },
  LPOP: { least: 1, more: true, run: (keys, args) => popMany(keys, args, 'left') },
  RPOP: { least: 1, more: true, run: (keys, args) => popMany(keys, args, 'right') },
  // Their last argument is the time that they wait; whoever finds nothing is held by the world.
  BLPOP: { least: 2, more: true, run: (keys, args) => popFirst(keys, args, 'left') },
  BRPOP: { least: 2, more: true, run: (keys, args) => popFirst(keys, args, 'right') },
  LREM: { least: 3, run: remove },
  LSET: {
    least: 3,
    run(keys, [key = '', at, value = '']) {
      const list = [...items(keys, key)]
      const place = integer(at) < 0 ? list.length + integer(at) : integer(at)
      if (list.length === 0) throw new RedisRefusal('no such key')
      if (place < 0 || place >= list.length) throw new RedisRefusal('index out of range')
      list[place] = value
      put(keys, key, list)
      return OK
    },
  },
  LTRIM: {
    least: 3,
    run(keys, [key = '', first, last]) {
      put(keys, key, range(items(keys, key), integer(first), integer(last)))
      return OK
    },
  },
}
