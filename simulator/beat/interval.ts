import type { Micros } from '../kernel/units.ts'
import type { Due } from './due.ts'
import { DAY, HOUR, MINUTE, momentOf, SECOND, type Wall, wallOf, type Zone } from './zones.ts'

/** `schedule(run_every, relative)`: every so often, counted from the last run. */
export interface Interval {
  readonly every: Micros
  /** The end is rounded down to the days, hours or minutes that the interval is counted in. */
  readonly relative: boolean
}

/**
 * Time from `now` until the interval after `lastRun` is over, negative where it is. It is counted on the zone's
 * clocks, as Celery does: over a change of the clocks it is shorter or longer.
 */
export function intervalRemaining(
  { every, relative }: Interval,
  lastRun: Micros,
  now: Micros,
  zone: Zone,
): Micros {
  const end = wallOf(zone, lastRun) + every
  return momentOf(zone, relative ? roundedDown(end, every) : end) - now
}

function roundedDown(end: Wall, every: Micros): Wall {
  const unit = [DAY, HOUR, MINUTE].find((each) => every >= each) ?? SECOND
  return Math.floor(end / unit) * unit
}

/** Whether it is time; afterwards a whole interval passes, however late it is (rule 7.7). */
export function intervalIsDue(interval: Interval, lastRun: Micros, now: Micros, zone: Zone): Due {
  const remaining = intervalRemaining(interval, lastRun, now, zone)
  if (remaining > 0) return { isDue: false, next: remaining }
  return { isDue: true, next: Math.max(interval.every, 0) }
}

/** `<freq: 1.50 minutes>` (rule 7.24). */
export const intervalRepr = ({ every }: Interval): string => `<freq: ${humanSeconds(every)}>`

/** A time in its greatest unit, as Celery writes it: `10.00 seconds`; less than a second is `now`. */
export function humanSeconds(time: Micros, prefix = ''): string {
  const units = [
    ['day', DAY],
    ['hour', HOUR],
    ['minute', MINUTE],
    ['second', SECOND],
  ] as const
  const unit = units.find(([, length]) => time >= length)
  if (unit === undefined) return 'now'
  const [name, length] = unit
  return `${prefix}${hundredths(time / length)} ${name}${time > length ? 's' : ''}`
}

/** Two decimals; a tie goes to the even one, as in Python. */
function hundredths(value: number): string {
  const eighths = value * 8
  const isTie = Number.isInteger(eighths) && eighths % 2 !== 0
  if (!isTie) return value.toFixed(2)
  const below = Math.floor(value * 100)
  return ((below % 2 === 0 ? below : below + 1) / 100).toFixed(2)
}
