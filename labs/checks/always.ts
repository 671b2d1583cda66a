import { type CheckWord, happening } from './check.ts'
import { type Conditions, meets } from './conditions.ts'
import { happenings } from './happening.ts'
import { says } from './keys.ts'

/**
 * Whenever `happening` happens, its row or entry is as `row` says. The sentence `says` may speak of {key} and
 * {times}.
 */
export const always: CheckWord = {
  parameters: { happening: 'happening', row: 'conditions' },
  optional: { says: 'sentence' },
  judge(run, parameters) {
    const conditions = parameters['row'] as Conditions
    const found = happenings(run, happening(parameters, 'happening')).filter(
      ({ row }) => !meets(row, conditions),
    )
    const [first] = found
    if (first === undefined) return null
    const general = 'It was otherwise for {key}, and {times} times in all.'
    const values = { key: first.key, times: found.length }
    return { time: first.time, sentence: says(parameters, 'says', general, values) }
  },
}
