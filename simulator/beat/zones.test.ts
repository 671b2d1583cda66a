import { describe, expect, it } from 'vitest'
import { fromIso, toIso } from '../kernel/clock.ts'
import { momentOf, UTC, wallOf, type Zone, zoneNamed } from './zones.ts'

const zone = (name: string): Zone => zoneNamed(name) ?? UTC
const at = (text: string): number => fromIso(text) ?? Number.NaN
const wall = (name: string, moment: string): string => toIso(wallOf(zone(name), at(moment)), '')
const moment = (name: string, shown: string): string => toIso(momentOf(zone(name), at(shown)), 'Z')

describe('time zones', () => {
  it.each([
    ['UTC', '2026-07-01T12:00:00Z', '2026-07-01T12:00:00'],
    ['Europe/Paris', '2026-01-15T12:00:00Z', '2026-01-15T13:00:00'],
    ['Europe/Paris', '2026-07-15T12:00:00Z', '2026-07-15T14:00:00'],
    ['Asia/Kolkata', '2026-07-15T12:00:00Z', '2026-07-15T17:30:00'],
    ['Australia/Lord_Howe', '2026-01-15T12:00:00Z', '2026-01-15T23:00:00'],
    ['Australia/Lord_Howe', '2026-07-15T12:00:00Z', '2026-07-15T22:30:00'],
    // Daylight saving in winter, by the letter of Irish law.
    ['Europe/Dublin', '2000-01-15T12:00:00Z', '2000-01-15T12:00:00'],
    ['Europe/Dublin', '2026-07-15T12:00:00Z', '2026-07-15T13:00:00'],
    // No daylight saving any more since 2019.
    ['America/Sao_Paulo', '2018-12-15T12:00:00Z', '2018-12-15T10:00:00'],
    ['America/Sao_Paulo', '2026-12-15T12:00:00Z', '2026-12-15T09:00:00'],
    // On standard time all year through 2017, by New York's rule from 2018 on.
    ['America/Grand_Turk', '2017-12-15T12:00:00Z', '2017-12-15T08:00:00'],
    ['America/Grand_Turk', '2018-12-15T12:00:00Z', '2018-12-15T07:00:00'],
    ['America/New_York', '2006-03-20T12:00:00Z', '2006-03-20T07:00:00'],
    ['America/New_York', '2040-03-20T12:00:00Z', '2040-03-20T08:00:00'],
  ])('%s shows at %s: %s', (name, time, shown) => {
    expect(wall(name, time)).toBe(shown)
  })

  it.each([
    ['2026-03-29T01:59:59', '2026-03-29T00:59:59Z'],
    // Skipped: half past two is what half past three would have been called.
    ['2026-03-29T02:30:00', '2026-03-29T01:30:00Z'],
    ['2026-03-29T03:00:00', '2026-03-29T01:00:00Z'],
    // Twice: the first is meant.
    ['2026-10-25T02:30:00', '2026-10-25T00:30:00Z'],
    ['2026-10-25T03:00:00', '2026-10-25T02:00:00Z'],
  ])('Europe/Paris shows %s at %s (rule 7.22)', (shown, time) => {
    expect(moment('Europe/Paris', shown)).toBe(time)
  })

  it('has the links of tzdata, and nothing else', () => {
    expect(zoneNamed('US/Eastern')?.offsets).toEqual(zoneNamed('America/New_York')?.offsets)
    expect(zoneNamed('Europe/Atlantis')).toBeNull()
    expect(zoneNamed('')).toBeNull()
  })
})
