import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cosine, cosineAngle, direction, sine, sineAngle } from './angles.ts'

const radians = (angle: number): number => (angle * Math.PI) / 180
const double = (min: number, max: number) => fc.double({ min, max, noNaN: true })

describe('angles', () => {
  it('agree with those of the engine to twelve digits', () => {
    fc.assert(
      fc.property(double(-2000, 2000), (angle) => {
        expect(sine(angle)).toBeCloseTo(Math.sin(radians(angle)), 12)
        expect(cosine(angle)).toBeCloseTo(Math.cos(radians(angle)), 12)
      }),
    )
  })

  it('are found again', () => {
    fc.assert(
      fc.property(double(-1, 1), double(-1, 1), (y, x) => {
        expect(direction(y, x)).toBeCloseTo(radiansBack(Math.atan2(y, x)), 9)
        expect(sineAngle(y)).toBeCloseTo(radiansBack(Math.asin(y)), 6)
        expect(cosineAngle(y)).toBeCloseTo(radiansBack(Math.acos(y)), 6)
      }),
    )
  })
})

const radiansBack = (angle: number): number => (angle * 180) / Math.PI
