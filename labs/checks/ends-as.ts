import { type CheckWord, happening } from './check.ts'
import { type Conditions, meets } from './conditions.ts'
import { byKey, happenings } from './happening.ts'
import { expectedKeys, says } from './keys.ts'

/**
 * Each key of `of`, but for those of `except`, has its last `happening` as `row` says. The sentence `says` may speak
 * of {key} (the first), {wrong} and {all}.
 */
export const endsAs: CheckWord = {
  parameters: { happening: 'happening', of: 'happening', row: 'conditions' },
  optional: { except: 'happening', says: 'sentence' },
  judge(run, parameters) {
    const expected = expectedKeys(run, parameters)
    if (expected.size === 0)
      return { time: run.end, sentence: 'Nothing that this check looks at was ever begun.' }
    const found = byKey(happenings(run, happening(parameters, 'happening')))
    const conditions = parameters['row'] as Conditions
    const wrong = [...expected].filter(([key]) => {
      const last = found.get(key)?.at(-1)
      return last === undefined || !meets(last.row, conditions)
    })
    const [first] = wrong
    if (first === undefined) return null
    const [key, time] = first
    const general = '{wrong} of {all} did not end as they should. The first is {key}.'
    const values = { key, wrong: wrong.length, all: expected.size }
    return { time, sentence: says(parameters, 'says', general, values) }
  },
}
