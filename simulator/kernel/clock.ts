import { assert } from './assert.ts'
import type { Micros } from './units.ts'

const SECOND = 1_000_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Days from 1 March of year 0 to simulated time 0, 2026-01-01T00:00:00Z. */
const EPOCH_DAY = daysFromMarch(2026, 1, 1)

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[^\d](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/

/** Seconds from the Unix epoch to simulated time 0, which is 2026-01-01T00:00:00Z in every run. */
export const EPOCH_UNIX_SECONDS = 1_767_225_600

/**
 * A moment as Python's `isoformat()` writes an aware UTC datetime: no fraction where the microseconds
 * are zero. `offset: ''` gives the text of a naive one. Years 1 to 9999.
 */
export function toIso(at: Micros, offset: '+00:00' | 'Z' | '' = '+00:00'): string {
  const day = Math.floor(at / DAY)
  const rest = at - day * DAY
  const [year, month, date] = dateOf(day + EPOCH_DAY)
  assert(year >= 1 && year <= 9999, 'a date lies in the years 1 to 9999')
  const fraction = rest % SECOND
  return (
    `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}T` +
    `${pad(Math.floor(rest / HOUR), 2)}:${pad(Math.floor(rest / MINUTE) % 60, 2)}:` +
    pad(Math.floor(rest / SECOND) % 60, 2) +
    (fraction === 0 ? '' : `.${pad(fraction, 6)}`) +
    offset
  )
}

/**
 * The moment that an ISO-8601 text means, as a worker reads `eta` and `expires` (rule 1.13): without an
 * offset it is UTC. Null where it is not such a text.
 */
export function fromIso(text: string): Micros | null {
  const parts: readonly (string | undefined)[] | null = ISO.exec(text)
  if (!parts) return null
  const [year, month, date, hour, minute, second] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const fraction = Number((parts[7] ?? '').padEnd(6, '0'))
  const valid =
    year! >= 1 &&
    month! >= 1 &&
    month! <= 12 &&
    date! >= 1 &&
    date! <= daysIn(year!, month!) &&
    hour! < 24 &&
    minute! < 60 &&
    second! < 60
  if (!valid) return null
  const offset = offsetMinutes(parts[8])
  if (offset === null) return null
  const days = daysFromMarch(year!, month!, date!) - EPOCH_DAY
  return days * DAY + hour! * HOUR + (minute! - offset) * MINUTE + second! * SECOND + fraction
}

/** Minutes east of UTC; null where there is no such zone. */
function offsetMinutes(zone: string | undefined): number | null {
  if (!zone || zone === 'Z') return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const hours = Number(digits.slice(0, 2))
  const minutes = Number(digits.slice(2))
  if (hours > 23 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** The day of a date, counted from simulated day 0, 2026-01-01. */
export const dayOfDate = (year: number, month: number, date: number): number =>
  daysFromMarch(year, month, date) - EPOCH_DAY

/** The date of a day that is counted from simulated day 0. */
export const dateOfDay = (day: number): readonly [year: number, month: number, date: number] =>
  dateOf(day + EPOCH_DAY)

/** Days since 1 March of year 0: years that begin in March put the leap day last. */
function daysFromMarch(year: number, month: number, date: number): number {
  const shifted = month > 2 ? year : year - 1
  const monthFromMarch = (month + 9) % 12
  return (
    365 * shifted +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    Math.floor((153 * monthFromMarch + 2) / 5) +
    date -
    1
  )
}

function dateOf(day: number): readonly [year: number, month: number, date: number] {
  const era = Math.floor(day / 146_097)
  const dayOfEra = day - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return [year, month, date]
}

/** How many days a month has. */
export function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
