import { describe, expect, it } from 'vitest'
import { seconds } from '../../kernel/units.ts'
import { daily, dailyRate } from './daily.ts'
import type { Of } from './generator.ts'

const day: Of<'daily'> = {
  kind: 'daily',
  points: [
    [2, 1],
    [8, 4],
    [20, 4],
  ],
  shift: 3600,
  spread: 0.5,
}

const at = (hour: number, drawn: readonly number[] = []): number =>
  dailyRate(day, drawn, seconds(hour * 3600))

describe('a daily curve', () => {
  it('goes in straight lines from point to point, over midnight to the first of the next day', () => {
    expect([2, 5, 8, 14, 20, 23, 26].map((hour) => at(hour))).toEqual([1, 2.5, 4, 4, 4, 2.5, 1])
    expect([at(0), at(24 + 5)]).toEqual([2, 2.5])
  })

  it('is moved and scaled by what was drawn for the run', () => {
    expect(at(3, [1, 0, 0, 0])).toBe(1)
    expect(at(8, [0, 0, 1, 0])).toBe(6)
    expect(at(8, [0, 0, -1, 0])).toBe(2)
  })

  it('sends nothing where it is 0', () => {
    const gap = {
      ...day,
      points: [
        [0, 0],
        [1, 0],
        [1.5, 2],
        [2, 0],
      ] as const,
    }
    const chance = { next: () => 0.5 }
    const next = daily.next(gap, { drawn: [], sent: 0 }, 0, chance as never)
    expect(next).toBeGreaterThan(seconds(3600))
  })
})
