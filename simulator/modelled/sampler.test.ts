import { describe, expect, it } from 'vitest'
import type { DistributionSpec } from '../cluster/model-spec.ts'
import { draw } from '../kernel/random.ts'
import { sampler } from './sampler.ts'

const DRAWS = 20_000

/** Seconds drawn for so many tasks. */
function drawn(spec: DistributionSpec): number[] {
  const table = sampler(spec)
  return Array.from({ length: DRAWS }, (_, task) => table.at(draw(1, task, 0, 0)) / 1_000_000)
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const share = (values: readonly number[], below: number): number =>
  values.filter((value) => value < below).length / values.length

describe('draws from a table of quantiles', () => {
  it('have the mean of an exponential distribution', () => {
    const values = drawn({ kind: 'exponential', mean: 3 })
    expect(mean(values)).toBeCloseTo(3, 1)
    expect(share(values, 3 * Math.LN2)).toBeCloseTo(0.5, 2)
    expect(Math.max(...values)).toBeLessThan(3 * 14)
  })

  it('have the median and the 95 of 100 of a lognormal distribution', () => {
    const values = drawn({ kind: 'lognormal', median: 20, p95: 60 })
    expect(share(values, 20)).toBeCloseTo(0.5, 2)
    expect(share(values, 60)).toBeCloseTo(0.95, 2)
  })

  it('stay within a uniform distribution, and take only listed values', () => {
    const even = drawn({ kind: 'uniform', from: 2, to: 4 })
    expect(Math.min(...even)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...even)).toBeLessThanOrEqual(4)
    expect(mean(even)).toBeCloseTo(3, 1)
    expect(new Set(drawn({ kind: 'values', values: [1, 5] }))).toEqual(new Set([1, 5]))
    expect(new Set(drawn({ kind: 'constant', value: 2 }))).toEqual(new Set([2]))
  })

  it('are the same bits everywhere', () => {
    const first = sampler({ kind: 'lognormal', median: 20, p95: 60 })
    expect([0, 0.1, 0.5, 0.999, 0.9999999].map((one) => first.at(one))).toEqual(BITS)
  })
})

/** What every engine draws: a change of them changes every lab's luck. */
const BITS: readonly number[] = [0, 8497505, 20000000, 157626834, 481423754]
