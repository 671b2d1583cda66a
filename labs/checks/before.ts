import { type CheckWord, happening, type Parameters } from './check.ts'
import { byKey, happenings } from './happening.ts'
import { says } from './keys.ts'

/**
 * Each `then` has its `first` before it, or `count` of them, for the same key. The sentence `says` may speak of
 * {key}, {done} and {count}.
 */
export const before: CheckWord = {
  parameters: { first: 'happening', then: 'happening' },
  optional: { count: 'count', says: 'sentence' },
  judge(run, parameters) {
    const count = countOf(parameters)
    const firsts = byKey(happenings(run, happening(parameters, 'first')))
    for (const { key, time } of happenings(run, happening(parameters, 'then'))) {
      const done = (firsts.get(key) ?? []).filter((one) => one.to <= time).length
      if (done >= count) continue
      const general = 'It began for {key} when {done} of {count} things before it were done.'
      return { time, sentence: says(parameters, 'says', general, { key, done, count }) }
    }
    return null
  },
}

const countOf = ({ count }: Parameters): number => (typeof count === 'number' ? count : 1)
