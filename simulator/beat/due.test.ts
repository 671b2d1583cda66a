import { describe, expect, it } from 'vitest'
import { fromIso, toIso } from '../kernel/clock.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import { type CrontabFields, crontab } from './crontab.ts'
import { crontabIsDue, crontabRemaining } from './crontab-due.ts'
import { humanSeconds, intervalIsDue, intervalRemaining, intervalRepr } from './interval.ts'
import { UTC, type Zone, zoneNamed } from './zones.ts'

const PARIS = zoneNamed('Europe/Paris') ?? UTC
const at = (text: string): Micros => fromIso(text) ?? Number.NaN

/** The next slots after a moment, as beat would come to them. */
function slots(fields: Partial<CrontabFields>, from: string, count: number, zone: Zone): string[] {
  const found: string[] = []
  let now = { at: at(from), zone }
  for (let i = 0; i < count; i++) {
    now = { at: now.at + crontabRemaining(crontab(fields), now, now, zone), zone }
    found.push(toIso(now.at, 'Z'))
  }
  return found
}

describe('crontab', () => {
  it('means every minute of the hour where the minute is left out (rule 7.19)', () => {
    const found = slots({ hour: 7 }, '2026-01-01T06:59:30Z', 61, UTC)
    expect(found.slice(0, 2)).toEqual(['2026-01-01T07:00:00Z', '2026-01-01T07:01:00Z'])
    expect(found.slice(59)).toEqual(['2026-01-01T07:59:00Z', '2026-01-02T07:00:00Z'])
  })

  it('wants day of month and weekday both (rule 7.19)', () => {
    const friday13 = { minute: 0, hour: 12, day_of_month: '13', day_of_week: 'fri' }
    expect(slots(friday13, '2026-01-01T00:00:00Z', 3, UTC)).toEqual([
      '2026-02-13T12:00:00Z',
      '2026-03-13T12:00:00Z',
      '2026-11-13T12:00:00Z',
    ])
  })

  it('runs a skipped time once, and a time that comes twice the first time (rule 7.22)', () => {
    const daily = { minute: 30, hour: 2 }
    expect(slots(daily, '2026-03-29T00:59:00Z', 2, PARIS)).toEqual([
      '2026-03-29T01:30:00Z',
      '2026-03-30T00:30:00Z',
    ])
    expect(slots(daily, '2026-10-24T12:00:00Z', 2, PARIS)).toEqual([
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:30:00Z',
    ])
  })

  it('gives up on a day that never comes (rule 7.18)', () => {
    const fields = { day_of_month: '30', month_of_year: '2' }
    expect(() => slots(fields, '2026-01-01T00:00:00Z', 1, UTC)).toThrow(
      'unable to rollover, time specification is probably invalid',
    )
  })

  const hourly = crontab({ minute: 0 })
  const due = (last: string, now: string, deadline: Micros | null): unknown =>
    crontabIsDue(hourly, { at: at(last), zone: UTC }, { at: at(now), zone: UTC }, UTC, deadline)

  it('is due once, however many slots were missed (rule 7.8)', () => {
    const next = seconds(1800)
    expect(due('2026-01-01T00:10:00Z', '2026-01-01T05:30:00Z', null)).toEqual({
      isDue: true,
      next,
    })
    expect(due('2026-01-01T05:30:00Z', '2026-01-01T05:30:00Z', null)).toEqual({
      isDue: false,
      next,
    })
  })

  it('leaves out a slot that is longer ago than the deadline (rule 7.23)', () => {
    const [last, now] = ['2026-01-01T00:10:00Z', '2026-01-01T05:30:00Z']
    expect(due(last, now, seconds(1799))).toMatchObject({ isDue: false })
    expect(due(last, now, seconds(1800))).toMatchObject({ isDue: true })
  })
})

describe('interval', () => {
  const due = (every: number, relative: boolean, last: string, now: string): unknown =>
    intervalIsDue({ every: seconds(every), relative }, at(last), at(now), UTC)

  it('counts from now once it is due: what is late stays late (rule 7.7)', () => {
    expect(due(10, false, '2026-01-01T00:00:00Z', '2026-01-01T00:00:25Z')).toEqual({
      isDue: true,
      next: seconds(10),
    })
    expect(due(10, false, '2026-01-01T00:00:00Z', '2026-01-01T00:00:07Z')).toEqual({
      isDue: false,
      next: seconds(3),
    })
  })

  it('goes to the full hour where it is relative (rule 7.7)', () => {
    expect(due(3600, true, '2026-01-01T10:20:00Z', '2026-01-01T10:59:00Z')).toEqual({
      isDue: false,
      next: seconds(60),
    })
    expect(due(3600, true, '2026-01-01T10:20:00Z', '2026-01-01T11:00:00Z')).toMatchObject({
      isDue: true,
    })
  })

  it("is counted on the zone's clocks, which may stand still or jump", () => {
    const twoHours = { every: seconds(7200), relative: false }
    const last = at('2026-03-29T00:30:00Z')
    expect(intervalRemaining(twoHours, last, last, PARIS)).toBe(seconds(3600))
    // In the second half past two Celery takes ten seconds later for the first.
    const tenSeconds = { every: seconds(10), relative: false }
    const second = at('2026-10-25T01:30:00Z')
    expect(intervalRemaining(tenSeconds, second, second, PARIS)).toBe(seconds(10 - 3600))
  })

  it.each([
    [0.5, 'now'],
    [1, '1.00 second'],
    [30, '30.00 seconds'],
    [67.5, '1.12 minutes'],
    [3600, '1.00 hour'],
    [90_061, '1.04 days'],
    [0, 'now'],
  ])('%d seconds are %s (rule 7.24)', (every, text) => {
    expect(humanSeconds(seconds(every))).toBe(text)
    expect(intervalRepr({ every: seconds(every), relative: false })).toBe(`<freq: ${text}>`)
  })
})
