import { asText, isArray, isNum, isObject, type Json, tupleItems } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import { pyrepr } from '../messages/repr.ts'

/** A field's whole numbers: `least`, and how many there are. */
export interface CronRange {
  readonly least: number
  readonly count: number
}

const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ')
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** Each is looked for at the beginning of a part; what follows is passed over, as Celery does. */
const PART = {
  rangeWithStep: /^([\p{L}\p{N}_]+?)-([\p{L}\p{N}_]+)\/([\p{L}\p{N}_]+)?/u,
  range: /^([\p{L}\p{N}_]+?)-([\p{L}\p{N}_]+)/u,
  starWithStep: /^\*\/([\p{L}\p{N}_]+)?/u,
  star: /^\*\n?$/u,
} as const

const INT = /^\s*[+-]?\d+(_\d+)*\s*$/u

/**
 * The members of a crontab's field in ascending order: of text such as `0,30` or `mon-fri`, of a whole number, or of
 * an iterable (`[...]`, `{ $tuple }`, `{ $set }`). `{ $class: "<class 'object'>" }` is of any other type. Throws what
 * Celery raises (rules 7.17, 7.18).
 */
export function expandField(field: Json, range: CronRange): readonly number[] {
  const members = membersOf(field, range)
  const most = range.least + range.count - 1
  for (const member of members)
    if (member > most || member < range.least)
      throw new CeleryError(
        'builtins.ValueError',
        `Invalid crontab pattern.  Valid range is ${range.least}-${most}. '${member}' was found.`,
      )
  return [...new Set(members)].sort((a, b) => a - b)
}

/** The members that a text names, in ascending order: `crontab_parser.parse`. */
export const parseField = (text: string, range: CronRange): readonly number[] =>
  [...new Set(readParts(text, range))].sort((a, b) => a - b)

const readParts = (text: string, range: CronRange): readonly number[] =>
  text.split(',').flatMap((part) => readPart(part, range))

function membersOf(field: Json, range: CronRange): readonly number[] {
  if (typeof field === 'number') return [field]
  if (typeof field === 'boolean') return [field ? 1 : 0]
  if (typeof field === 'string') return readParts(field, range)
  const items = itemsOf(field)
  if (items === null)
    throw new CeleryError(
      'builtins.TypeError',
      'Argument cronspec needs to be of any of the following types: int, str, or an iterable type. ' +
        `${className(field)} was given.`,
    )
  return items.map(Number)
}

/** The items of an iterable; null for anything else. */
export function itemsOf(field: Json): readonly Json[] | null {
  if (isArray(field)) return field
  if (!isObject(field)) return null
  const set = field['$set']
  return isArray(set) ? set : tupleItems(field)
}

function className(value: Json): string {
  if (value === null) return "<class 'NoneType'>"
  if (isNum(value)) return "<class 'float'>"
  return asText(isObject(value) ? value['$class'] : value)
}

function readPart(part: string, range: CronRange): readonly number[] {
  if (part === '') throw parseException('empty part')
  const stepped = PART.rangeWithStep.exec(part)
  if (stepped !== null) {
    const [, from = '', to = '', step] = stepped
    if (step === undefined) throw parseException('empty filter')
    return everyNth(between(from, to, range), step)
  }
  const [, from, to] = PART.range.exec(part) ?? []
  if (from !== undefined && to !== undefined) return between(from, to, range)
  const star = PART.starWithStep.exec(part)
  if (star !== null) {
    if (star[1] === undefined) throw parseException('empty filter')
    return everyNth(all(range), star[1])
  }
  return PART.star.test(part) ? all(range) : [readNumber(part, range)]
}

const parseException = (message: string): CeleryError =>
  new CeleryError('celery.schedules.ParseException', message)

const all = ({ least, count }: CronRange): readonly number[] =>
  Array.from({ length: count }, (_, i) => least + i)

/** From one number to another; past the greatest it goes on with the least. */
function between(from: string, to: string, range: CronRange): readonly number[] {
  const [first, last] = [readNumber(from, range), readNumber(to, range)]
  const length = last - first + 1 + (last < first ? range.count : 0)
  return Array.from({ length }, (_, i) => range.least + ((first - range.least + i) % range.count))
}

function everyNth(numbers: readonly number[], step: string): readonly number[] {
  if (!INT.test(step))
    throw new CeleryError(
      'builtins.ValueError',
      `invalid literal for int() with base 10: ${pyrepr(step)}`,
    )
  const nth = toInt(step)
  if (nth === 0) throw new CeleryError('builtins.ValueError', 'slice step cannot be zero')
  return numbers.filter((_, i) => i % nth === 0)
}

const toInt = (text: string): number => Number(text.trim().replaceAll('_', ''))

/** A number, or a month or weekday by its first three letters: any field takes both. */
function readNumber(text: string, { least, count }: CronRange): number {
  if (text.startsWith('-')) throw parseException('negative numbers not supported')
  const value = INT.test(text) ? toInt(text) : named(text)
  const most = least + count - 1
  if (value > most)
    throw new CeleryError('builtins.ValueError', `Invalid end range: ${value} > ${most}.`)
  if (value < least)
    throw new CeleryError('builtins.ValueError', `Invalid beginning range: ${value} < ${least}.`)
  return value
}

function named(text: string): number {
  const short = text.slice(0, 3).toLowerCase()
  const month = MONTHS.indexOf(short)
  if (month >= 0) return month + 1
  const weekday = WEEKDAYS.indexOf(short)
  if (weekday >= 0) return weekday
  throw new CeleryError('builtins.ValueError', `Invalid weekday literal ${pyrepr(text)}.`)
}
