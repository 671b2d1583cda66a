import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EPOCH_UNIX_SECONDS, fromIso, toIso } from './clock.ts'

const DAY = 86_400_000_000

describe('ISO-8601 text', () => {
  test.each([
    [0, '2026-01-01T00:00:00+00:00'],
    [1, '2026-01-01T00:00:00.000001+00:00'],
    [1_500_000, '2026-01-01T00:00:01.500000+00:00'],
    [59 * DAY - 1, '2026-02-28T23:59:59.999999+00:00'],
    [59 * DAY, '2026-03-01T00:00:00+00:00'],
    [(365 * 2 + 59) * DAY, '2028-02-29T00:00:00+00:00'],
    [-1, '2025-12-31T23:59:59.999999+00:00'],
  ])('of %d is %s', (at, text) => {
    expect(toIso(at)).toBe(text)
    expect(fromIso(text)).toBe(at)
  })

  test('agrees with the calendar of the machine, to and fro', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100 * 366, max: 150 * 366 }),
        fc.nat(DAY / 1000 - 1),
        (day, ms) => {
          const at = day * DAY + ms * 1000
          const text = new Date(EPOCH_UNIX_SECONDS * 1000 + at / 1000).toISOString()
          expect(fromIso(text)).toBe(at)
          expect(fromIso(toIso(at))).toBe(at)
          expect(new Date(toIso(at)).toISOString()).toBe(text)
        },
      ),
    )
  })

  test.each([
    ['2026-01-01T02:00:00+02:00', 0],
    ['2025-12-31T20:30:00-0330', 0],
    ['2026-01-01T01:00:00+01', 0],
    ['2026-01-01 00:00:01', 1_000_000],
    ['2026-01-01T00:01', 60_000_000],
    ['2026-01-02', DAY],
    ['2026-01-01T00:00:00.5Z', 500_000],
  ])('%s is read', (text, at) => {
    expect(fromIso(text)).toBe(at)
  })

  test.each([
    '',
    'soon',
    '2026-13-01',
    '2026-02-29',
    '2026-01-01T24:00:00',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T',
  ])('%j is refused', (text) => {
    expect(fromIso(text)).toBeNull()
  })

  test('is naive where asked for', () => {
    expect(toIso(0, '')).toBe('2026-01-01T00:00:00')
    expect(toIso(0, 'Z')).toBe('2026-01-01T00:00:00Z')
  })
})
