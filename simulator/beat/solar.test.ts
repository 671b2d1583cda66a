import { describe, expect, it } from 'vitest'
import { fromIso } from '../kernel/clock.ts'
import { seconds } from '../kernel/units.ts'
import { nextEvent, type SolarEvent, solarIsDue } from './solar.ts'

/**
 * Event, latitude, longitude, the last run and how many seconds later Celery 5.6.3 with ephem 4.2 has the event;
 * null where it raises TypeError.
 */
const ROWS: readonly (readonly [SolarEvent, number, number, string, number | null])[] = [
  ['dawn_astronomical', 0, 0, '2026-01-01T00:00:05+00:00', 17093.3],
  ['dawn_astronomical', 0, 0, '2026-06-21T03:30:00+00:00', 4381.9],
  ['dawn_astronomical', -37.81, 144.96, '2026-01-01T00:00:05+00:00', 61691.4],
  ['dawn_astronomical', 48.85, 2.35, '2026-06-21T03:30:00+00:00', null],
  ['dawn_civil', 64.1, -21.9, '2026-01-01T00:00:05+00:00', 36146.9],
  ['dawn_civil', 40.7, -74.0, '2026-01-01T00:00:05+00:00', 42548.4],
  ['dawn_civil', -37.81, 144.96, '2026-01-01T00:00:05+00:00', 66663.0],
  ['dawn_civil', 64.1, -21.9, '2026-06-21T03:30:00+00:00', null],
  ['dawn_nautical', 48.85, 2.35, '2026-06-21T03:30:00+00:00', 81230.4],
  ['dawn_nautical', 40.7, -74.0, '2026-10-31T18:45:00+00:00', 56438.6],
  ['dawn_nautical', 48.85, 2.35, '2026-01-01T00:00:05+00:00', 23203.9],
  ['dawn_nautical', 64.1, -21.9, '2026-06-21T03:30:00+00:00', null],
  ['dusk_astronomical', 64.1, -21.9, '2026-03-20T12:00:00+00:00', 38190.2],
  ['dusk_astronomical', 0, 0, '2026-06-21T03:30:00+00:00', 57036.2],
  ['dusk_astronomical', 48.85, 2.35, '2026-03-20T12:00:00+00:00', 28223.6],
  ['dusk_astronomical', 48.85, 2.35, '2026-06-21T03:30:00+00:00', null],
  ['dusk_civil', -37.81, 144.96, '2026-10-31T18:45:00+00:00', 52651.9],
  ['dusk_civil', 40.7, -74.0, '2026-03-20T12:00:00+00:00', 41729.2],
  ['dusk_civil', 0, 0, '2026-10-31T18:45:00+00:00', 84201.9],
  ['dusk_civil', 64.1, -21.9, '2026-06-21T03:30:00+00:00', null],
  ['dusk_nautical', 0, 0, '2026-01-01T00:00:05+00:00', 68148.2],
  ['dusk_nautical', -37.81, 144.96, '2026-03-20T12:00:00+00:00', 77241.7],
  ['dusk_nautical', 48.85, 2.35, '2026-10-31T18:45:00+00:00', 82541.4],
  ['dusk_nautical', 64.1, -21.9, '2026-06-21T03:30:00+00:00', null],
  ['solar_noon', 0, 0, '2026-01-01T00:00:05+00:00', 43409.0],
  ['solar_noon', -37.81, 144.96, '2026-06-21T03:30:00+00:00', 82326.5],
  ['solar_noon', 48.85, 2.35, '2026-01-01T00:00:05+00:00', 42844.8],
  ['sunrise', 0, 0, '2026-01-01T00:00:05+00:00', 21584.1],
  ['sunrise', 40.7, -74.0, '2026-10-31T18:45:00+00:00', 60083.6],
  ['sunrise', -37.81, 144.96, '2026-06-21T03:30:00+00:00', 65151.9],
  ['sunset', -37.81, 144.96, '2026-03-20T12:00:00+00:00', 73838.8],
  ['sunset', 0, 0, '2026-03-20T12:00:00+00:00', 22241.3],
  ['sunset', 40.7, -74.0, '2026-06-21T03:30:00+00:00', 75638.8],
]

describe('events of the sun', () => {
  it.each(ROWS)('%s at %d, %d after %s', (event, latitude, longitude, at, rest) => {
    const solar = { event, latitude, longitude }
    const start = fromIso(at) ?? Number.NaN
    if (rest === null) expect(() => nextEvent(solar, start)).toThrow("'ephem.Date' and")
    else {
      const off = nextEvent(solar, start) - start - seconds(rest)
      expect(Math.abs(off)).toBeLessThan(seconds(5))
    }
  })

  it('are due once they have come, and the next is counted from now', () => {
    const noon = { event: 'solar_noon', latitude: 48.85, longitude: 2.35 } as const
    const first = nextEvent(noon, 0)
    expect(solarIsDue(noon, 0, first - seconds(10))).toEqual({ isDue: false, next: seconds(10) })
    const { isDue, next } = solarIsDue(noon, 0, first + seconds(10))
    expect(isDue).toBe(true)
    expect(Math.abs(next - seconds(86_400 - 10 + 28))).toBeLessThan(seconds(10))
  })
})
