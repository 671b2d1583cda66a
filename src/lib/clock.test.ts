import { describe, expect, test } from 'vitest'
import { clock, inSeconds, shortClock } from './clock.ts'

describe('clock', () => {
  test('shows minutes, seconds and milliseconds, never rounding up into the future', () => {
    expect(clock(0)).toBe('00:00.000')
    expect(clock(42_310_000)).toBe('00:42.310')
    expect(clock(59_999_999)).toBe('00:59.999')
    expect(clock(190_000_000)).toBe('03:10.000')
    expect(clock(6_000_000_000)).toBe('100:00.000')
  })

  test('leaves the milliseconds out where there is no room', () => {
    expect(shortClock(190_400_000)).toBe('03:10')
  })

  test('says a length with its unit', () => {
    expect(inSeconds(2_500_000)).toBe('2.5 s')
    expect(inSeconds(12_340_000)).toBe('12.3 s')
  })
})
