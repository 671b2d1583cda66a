import { seconds } from '../../kernel/units.ts'
import type { Generator, Of } from './generator.ts'

/** At the moments of a list: a recorded hour, say. */
export const replay: Generator<Of<'replay'>> = {
  problem({ times }) {
    if (times.length === 0) return 'The list of times is empty.'
    const wrong = times.findIndex((time, at) => at > 0 && time < (times[at - 1] ?? 0))
    return wrong > 0
      ? `Times are in order, but ${times[wrong]} comes after ${times[wrong - 1]}.`
      : null
  },
  draw: () => [],
  next({ times }, { sent }) {
    const time = times[sent]
    return time === undefined ? null : seconds(time)
  },
}
