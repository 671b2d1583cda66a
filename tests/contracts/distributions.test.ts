import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DistributionSpec } from '../../simulator/cluster/model-spec.ts'
import { DISTRIBUTIONS, distributionOf } from '../../simulator/modelled/distributions/index.ts'
import { sampler } from '../../simulator/modelled/sampler.ts'

/** One of each; a member without an example does not compile. */
const EXAMPLES: { readonly [K in DistributionSpec['kind']]: DistributionSpec } = {
  constant: { kind: 'constant', value: 1.5 },
  uniform: { kind: 'uniform', from: 0, to: 3 },
  exponential: { kind: 'exponential', mean: 2 },
  lognormal: { kind: 'lognormal', median: 0.2, p95: 2 },
  values: { kind: 'values', values: [0.5, 1, 4] },
}

const share = fc.double({ min: 0, max: 1 - 2 ** -32, noNaN: true })

describe.each(Object.keys(DISTRIBUTIONS) as DistributionSpec['kind'][])(
  'distribution %s',
  (kind) => {
    const spec = EXAMPLES[kind]

    it('finds nothing wrong with its example', () => {
      expect(distributionOf(spec).problem(spec)).toBeNull()
    })

    it('gives whole microseconds, never less for a larger share', () => {
      const table = sampler(spec)
      fc.assert(
        fc.property(share, share, (a, b) => {
          const [low, high] = [table.at(Math.min(a, b)), table.at(Math.max(a, b))]
          expect(Number.isSafeInteger(low) && low >= 0).toBe(true)
          expect(low).toBeLessThanOrEqual(high)
        }),
      )
    })

    it('gives by its table what its quantile says, in the middle', () => {
      const exact = distributionOf(spec).quantile(spec, 0.5) * 1_000_000
      expect(Math.abs(sampler(spec).at(0.5) - exact)).toBeLessThanOrEqual(1 + exact / 1000)
    })
  },
)
