import { entriesOf, floatText, isArray, isNum, isObject, tupleItems } from './json.ts'
import type { Json, JsonObject } from './json.ts'

/** `repr` of the Python value that this JSON stands for: tuples, kombu's types and `$ref` included (rule 1.8). */
export function pyrepr(value: Json): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return numberRepr(value)
  if (typeof value === 'string') return stringRepr(value)
  if (isArray(value)) return `[${value.map(pyrepr).join(', ')}]`
  if (isNum(value)) return numRepr(value.$num)
  const tuple = tupleItems(value)
  if (tuple !== null) return tupleRepr(tuple)
  return opaqueRepr(value) ?? dictRepr(value)
}

/** `repr` of positional arguments: a tuple. */
export const argsrepr = (args: readonly Json[]): string => tupleRepr(args)

/**
 * `repr` of a value that is neither container, number, string nor None: a date, Decimal, UUID, bytes in
 * kombu's form, or a live object that Python sent as `{ $ref: n, repr: text }`. Null for others.
 */
export function opaqueRepr(value: Json): string | null {
  if (!isObject(value)) return null
  if ('$ref' in value) return typeof value['repr'] === 'string' ? value['repr'] : '<object>'
  const type = value['__type__']
  if (typeof type !== 'string' || Object.keys(value).length !== 2) return null
  const content = value['__value__']
  return content === undefined ? null : (KOMBU_REPR[type]?.(content) ?? null)
}

/** CPython's `repr` of a str: single quotes unless that needs an escape and double quotes do not. */
export function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let body = ''
  for (const character of text) {
    body += character === quote ? `\\${character}` : escaped(character)
  }
  return quote + body + quote
}

/** `repr` of a number in JSON's own spelling: JSON says `NaN` where Python says `nan`. */
export const numRepr = (text: string): string => SPECIAL_REPR.get(text) ?? text

const SPECIAL_REPR = new Map([
  ['NaN', 'nan'],
  ['Infinity', 'inf'],
  ['-Infinity', '-inf'],
])

const numberRepr = (value: number): string =>
  Number.isSafeInteger(value) ? String(value) : numRepr(floatText(value))

const tupleRepr = (items: readonly Json[]): string =>
  items.length === 1 ? `(${items.map(pyrepr).join('')},)` : `(${items.map(pyrepr).join(', ')})`

const dictRepr = (value: JsonObject): string =>
  `{${entriesOf(value)
    .map(([key, item]) => `${stringRepr(key)}: ${pyrepr(item)}`)
    .join(', ')}}`

const SHORT = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** What `str.isprintable` says no to; the plain blank is the one separator that prints. */
const UNPRINTABLE = /[\p{C}\p{Z}]/u

function escaped(character: string): string {
  const short = SHORT.get(character)
  if (short !== undefined) return short
  if (character === ' ' || !UNPRINTABLE.test(character)) return character
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/** The types that kombu's JSON carries, by their `__type__`; null where the value is not what it should be. */
const KOMBU_REPR: { readonly [type: string]: (value: Json) => string | null } = {
  datetime: (value) => (typeof value === 'string' ? datetimeRepr(value) : null),
  date: (value) => {
    const match = typeof value === 'string' ? DATE.exec(value) : null
    return match && `datetime.date(${numbers(match.slice(1, 4))})`
  },
  time: (value) => {
    const match = typeof value === 'string' ? TIME.exec(value) : null
    return match && `datetime.time(${clockParts(match.slice(1))})`
  },
  decimal: (value) => (typeof value === 'string' ? `Decimal(${stringRepr(value)})` : null),
  uuid: (value) => {
    const hex = isObject(value) ? value['hex'] : null
    return typeof hex === 'string' ? `UUID('${hex.replace(UUID, '$1-$2-$3-$4-$5')}')` : null
  },
  bytes: (value) => (typeof value === 'string' ? `b${stringRepr(value)}` : null),
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})/
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{6}))?)?(Z|[+-]\d{2}:\d{2})?$/
const UUID = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/

function datetimeRepr(text: string): string | null {
  const date = DATE.exec(text)
  if (date === null) return null
  const time = TIME.exec(text.slice(11))
  const clock = time === null ? '0, 0' : clockParts(time.slice(1))
  return `datetime.datetime(${numbers(date.slice(1, 4))}, ${clock})`
}

/** Hours and minutes always; seconds and microseconds only as far as they are not zero. */
function clockParts(parts: readonly (string | undefined)[]): string {
  const [hour, minute, second = '0', micros = '0', zone] = parts
  const clock = [hour ?? '0', minute ?? '0', second, micros]
  while (clock.length > 2 && Number(clock[clock.length - 1]) === 0) clock.pop()
  return zone === undefined ? numbers(clock) : `${numbers(clock)}, tzinfo=${zoneRepr(zone)}`
}

function zoneRepr(zone: string): string {
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
  const seconds = (hours * 3600 + minutes * 60) * (zone.startsWith('-') ? -1 : 1)
  if (zone === 'Z' || seconds === 0) return 'datetime.timezone.utc'
  const delta =
    seconds < 0 ? `days=-1, seconds=${String(86_400 + seconds)}` : `seconds=${String(seconds)}`
  return `datetime.timezone(datetime.timedelta(${delta}))`
}

const numbers = (parts: readonly string[]): string => parts.map(Number).join(', ')
