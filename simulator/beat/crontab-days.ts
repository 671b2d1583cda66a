import { dateOfDay, dayOfDate, daysIn } from '../kernel/clock.ts'
import type { Micros } from '../kernel/units.ts'
import { CeleryError } from '../messages/python-error.ts'
import type { Crontab } from './crontab.ts'
import { DAY, type Wall, weekdayOf } from './zones.ts'

/** After so many months without the day, Celery gives up. */
const MOST_MONTHS = 2000

/** The first member of a field. Throws what Celery raises where it is empty. */
export function leastOf(members: readonly number[]): number {
  const [least] = members
  if (least === undefined)
    throw new CeleryError('builtins.ValueError', 'min() iterable argument is empty')
  return least
}

/** The next day with one of the weekdays; at the earliest tomorrow. Days count from simulated day 0. */
export function nextWeekday({ dayOfWeek }: Crontab, day: number): number {
  const today = weekdayOf(day)
  const next = dayOfWeek.find((each) => each > today) ?? leastOf(dayOfWeek)
  return day + ((next - today + 6) % 7) + 1
}

/**
 * The next day after `today` on which day of month, month and weekday all hold (rule 7.19), and whose slot, at `time`
 * of the day, is not past. Throws RuntimeError where there is none.
 */
export function nextDate(
  cron: Crontab,
  today: number,
  time: Micros,
  isPast: (slot: Wall) => boolean,
): number {
  const { dayOfMonth, monthOfYear, dayOfWeek } = cron
  const [year, month, date] = dateOfDay(today)
  const inMonth = monthOfYear.includes(month)
  const place: Place = {
    year,
    month: monthOfYear.filter((each) => each < month).length,
    date: inMonth ? dayOfMonth.filter((each) => each <= date).length : 0,
  }
  // Celery stays in the year where the months of this one are over: what lies before the last run is passed over.
  if (place.month === monthOfYear.length) place.month = 0
  for (;;) {
    const day = rollOver(cron, place, time, isPast)
    if (dayOfWeek.includes(weekdayOf(day))) return day
    place.date += 1
  }
}

/** A date by its places in the crontab's lists. */
interface Place {
  year: number
  month: number
  date: number
}

/** Moves to the first place from here on that is a day and not past. */
function rollOver(
  cron: Crontab,
  place: Place,
  time: Micros,
  isPast: (slot: Wall) => boolean,
): number {
  for (let tries = 0; tries < MOST_MONTHS; tries++) {
    const day = dayAt(cron, place)
    if (day !== null && !isPast(day * DAY + time)) return day
    place.date = 0
    place.month += 1
    if (place.month === cron.monthOfYear.length) {
      place.month = 0
      place.year += 1
    }
  }
  throw new CeleryError(
    'builtins.RuntimeError',
    'unable to rollover, time specification is probably invalid',
  )
}

function dayAt({ dayOfMonth, monthOfYear }: Crontab, place: Place): number | null {
  const month = monthOfYear[place.month]
  const date = dayOfMonth[place.date]
  if (place.year > 9999 || month === undefined || date === undefined) return null
  return date > daysIn(place.year, month) ? null : dayOfDate(place.year, month, date)
}
