import type { Distribution, Of } from './distribution.ts'

/** Always the same. */
export const constant: Distribution<Of<'constant'>> = {
  parameters: ['value'],
  problem: () => null,
  quantile: ({ value }) => value,
}
