import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PlaceRing } from './place-ring.ts'

test('a ring gives back what it was given, in that order', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat()), { maxLength: 200 }), (steps) => {
      const ring = new PlaceRing()
      const model: number[] = []
      for (const step of steps) {
        if (step !== null) {
          ring.push(step)
          model.push(step)
        } else if (model.length > 0) {
          expect(ring.first).toBe(model[0])
          expect(ring.take()).toBe(model.shift())
        }
        expect(ring.values()).toEqual(model)
        expect(ring).toHaveLength(model.length)
      }
    }),
  )
})
