import { ln } from '../../kernel/maths.ts'
import type { Distribution, Of } from './distribution.ts'

/** Mostly short and now and then long: what is left is as long as it was at the beginning. */
export const exponential: Distribution<Of<'exponential'>> = {
  parameters: ['mean'],
  problem: () => null,
  quantile: ({ mean }, share) => -mean * ln(1 - share),
}
