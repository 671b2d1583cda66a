import { describe, expect, test } from 'vitest'
import { clockText, lengthText, shortClockText } from './time-text.ts'
import { seconds } from './units.ts'

describe('a moment', () => {
  test.each([
    [0, '00:00.000'],
    [42_310_000, '00:42.310'],
    [59_999_999, '00:59.999'],
    [190_000_000, '03:10.000'],
    [3_599_999_999, '59:59.999'],
    [3_600_000_000, '1:00:00.000'],
    [48_690_834_000, '13:31:30.834'],
    [360_000_000_000, '100:00:00.000'],
  ])('%i is %s, never rounded up into the future', (time, text) => {
    expect(clockText(time)).toBe(text)
    expect(text.startsWith(`${shortClockText(time)}.`)).toBe(true)
  })
})

describe('a length of time', () => {
  test.each([
    [0, '0 s'],
    [0.2, '0.2 s'],
    [0.256, '0.26 s'],
    [2, '2 s'],
    [39.94, '39.9 s'],
    [99.96, '100 s'],
    [119.4, '119 s'],
    [119.6, '2 min'],
    [185, '3 min 5 s'],
    [1125, '18 min 45 s'],
    [7199.6, '2 h'],
    [85_354, '23 h 43 min'],
  ])('%d s is %s', (length, text) => {
    expect(lengthText(seconds(length))).toBe(text)
  })
})
