import { type CheckWord, happening } from './check.ts'
import { byKey, happenings } from './happening.ts'
import { expectedKeys, says } from './keys.ts'

/**
 * `effect` happens to each key of `of`, but for those of `except`. The sentence `missing` may speak of {key} (the
 * first), {missing} and {all}.
 */
export const atLeastOnce: CheckWord = {
  parameters: { effect: 'happening', of: 'happening' },
  optional: { except: 'happening', missing: 'sentence' },
  judge(run, parameters) {
    const expected = expectedKeys(run, parameters)
    if (expected.size === 0)
      return {
        time: run.end,
        sentence: 'Nothing that this check looks at was ever begun.',
        idle: true,
      }
    const found = byKey(happenings(run, happening(parameters, 'effect')))
    const missing = [...expected].filter(([key]) => !found.has(key))
    const [first] = missing
    if (first === undefined) return null
    const [key, time] = first
    const values = { key, missing: missing.length, all: expected.size }
    const general = 'It never happened for {missing} of {all}. The first is {key}.'
    return { time, sentence: says(parameters, 'missing', general, values) }
  },
}
