import { type CheckWord, happening } from './check.ts'
import { byKey, type Happening, happenings } from './happening.ts'
import { says } from './keys.ts'

/** `happening` is never under way twice at once for one key. The sentence `says` may speak of {key}. */
export const neverOverlap: CheckWord = {
  parameters: { happening: 'happening' },
  optional: { says: 'sentence' },
  judge(run, parameters) {
    const found = byKey(happenings(run, happening(parameters, 'happening')))
    const [first] = [...found.values()]
      .flatMap(firstOverlap)
      .toSorted((one, other) => one.time - other.time)
    if (first === undefined) return null
    const general = 'Two of them were under way at the same time for {key}.'
    return { time: first.time, sentence: says(parameters, 'says', general, { key: first.key }) }
  },
}

/** The first that begins before all that began earlier are over. */
function firstOverlap(spans: readonly Happening[]): readonly Happening[] {
  let until = -Infinity
  for (const span of spans) {
    if (span.time < until) return [span]
    until = Math.max(until, span.to)
  }
  return []
}
