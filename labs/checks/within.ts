import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, happening, number } from './check.ts'
import { byKey, happenings } from './happening.ts'
import { says } from './keys.ts'

/**
 * For each key, the first `to` comes less than `below` seconds after the first `from`. The sentence `says` may
 * speak of {key} (the first), {late}, {all} and {limit}.
 */
export const within: CheckWord = {
  parameters: { from: 'happening', to: 'happening', below: 'seconds' },
  optional: { says: 'sentence' },
  judge(run, parameters) {
    const limit = number(parameters, 'below') * 1_000_000
    const ends = byKey(happenings(run, happening(parameters, 'to')))
    const begun = [...byKey(happenings(run, happening(parameters, 'from')))].map(
      ([key, [first]]) => ({ key, time: first?.time ?? 0 }),
    )
    if (begun.length === 0)
      return { time: run.end, sentence: 'Nothing that this check looks at was ever begun.' }
    const late = begun.filter(({ key, time }) => {
      const end = ends.get(key)?.find((one) => one.time >= time)
      return (end?.time ?? Infinity) - time >= limit
    })
    const [first] = late
    if (first === undefined) return null
    const general = '{late} of {all} were not done within {limit}. The first is {key}.'
    const values = {
      key: first.key,
      late: late.length,
      all: begun.length,
      limit: lengthText(limit),
    }
    // The moment when it has taken too long: there it can be seen to wait.
    const time = Math.min(run.end, first.time + limit)
    return { time, sentence: says(parameters, 'says', general, values) }
  },
}
