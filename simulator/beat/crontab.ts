import { asText, type Json } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import { type CronRange, expandField, itemsOf } from './cron-field.ts'

export type CronFieldName = 'minute' | 'hour' | 'day_of_week' | 'day_of_month' | 'month_of_year'

/** The fields as the program gives them; see `expandField`. */
export type CrontabFields = { readonly [K in CronFieldName]: Json }

/** A crontab, each field expanded in ascending order. */
export interface Crontab {
  readonly fields: CrontabFields
  readonly minute: readonly number[]
  readonly hour: readonly number[]
  readonly dayOfWeek: readonly number[]
  readonly dayOfMonth: readonly number[]
  readonly monthOfYear: readonly number[]
}

const RANGES: { readonly [K in CronFieldName]: CronRange } = {
  minute: { least: 0, count: 60 },
  hour: { least: 0, count: 24 },
  day_of_week: { least: 0, count: 7 },
  day_of_month: { least: 1, count: 31 },
  month_of_year: { least: 1, count: 12 },
}

/** Reads a crontab; absent fields are `*`. Throws the CeleryError of the first wrong field (rule 7.18). */
export function crontab(given: Partial<CrontabFields>): Crontab {
  const fields: CrontabFields = {
    minute: '*',
    hour: '*',
    day_of_week: '*',
    day_of_month: '*',
    month_of_year: '*',
    ...given,
  }
  const expand = (name: CronFieldName): readonly number[] => expandField(fields[name], RANGES[name])
  // The order in which Celery reads them decides which error is seen.
  const hour = expand('hour')
  return {
    fields,
    minute: expand('minute'),
    hour,
    dayOfWeek: expand('day_of_week'),
    dayOfMonth: expand('day_of_month'),
    monthOfYear: expand('month_of_year'),
  }
}

/** `crontab.from_string`: the five fields of a cron line, each one blank apart (rule 7.16). */
export function crontabFromString(line: string): Crontab {
  const parts = line.split(' ')
  const [minute, hour, dayOfMonth, month, dayOfWeek, ...more] = parts
  if (dayOfWeek === undefined || more.length > 0)
    throw new CeleryError('builtins.ValueError', unpackError(parts.length))
  return crontab({
    minute: minute ?? '',
    hour: hour ?? '',
    day_of_month: dayOfMonth ?? '',
    month_of_year: month ?? '',
    day_of_week: dayOfWeek,
  })
}

const unpackError = (found: number): string =>
  found > 5
    ? 'too many values to unpack (expected 5)'
    : `not enough values to unpack (expected 5, got ${found})`

/** The fields in cron's order: `<crontab: 0 9 * * mon-fri (m/h/dM/MY/d)>` (rule 7.24). */
export function crontabRepr({ fields }: Crontab): string {
  const { minute, hour, day_of_month, month_of_year, day_of_week } = fields
  const texts = [minute, hour, day_of_month, month_of_year, day_of_week].map(fieldText)
  return `<crontab: ${texts.join(' ')} (m/h/dM/MY/d)>`
}

function fieldText(field: Json): string {
  const items = itemsOf(field)
  if (items === null) return typeof field === 'boolean' ? (field ? 'True' : 'False') : asText(field)
  const text = items.map(asText).join(', ')
  if (Array.isArray(field)) return `[${text}]`
  if (typeof field === 'object' && field !== null && '$set' in field)
    return items.length === 0 ? 'set()' : `{${text}}`
  return items.length === 1 ? `(${text},)` : `(${text})`
}
