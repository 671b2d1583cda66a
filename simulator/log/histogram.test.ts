import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Histogram } from './histogram.ts'

const values = fc.array(fc.oneof(fc.nat(40), fc.nat(2 ** 31 - 1), fc.maxSafeNat()), {
  minLength: 1,
})
/** Up to 25 days, which a histogram tells apart. */
const sizes = values.map((list) => list.map((value) => value % 2 ** 40))

test('a quantile is at most a sixteenth above the value that it stands for, and never below it', () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
      const histogram = new Histogram()
      for (const value of list) histogram.add(value)
      const sorted = list.toSorted((a, b) => a - b)
      const exact = sorted[Math.max(1, Math.ceil(list.length * share)) - 1]!
      const found = histogram.quantile(share)
      expect(found).toBeGreaterThanOrEqual(exact)
      expect(found).toBeLessThanOrEqual(exact * (1 + 1 / 16))
      expect(histogram.most).toBe(sorted.at(-1))
    }),
  )
})

test('two that are joined are one of all values', () => {
  fc.assert(
    fc.property(sizes, sizes, (one, other) => {
      const [first, second, all] = [new Histogram(), new Histogram(), new Histogram()]
      for (const value of one) first.add(value)
      for (const value of other) second.add(value)
      for (const value of [...one, ...other]) all.add(value)
      first.join(second)
      expect(first).toEqual(all)
    }),
  )
})

test('one of nothing says 0', () => {
  expect(new Histogram().quantile(0.95)).toBe(0)
})
