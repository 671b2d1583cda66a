import { ln } from '../../kernel/maths.ts'
import type { Stream } from '../../kernel/random.ts'
import type { Micros } from '../../kernel/units.ts'
import type { Generator, Of } from './generator.ts'

/** The time to the next of so many a second, each independent of the others. */
export const gap = (rate: number, chance: Stream): Micros =>
  Math.round((-ln(1 - chance.next()) * 1_000_000) / rate)

/** Independent senders: as many a second on average, in no order. */
export const poisson: Generator<Of<'poisson'>> = {
  problem: () => null,
  draw: () => [],
  next: ({ rate }, _state, after, chance) => after + gap(rate, chance),
}
