import { describe, expect, it } from 'vitest'
import { exp, ln, normalQuantile } from './maths.ts'

const close = (found: number, wanted: number): void => {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(Math.abs(wanted) * 4e-15 + 4e-16)
}

describe('our own mathematics', () => {
  it('agrees with the logarithm of the engine to the last digits', () => {
    for (let value = 1e-9; value < 1e9; value *= 1.37) close(ln(value), Math.log(value))
    expect([ln(1), ln(0), ln(-1)]).toEqual([0, Number.NaN, Number.NaN])
  })

  it('agrees with the exponential of the engine to the last digits', () => {
    for (let value = -30; value < 30; value += 0.37) {
      expect(Math.abs(exp(value) / Math.exp(value) - 1)).toBeLessThan(2e-14)
    }
    expect([exp(0), exp(-800), exp(800)]).toEqual([1, 0, Infinity])
  })

  it('knows the quantiles of the normal distribution', () => {
    expect(normalQuantile(0.5)).toBe(0)
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536, 6)
    expect(normalQuantile(0.001)).toBeCloseTo(-3.0902323, 6)
    expect(normalQuantile(0.999)).toBeCloseTo(3.0902323, 6)
  })
})
