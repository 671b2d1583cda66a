import { dateOfDay, dayOfDate, daysIn } from '../kernel/clock.ts'
import type { Micros } from '../kernel/units.ts'
import { ZONE_DATA } from './zone-data.ts'

/** A time zone: from moment `at[i]` on its clocks show UTC plus `offsets[i + 1]`; before, plus `offsets[0]`. */
export interface Zone {
  readonly name: string
  readonly at: readonly Micros[]
  readonly offsets: readonly Micros[]
}

/** What clocks show, as the moment at which clocks in UTC show the same. */
export type Wall = Micros

export const SECOND: Micros = 1_000_000
export const MINUTE: Micros = 60 * SECOND
export const HOUR: Micros = 60 * MINUTE
export const DAY: Micros = 24 * HOUR

/** Rules are followed up to here; a zone's clocks stand as they then do ever after. */
const LAST_YEAR = 2100
const DATA_START = dayOfDate(2000, 1, 1) * DAY

/** The line of each zone's group, by the zone's name. */
const LINES: ReadonlyMap<string, string> = new Map(
  ZONE_DATA.trim()
    .split('\n')
    .flatMap((line) => (line.split('|')[3] ?? '').split(' ').map((name) => [name, line] as const)),
)

export const UTC: Zone = { name: 'UTC', at: [], offsets: [0] }

/** The zone of an IANA name, from 2000 on; null where there is none. */
export function zoneNamed(name: string): Zone | null {
  const line = LINES.get(name)
  if (line === undefined) return null
  const [start = '0', changes = '', rule = ''] = line.split('|')
  const at: Micros[] = []
  const offsets: Micros[] = [Number(start) * MINUTE]
  let moment = DATA_START
  for (const change of changes === '' ? [] : changes.split(' ')) {
    const [later = '0', offset = '0'] = change.split(':')
    moment += Number.parseInt(later, 36) * MINUTE
    at.push(moment)
    offsets.push(Number(offset) * MINUTE)
  }
  for (const change of rule === '' ? [] : changesByRule(rule, moment)) {
    at.push(change.at)
    offsets.push(change.offset)
  }
  return { name, at, offsets }
}

interface Change {
  readonly at: Micros
  readonly offset: Micros
}

/** The changes after a moment by a rule of the data: two a year. */
function changesByRule(rule: string, after: Micros): readonly Change[] {
  const [standard = '0', saved, begin, end] = rule.split(' ')
  const offset = Number(standard) * MINUTE
  if (saved === undefined || begin === undefined || end === undefined)
    return [{ at: after, offset }]
  const summer = Number(saved) * MINUTE
  const changes: Change[] = []
  const [firstYear] = dateOfDay(Math.floor(after / DAY))
  for (let year = firstYear; year <= LAST_YEAR; year++) {
    changes.push({ at: wallOfRule(begin, year) - offset, offset: summer })
    changes.push({ at: wallOfRule(end, year) - summer, offset })
  }
  return changes.filter(({ at }) => at > after).sort((a, b) => a.at - b.at)
}

/** `3.5.0/120`: two o'clock on the last (5th) Sunday of March. The time may lie days off. */
function wallOfRule(text: string, year: number): Wall {
  const [day = '', time = '0'] = text.split('/')
  const [month, week, weekday] = day.split('.').map(Number) as [number, number, number]
  const first = dayOfDate(year, month, 1)
  const shift = (weekday - weekdayOf(first) + 7) % 7
  const inMonth = Math.floor((daysIn(year, month) - 1 - shift) / 7)
  return (first + shift + Math.min(week - 1, inMonth) * 7) * DAY + Number(time) * MINUTE
}

/** 0 is Sunday. Simulated day 0 is a Thursday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7

/** What clocks in a zone show at a moment. */
export function wallOf({ at, offsets }: Zone, moment: Micros): Wall {
  return moment + (offsets[countUpTo(at, (change) => change <= moment)] ?? 0)
}

/**
 * The moment at which clocks show this, as Python has it without a `fold`: of a time that comes twice the first,
 * and a time that is skipped as if the clocks had not been put forward yet (rule 7.22).
 */
export function momentOf({ at, offsets }: Zone, wall: Wall): Micros {
  const passed = countUpTo(at, (change, i) => {
    const around = [offsets[i] ?? 0, offsets[i + 1] ?? 0]
    return change + Math.max(...around) <= wall
  })
  return wall - (offsets[passed] ?? 0)
}

/** How many members hold, where those that do come first. */
function countUpTo(
  members: readonly Micros[],
  holds: (member: Micros, index: number) => boolean,
): number {
  let [low, high] = [0, members.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(members[middle] ?? 0, middle)) low = middle + 1
    else high = middle
  }
  return low
}
