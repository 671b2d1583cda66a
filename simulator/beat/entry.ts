import { type Micros, seconds } from '../kernel/units.ts'
import {
  asText,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  toNumber,
} from '../messages/json.ts'
import { type Crontab, crontab } from './crontab.ts'
import { type Aware, crontabIsDue, crontabRemaining } from './crontab-due.ts'
import type { Due } from './due.ts'
import { type Interval, intervalIsDue, intervalRemaining } from './interval.ts'
import { isSolarEvent, type Solar, solarIsDue, solarRemaining } from './solar.ts'
import type { Zone } from './zones.ts'

/** When an entry is due, as the program tells it (see `conf` in program.ts). */
export type Schedule =
  | ({ readonly kind: 'interval' } & Interval)
  | { readonly kind: 'crontab'; readonly crontab: Crontab }
  | ({ readonly kind: 'solar' } & Solar)
  /** A class of the program's own: it is asked (see the question `beat`). */
  | { readonly kind: 'own' }

/** One entry of `beat_schedule` (rule 7.3). */
export interface Entry {
  readonly name: string
  readonly task: string
  readonly schedule: Schedule
  readonly args: readonly Json[]
  readonly kwargs: JsonObject
  readonly options: JsonObject
  /** Short reprs of the arguments as Python saw them. */
  readonly argsrepr?: string
  readonly kwargsrepr?: string
  /** Some arguments are functions, called each time it is sent (`BeatLazyFunc`, rule 7.3). */
  readonly lazy: boolean
  /** Its call and its schedule as text, for the log. */
  readonly described: string
}

/** The names of the entries of the setting `beat_schedule`, in its order. */
export function entryNames(setting: Json | undefined): readonly string[] {
  return isObject(setting) ? Object.keys(setting) : []
}

/** An entry by its name; null where it is no entry, or its schedule is of a kind that is not simulated. */
export function entryNamed(setting: Json | undefined, name: string): Entry | null {
  const found = isObject(setting) ? setting[name] : undefined
  if (!isObject(found)) return null
  const schedule = readSchedule(found['schedule'])
  const { args, kwargs, options, argsrepr, kwargsrepr, lazy, described } = found
  if (schedule === null) return null
  return {
    name,
    task: asText(found['task']),
    schedule,
    args: isArray(args) ? args : [],
    kwargs: isObject(kwargs) ? kwargs : {},
    options: isObject(options) ? options : {},
    ...(typeof argsrepr === 'string' ? { argsrepr } : {}),
    ...(typeof kwargsrepr === 'string' ? { kwargsrepr } : {}),
    lazy: lazy === true,
    described: asText(described ?? ''),
  }
}

/** A schedule as the program tells it; null for one that is not simulated. Throws what Celery raises. */
export function readSchedule(found: Json | undefined): Schedule | null {
  if (!isObject(found)) return null
  if (found['own'] === true) return { kind: 'own' }
  const fields = found['crontab']
  if (isObject(fields)) return { kind: 'crontab', crontab: crontab(fields) }
  const event = asText(found['solar'])
  if (isSolarEvent(event)) {
    const [latitude, longitude] = [toNumber(found['lat']), toNumber(found['lon'])]
    return { kind: 'solar', event, latitude: latitude ?? 0, longitude: longitude ?? 0 }
  }
  const every = toNumber(found['every'] ?? null)
  if (every === null) return null
  return { kind: 'interval', every: seconds(every), relative: found['relative'] === true }
}

/** A schedule that the simulation knows by itself. */
export type KnownSchedule = Exclude<Schedule, { readonly kind: 'own' }>

/** Whether an entry is due that last ran at `lastRun` (rules 7.7, 7.20). Throws what Celery raises. */
export function isEntryDue(
  schedule: KnownSchedule,
  lastRun: Aware,
  now: Aware,
  zone: Zone,
  deadline: Micros | null,
): Due {
  if (schedule.kind === 'solar') return solarIsDue(schedule, lastRun.at, now.at)
  return schedule.kind === 'interval'
    ? intervalIsDue(schedule, lastRun.at, now.at, zone)
    : crontabIsDue(schedule.crontab, lastRun, now, zone, deadline)
}

/** Time from `now` until an entry that last ran at `lastRun` is due; negative where it was before. */
export function entryRemaining(
  schedule: KnownSchedule,
  lastRun: Aware,
  now: Aware,
  zone: Zone,
): Micros {
  if (schedule.kind === 'solar') return solarRemaining(schedule, lastRun.at, now.at)
  return schedule.kind === 'interval'
    ? intervalRemaining(schedule, lastRun.at, now.at, zone)
    : crontabRemaining(schedule.crontab, lastRun, now, zone)
}
