import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, happening, number } from './check.ts'
import { byKey, happenings } from './happening.ts'
import { says } from './keys.ts'
import { p95 } from './run-record.ts'

/**
 * For 95 of 100 keys that come as far as `to`, the first `to` comes less than `below` seconds after the first
 * `from`. The sentence `says` may speak of {key} (the first that is late), {length} and {limit}.
 */
export const p95Between: CheckWord = {
  parameters: { from: 'happening', to: 'happening', below: 'seconds' },
  optional: { says: 'sentence' },
  judge(run, parameters) {
    const limit = number(parameters, 'below') * 1_000_000
    const begun = byKey(happenings(run, happening(parameters, 'from')))
    const spans = [...byKey(happenings(run, happening(parameters, 'to')))].flatMap(
      ([key, [first]]) => {
        const [from] = begun.get(key) ?? []
        return first === undefined || from === undefined
          ? []
          : [{ key, from: from.time, length: first.time - from.time }]
      },
    )
    if (spans.length === 0)
      return { time: run.end, sentence: 'Nothing that this check looks at ever came to its end.' }
    const length = p95(spans.map((span) => span.length))
    const late = spans.toSorted((a, b) => a.from - b.from).find((span) => span.length >= limit)
    if (length < limit || late === undefined) return null
    const general =
      'The slowest 5 of 100 took {length} or more; 95 of 100 must take less than {limit}.'
    const values = { key: late.key, length: lengthText(length), limit: lengthText(limit) }
    // The moment when it has taken too long: there it can be seen to wait.
    return { time: late.from + limit, sentence: says(parameters, 'says', general, values) }
  },
}
