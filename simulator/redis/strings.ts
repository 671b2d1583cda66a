import { type Family, float, integer, pairs } from './command.ts'
import { type Keys, OK, RedisRefusal } from './store.ts'

const text = (keys: Keys, key = ''): string | null => keys.get(key, 'string')?.text ?? null

function add(keys: Keys, key: string, by: number): number {
  const sum = integer(text(keys, key) ?? '0') + by
  keys.put(key, { type: 'string', text: String(sum) })
  return sum
}

function set(
  keys: Keys,
  [key = '', value = '', ...flags]: readonly string[],
): typeof OK | string | null {
  const words = flags.map((flag) => flag.toUpperCase())
  const there = keys.entry(key)
  const before = words.includes('GET') ? text(keys, key) : null
  if ((words.includes('NX') && there !== null) || (words.includes('XX') && there === null))
    return before
  const wanted = words.indexOf('IFEQ')
  if (wanted >= 0 && (there === null || text(keys, key) !== flags[wanted + 1])) return before
  const kept = words.includes('KEEPTTL') ? (there?.until ?? null) : null
  keys.write(key, { type: 'string', text: value }, lifetime(keys, words) ?? kept)
  return words.includes('GET') ? before : OK
}

/** `EX` in seconds, `PX` in milliseconds. */
function lifetime(keys: Keys, words: readonly string[]): number | null {
  for (const [word, unit] of [
    ['EX', 1_000_000],
    ['PX', 1_000],
  ] as const) {
    const at = words.indexOf(word)
    if (at < 0) continue
    const span = integer(words[at + 1])
    if (span <= 0) throw new RedisRefusal("invalid expire time in 'set' command")
    return keys.now + span * unit
  }
  return null
}

/** Strings and counters: https://redis.io/docs/latest/commands/?group=string (from documentation). */
export const STRINGS: Family = {
  GET: { least: 1, run: (keys, [key]) => text(keys, key) },
  SET: { least: 2, more: true, run: set },
  SETNX: { least: 2, run: (keys, args) => (set(keys, [...args, 'NX']) === null ? 0 : 1) },
  SETEX: {
    least: 3,
    run: (keys, [key = '', seconds = '', value = '']) => set(keys, [key, value, 'EX', seconds]),
  },
  GETSET: { least: 2, run: (keys, args) => set(keys, [...args, 'GET']) },
  GETDEL: {
    least: 1,
    run(keys, [key = '']) {
      const found = text(keys, key)
      keys.remove(key)
      return found
    },
  },
  // Since Redis 8.4: https://redis.io/docs/latest/commands/delex/
  DELEX: {
    least: 1,
    more: true,
    run(keys, [key = '', condition, value]) {
      const differs = condition?.toUpperCase() === 'IFEQ' && text(keys, key) !== value
      return !differs && keys.remove(key) ? 1 : 0
    },
  },
  MGET: {
    least: 1,
    more: true,
    run: (keys, names) =>
      names.map((key) => (keys.entry(key)?.value.type === 'string' ? text(keys, key) : null)),
  },
  MSET: {
    least: 2,
    more: true,
    run(keys, args) {
      for (const [key, value] of pairs('mset', args))
        keys.write(key, { type: 'string', text: value }, null)
      return OK
    },
  },
  APPEND: {
    least: 2,
    run(keys, [key = '', more = '']) {
      const whole = (text(keys, key) ?? '') + more
      keys.put(key, { type: 'string', text: whole })
      return whole.length
    },
  },
  STRLEN: { least: 1, run: (keys, [key]) => text(keys, key)?.length ?? 0 },
  INCR: { least: 1, run: (keys, [key = '']) => add(keys, key, 1) },
  DECR: { least: 1, run: (keys, [key = '']) => add(keys, key, -1) },
  INCRBY: { least: 2, run: (keys, [key = '', by]) => add(keys, key, integer(by)) },
  DECRBY: { least: 2, run: (keys, [key = '', by]) => add(keys, key, -integer(by)) },
  INCRBYFLOAT: {
    least: 2,
    run(keys, [key = '', by]) {
      const sum = String(float(text(keys, key) ?? '0') + float(by))
      keys.put(key, { type: 'string', text: sum })
      return sum
    },
  },
}
