import { type CheckWord, happening } from './check.ts'
import { byKey, happenings } from './happening.ts'
import { says } from './keys.ts'

/** `effect` happens to no key twice. The sentence `twice` may speak of {key} and {times}. */
export const atMostOnce: CheckWord = {
  parameters: { effect: 'happening' },
  optional: { twice: 'sentence' },
  judge(run, parameters) {
    const found = [...byKey(happenings(run, happening(parameters, 'effect')))]
    const [first] = found
      .flatMap(([key, [, second, ...more]]) =>
        second === undefined ? [] : [{ key, time: second.time, times: 2 + more.length }],
      )
      .toSorted((a, b) => a.time - b.time)
    if (first === undefined) return null
    const { time, ...values } = first
    const general = 'It happened {times} times for {key}; once is right.'
    return { time, sentence: says(parameters, 'twice', general, values) }
  },
}
