import { type CheckWord, happening } from './check.ts'
import { happenings } from './happening.ts'
import { says } from './keys.ts'

/** `happening` never happens. The sentence `says` may speak of {key} (the first) and {times}. */
export const never: CheckWord = {
  parameters: { happening: 'happening' },
  optional: { says: 'sentence' },
  judge(run, parameters) {
    const found = happenings(run, happening(parameters, 'happening'))
    const [first] = found
    if (first === undefined) return null
    const general = 'It happened for {key}, and {times} times in all; it must never happen.'
    const values = { key: first.key, times: found.length }
    return { time: first.time, sentence: says(parameters, 'says', general, values) }
  },
}
