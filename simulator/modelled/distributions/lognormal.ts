import { exp, ln, normalQuantile } from '../../kernel/maths.ts'
import type { Distribution, Of } from './distribution.ts'

/** The normal quantile of 0.95. */
const Z_95 = normalQuantile(0.95)

/** Half are below the median, 95 of 100 below `p95`, and a few far above: as measured run times are. */
export const lognormal: Distribution<Of<'lognormal'>> = {
  parameters: ['median', 'p95'],
  problem: ({ median, p95 }) =>
    p95 < median
      ? `95 of 100 cannot be below ${p95} s where half are above ${median} s: "p95" must not be less than "median".`
      : null,
  quantile({ median, p95 }, share) {
    if (share <= 0) return 0
    return median * exp((ln(p95 / median) / Z_95) * normalQuantile(share))
  },
}
