import { type Family, integer } from './command.ts'
import { type Keys, OK } from './store.ts'

const SECOND = 1_000_000
const MILLISECOND = 1_000

/** Sets when a key is gone by itself. */
function expire(keys: Keys, key: string, span: number): number {
  const entry = keys.entry(key)
  if (entry === null) return 0
  if (span <= 0) keys.remove(key)
  else keys.write(key, entry.value, keys.now + span)
  return 1
}

/** Time to live in a unit; -1: for ever, -2: there is no such key. */
function left(keys: Keys, key: string, unit: number): number {
  const entry = keys.entry(key)
  if (entry === null) return -2
  return entry.until === null ? -1 : Math.round((entry.until - keys.now) / unit)
}

/** Does a name match a pattern of `*`, `?` and `[abc]`? */
export function matches(pattern: string, name: string): boolean {
  const source = pattern.replaceAll(/\\.|[.+^${}()|\\]|\*|\?/gs, (found) => {
    if (found === '*') return '[^]*'
    if (found === '?') return '[^]'
    return found.length === 2 ? `\\${found.slice(1)}` : `\\${found}`
  })
  return new RegExp(`^${source}$`, 'u').test(name)
}

/** Keys and the server: https://redis.io/docs/latest/commands/?group=generic (from documentation). */
export const SERVER: Family = {
  PING: { least: 0, run: () => ({ $status: 'PONG' }) },
  ECHO: { least: 1, run: (_keys, [text = '']) => text },
  DEL: {
    least: 1,
    more: true,
    run: (keys, names) => names.filter((key) => keys.remove(key)).length,
  },
  EXISTS: {
    least: 1,
    more: true,
    run: (keys, names) => names.filter((key) => keys.entry(key) !== null).length,
  },
  KEYS: {
    least: 1,
    run: (keys, [pattern = '']) => keys.names().filter((name) => matches(pattern, name)),
  },
  TYPE: {
    least: 1,
    run: (keys, [key = '']) => ({ $status: keys.entry(key)?.value.type ?? 'none' }),
  },
  EXPIRE: { least: 2, run: (keys, [key = '', span]) => expire(keys, key, integer(span) * SECOND) },
  PEXPIRE: {
    least: 2,
    run: (keys, [key = '', span]) => expire(keys, key, integer(span) * MILLISECOND),
  },
  PERSIST: {
    least: 1,
    run(keys, [key = '']) {
      const entry = keys.entry(key)
      if (entry?.until == null) return 0
      keys.write(key, entry.value, null)
      return 1
    },
  },
  TTL: { least: 1, run: (keys, [key = '']) => left(keys, key, SECOND) },
  PTTL: { least: 1, run: (keys, [key = '']) => left(keys, key, MILLISECOND) },
  DBSIZE: { least: 0, run: (keys) => keys.names().length },
  FLUSHDB: {
    least: 0,
    more: true,
    run(keys) {
      for (const name of keys.names()) keys.remove(name)
      return OK
    },
  },
}
