import { describe, expect, it } from 'vitest'
import { canonical, leafCount, numberOf } from './json.ts'

describe('canonical text', () => {
  it('tells 5 from 5.0, but not 1.50 from 1.5', () => {
    expect(canonical(5)).not.toBe(canonical({ $num: '5.0' }))
    expect(canonical({ $num: '1.50' })).toBe(canonical(1.5))
    expect(canonical({ $num: '12345678901234567890' })).toBe('12345678901234567890')
  })

  it('does not look at the order of keys', () => {
    expect(canonical({ b: [1], a: null })).toBe(canonical({ a: null, b: [1] }))
  })
})

describe('leaves', () => {
  it('are values without values inside; empty ones count', () => {
    expect(leafCount({ a: [1, { $num: '2.0' }], b: {}, c: [] })).toBe(4)
  })
})

describe('the number of a value', () => {
  it('is that of a kept text too', () => {
    expect(numberOf({ $num: '2.5' })).toBe(2.5)
    expect(numberOf('2.5')).toBeNull()
  })
})
