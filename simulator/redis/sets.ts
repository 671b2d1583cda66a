import type { Family } from './command.ts'
import type { Keys } from './store.ts'

const members = (keys: Keys, key = ''): readonly string[] => keys.get(key, 'set')?.members ?? []

const all = (keys: Keys, names: readonly string[]): readonly string[] => [
  ...new Set(names.flatMap((name) => members(keys, name))),
]

/** Sets: https://redis.io/docs/latest/commands/?group=set (from documentation). */
export const SETS: Family = {
  SADD: {
    least: 2,
    more: true,
    run(keys, [key = '', ...more]) {
      const before = members(keys, key)
      const after = [...new Set([...before, ...more])]
      keys.put(key, { type: 'set', members: after })
      return after.length - before.length
    },
  },
  SREM: {
    least: 2,
    more: true,
    run(keys, [key = '', ...gone]) {
      const before = members(keys, key)
      const after = before.filter((member) => !gone.includes(member))
      keys.put(key, { type: 'set', members: after })
      return before.length - after.length
    },
  },
  SMEMBERS: { least: 1, run: (keys, [key]) => members(keys, key) },
  SISMEMBER: {
    least: 2,
    run: (keys, [key, member = '']) => (members(keys, key).includes(member) ? 1 : 0),
  },
  SCARD: { least: 1, run: (keys, [key]) => members(keys, key).length },
  SUNION: { least: 1, more: true, run: (keys, names) => all(keys, names) },
  SINTER: {
    least: 1,
    more: true,
    run: (keys, names) =>
      all(keys, names).filter((member) =>
        names.every((name) => members(keys, name).includes(member)),
      ),
  },
  SDIFF: {
    least: 1,
    more: true,
    run: (keys, [first, ...others]) => {
      const gone = new Set(all(keys, others))
      return members(keys, first).filter((member) => !gone.has(member))
    },
  },
}
