import type { Micros } from '../kernel/units.ts'
import type { Crontab } from './crontab.ts'
import { leastOf, nextDate, nextWeekday } from './crontab-days.ts'
import type { Due } from './due.ts'
import { DAY, HOUR, MINUTE, momentOf, type Wall, wallOf, weekdayOf, type Zone } from './zones.ts'
import { dateOfDay } from '../kernel/clock.ts'

/** A moment on the clocks of a zone: an aware `datetime`. */
export interface Aware {
  readonly at: Micros
  readonly zone: Zone
}

/**
 * Time from `now` to the first slot after `lastRun`, negative where that is past (rule 7.22). The slots are those of
 * the clocks that `lastRun` is told by; beat tells everything by the app's own, `zone`.
 */
export function crontabRemaining(cron: Crontab, lastRun: Aware, now: Aware, zone: Zone): Micros {
  const last = { wall: wallOf(lastRun.zone, lastRun.at), zone: lastRun.zone }
  return remainingAfter(cron, last, now, zone)
}

/** What the clocks of a zone show. */
interface Shown {
  readonly wall: Wall
  readonly zone: Zone
}

function remainingAfter(cron: Crontab, last: Shown, now: Aware, zone: Zone): Micros {
  return momentOf(last.zone, nextSlot(cron, last, wallOf(now.zone, now.at), zone)) - now.at
}

/**
 * Whether a slot has come since `lastRun`, and when to look again (rule 7.20). With a `deadline`
 * (`beat_cron_starting_deadline`) a slot that is longer ago is left out (rule 7.23).
 */
export function crontabIsDue(
  cron: Crontab,
  lastRun: Aware,
  now: Aware,
  zone: Zone,
  deadline: Micros | null = null,
): Due {
  const remaining = crontabRemaining(cron, lastRun, now, zone)
  if (remaining > 0) return { isDue: false, next: remaining }
  const isLate = deadline !== null && lateness(cron, lastRun, now, zone) > deadline
  return { isDue: !isLate, next: Math.max(crontabRemaining(cron, now, now, zone), 0) }
}

/** How long ago the last slot is that was missed; Celery moves on by how late it finds itself. */
function lateness(cron: Crontab, lastRun: Aware, now: Aware, zone: Zone): Micros {
  let wall = wallOf(lastRun.zone, lastRun.at)
  let late: Micros = 0
  for (;;) {
    const remaining = remainingAfter(cron, { wall, zone: lastRun.zone }, now, zone)
    if (remaining >= 0) return late
    late = -remaining
    wall += late
  }
}

/** The first slot after a run, on the clocks that it is told by. */
function nextSlot(cron: Crontab, lastRun: Shown, now: Wall, zone: Zone): Wall {
  const last = lastRun.wall
  const day = Math.floor(last / DAY)
  const [, month, date] = dateOfDay(day)
  const hour = Math.floor((last - day * DAY) / HOUR)
  const minute = Math.floor((last - day * DAY - hour * HOUR) / MINUTE)
  const firstMinute = leastOf(cron.minute)
  const isOnDate =
    cron.monthOfYear.includes(month) &&
    cron.dayOfMonth.includes(date) &&
    cron.dayOfWeek.includes(weekdayOf(day))
  // Later minutes of the same hour are looked at on the day itself alone.
  if (isOnDate && Math.floor(now / DAY) === day && cron.hour.includes(hour)) {
    const later = cron.minute.find((each) => each > minute)
    if (later !== undefined) return day * DAY + hour * HOUR + later * MINUTE
  }
  const laterHour = isOnDate ? cron.hour.find((each) => each > hour) : undefined
  if (laterHour !== undefined) return day * DAY + laterHour * HOUR + firstMinute * MINUTE
  const time = leastOf(cron.hour) * HOUR + firstMinute * MINUTE
  const { day_of_month, month_of_year } = cron.fields
  // Celery tells these days by the app's clocks, whichever the last run is told by.
  const isPast = (slot: Wall): boolean =>
    lastRun.zone.name === zone.name
      ? slot < last
      : momentOf(zone, slot) < momentOf(lastRun.zone, last)
  const anyDate = day_of_month === '*' && month_of_year === '*'
  return (anyDate ? nextWeekday(cron, day) : nextDate(cron, day, time, isPast)) * DAY + time
}
