import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortId, shortIds, span } from './numbers.ts'
import { scrollTo, windowOf } from './virtual.ts'

describe('windowOf', () => {
  it('draws every row in sight and accounts for all the others', () => {
    const numbers = fc.record({
      count: fc.nat(100_000),
      row: fc.integer({ min: 16, max: 60 }),
      scroll: fc.nat(3_000_000),
      height: fc.integer({ min: 0, max: 1200 }),
    })
    fc.assert(
      fc.property(numbers, ({ count, row, scroll, height }) => {
        const { first, end, before, after } = windowOf(count, row, scroll, height)
        expect(before + (end - first) * row + after).toBe(count * row)
        const wanted = Math.floor(scroll / row)
        if (wanted < count) {
          expect(first).toBeLessThanOrEqual(wanted)
          expect(end).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((scroll + height) / row)))
        }
        expect(end - first).toBeLessThan(height / row + 20)
      }),
    )
  })

  it('scrolls no further than it has to', () => {
    expect(scrollTo(3, 20, 0, 100)).toBe(0)
    expect(scrollTo(5, 20, 0, 100)).toBe(20)
    expect(scrollTo(1, 20, 60, 100)).toBe(20)
  })
})

describe('numbers', () => {
  it('carry their units', () => {
    expect([0, 40_000, 1_250_000, 180_000_000].map(span)).toEqual([
      '0 ms',
      '40 ms',
      '1.25 s',
      '3.0 min',
    ])
    expect(shortId('0123456789')).toBe('01234567')
  })

  it('leave the tails of ids away, and nothing else', () => {
    expect(shortIds('Task add[f0c8e877-fbb4-45f6-a9a2-b0678b26367c] took 1-2-3')).toBe(
      'Task add[f0c8e877…] took 1-2-3',
    )
  })
})
