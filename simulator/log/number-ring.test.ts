import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumberRing } from './number-ring.ts'

const step = fc.record({
  what: fc.constantFrom('set', 'take', 'get'),
  // Keys that share a place in the ring, and neighbours.
  key: fc.oneof(
    fc.nat(5).map((n) => n * 1024),
    fc.nat(5000),
  ),
  value: fc.nat(2 ** 40),
})

test('a ring knows what a map knows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const ring = new NumberRing()
      const map = new Map<number, number>()
      for (const { what, key, value } of steps) {
        expect(ring.get(key)).toBe(map.get(key) ?? -1)
        if (what === 'set') {
          ring.set(key, value)
          map.set(key, value)
        } else if (what === 'take') {
          expect(ring.take(key)).toBe(map.get(key) ?? -1)
          map.delete(key)
        }
      }
      for (const [key, value] of map) expect(ring.get(key)).toBe(value)
    }),
  )
})

test('a ring grows with what is there at a time', () => {
  const ring = new NumberRing()
  for (let key = 0; key < 20_000; key++) ring.set(key, key * 2)
  for (let key = 0; key < 20_000; key++) expect(ring.take(key)).toBe(key * 2)
  expect(ring.get(7)).toBe(-1)
})
