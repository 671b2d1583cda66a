import { seconds } from '../../kernel/units.ts'
import type { Generator, Of } from './generator.ts'

/** Many at once, and then nothing until the next burst. */
export const bursts: Generator<Of<'bursts'>> = {
  problem: ({ every, within }) =>
    within > every
      ? `A burst that takes ${within} s cannot come every ${every} s: "within" must not be more than "every".`
      : null,
  draw: () => [],
  next({ every, size, within }, { sent }) {
    const burst = Math.floor(sent / size)
    return burst * seconds(every) + Math.round((seconds(within) * (sent % size)) / size)
  },
}
