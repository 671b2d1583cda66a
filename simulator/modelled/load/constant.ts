import type { Generator, Of } from './generator.ts'

/** Evenly spaced: the nth message by its number, so that nothing adds up. */
export const constant: Generator<Of<'constant'>> = {
  problem: () => null,
  draw: () => [],
  next: ({ rate }, { sent }) => Math.round((sent * 1_000_000) / rate),
}
