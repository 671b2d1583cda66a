import { type CheckWord, happening, type Parameters } from './check.ts'
import { byKey, type Happening, happenings } from './happening.ts'
import { says } from './keys.ts'

/**
 * For a share of the keys (all, where it is left out), `count` of `happening` are under way at once at some moment.
 * Keys with fewer of them are not asked. The sentence `says` may speak of {key} (the first), {apart}, {all}.
 */
export const overlap: CheckWord = {
  parameters: { happening: 'happening', count: 'count' },
  optional: { share: 'share', says: 'sentence' },
  judge(run, parameters) {
    const [count, share] = [numberOf(parameters, 'count', 2), numberOf(parameters, 'share', 1)]
    const found = [...byKey(happenings(run, happening(parameters, 'happening')))]
    const asked = found.filter(([, spans]) => spans.length >= count)
    if (asked.length === 0)
      return { time: run.end, sentence: 'Nothing that this check looks at was ever begun.' }
    const apart = asked.filter(([, spans]) => most(spans) < count)
    const [first] = apart
    if (first === undefined || asked.length - apart.length >= share * asked.length) return null
    const [key, spans] = first
    const general = 'One came after the other for {apart} of {all}. The first is {key}.'
    const values = { key, apart: apart.length, all: asked.length }
    const sentence = says(parameters, 'says', general, values)
    return { time: spans.at(-1)?.time ?? run.end, sentence }
  },
}

const numberOf = (parameters: Parameters, name: string, fallback: number): number =>
  typeof parameters[name] === 'number' ? parameters[name] : fallback

/** How many are under way at once, at most. */
const most = (spans: readonly Happening[]): number =>
  Math.max(
    ...spans.map(({ time }) => spans.filter((one) => one.time <= time && one.to > time).length),
  )
