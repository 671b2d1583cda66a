/**
 * JSON as the wire carries it. Python tells 5 from 5.0 and has integers without bounds, so a number
 * that is not a safe whole number keeps its own text: `{ $num: '5.0' }`. Python's dicts keep their order,
 * JavaScript's objects put keys like '1' first: a dict with such a key is `{ $dict: [[key, value], ...] }`.
 */
export type Json =
  null | boolean | number | string | Num | readonly Json[] | { readonly [key: string]: Json }

/** A number literal that a JavaScript number cannot hold without loss, as Python wrote it. */
export interface Num {
  readonly $num: string
}

/** A plain object of JSON values. */
export interface JsonObject {
  readonly [key: string]: Json
}

/**
 * Reads JSON text as Python writes it, `NaN` and `Infinity` included, and keeps what `JSON.parse` loses.
 * Throws SyntaxError with the position.
 */
export function parse(text: string): Json {
  return LOSSY.test(text) ? readAll(text) : readPlain(text)
}

/**
 * What `JSON.parse` would not read as Python does, wherever it stands: a number with a fraction or of many
 * digits, a special one, the integer -0, a key like '1'. Inside a string it is no harm: the text is only read
 * the slow way.
 */
const LOSSY = /(?:^|[\s,:[])-?(?:\d+[.eE]|\d{16}|[NI])|(?:^|[\s,:[])-0|"(?:0|[1-9]\d*)"\s*:/

function readPlain(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return readAll(text)
  }
}

function readAll(text: string): Json {
  const reader: Reader = { text, at: 0 }
  const value = readValue(reader)
  skipBlanks(reader)
  if (reader.at < text.length) fail(reader)
  return value
}

/**
 * Writes JSON text as Python's `json.dumps` does by default; `$tuple` becomes a list, or keeps its mark
 * where Python shall know of it.
 */
export function stringify(value: Json, tuples: 'as lists' | 'marked' = 'as lists'): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return quoted(value)
  if (isArray(value)) return `[${value.map((item) => stringify(item, tuples)).join(', ')}]`
  if (isNum(value)) return value.$num
  const tuple = tuples === 'marked' ? null : tupleItems(value)
  if (tuple !== null) return stringify(tuple, tuples)
  const entries = entriesOf(value)
  return `{${entries.map(([key, item]) => `${quoted(key)}: ${stringify(item, tuples)}`).join(', ')}}`
}

/**
 * JSON text of the same value, tuples marked, for a reader that minds neither blanks nor how a character is
 * written: Python's `loads`. Much quicker than `stringify` where a value has no numbers of their own text.
 */
export function looseText(value: Json): string {
  const text = JSON.stringify(value)
  return SPELLED.test(text) ? stringify(value, 'marked') : text
}

/** What stands for something else, and floats that would look like whole numbers. */
const SPELLED = /"\$(?:num|dict)"|\d{16}/

/** True for arrays; `Array.isArray` alone forgets the type of a readonly array. */
export const isArray = (value: unknown): value is readonly Json[] => Array.isArray(value)

/** True for a number that keeps its own text. */
export const isNum = (value: Json): value is Num =>
  isObject(value) && typeof value['$num'] === 'string'

/** True for every JSON object, marks such as `$num` and `$tuple` included. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The items of `{ $tuple: [...] }`, or null for anything else. */
export function tupleItems(value: Json): readonly Json[] | null {
  if (!isObject(value)) return null
  const items = value['$tuple']
  return isArray(items) ? items : null
}

/** Keys and values of an object in Python's order: of a `$dict` as it keeps them. */
export function entriesOf(value: JsonObject): readonly (readonly [string, Json])[] {
  const pairs = value['$dict']
  if (!isArray(pairs)) return Object.entries(value)
  return pairs.map((pair) => (isArray(pair) ? [asText(pair[0]), pair[1] ?? null] : ['', null]))
}

/** The items of a list or a tuple, or null for anything else. */
export const sequenceItems = (value: Json): readonly Json[] | null =>
  isArray(value) ? value : tupleItems(value)

/** Text as it is; a number as its digits; everything else as ''. */
export function asText(value: Json | undefined): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}

/** A JSON number as a JavaScript number (rounded as doubles are), or null for anything else. */
export function toNumber(value: Json | undefined): number | null {
  if (typeof value === 'number') return value
  if (value === undefined || !isNum(value)) return null
  const special = SPECIAL_NUMBERS.get(value.$num)
  return special ?? Number(value.$num)
}

/** A JavaScript number as JSON keeps it: whole safe numbers plainly, others with Python's float text. */
export const fromNumber = (value: number): Json =>
  Number.isSafeInteger(value) ? value : { $num: floatText(value) }

/** Python's truth of a JSON value: 0, '', None, False and empty containers are false. */
export function isTruthy(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false
  const number = toNumber(value)
  if (number !== null) return number !== 0
  const items = typeof value === 'object' ? sequenceItems(value) : null
  if (items !== null) return items.length > 0
  return isObject(value) ? Object.keys(value).length > 0 : true
}

/** `repr` of a Python float that holds this number: `5.0`, `1e-07`, `1e+16`, `inf`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e')
  const power = Number(exponent)
  const digits = mantissa.replace('.', '')
  if (power < -4 || power >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
    const width = String(Math.abs(power)).padStart(2, '0')
    return `${sign}${digits.charAt(0)}${fraction}e${power < 0 ? '-' : '+'}${width}`
  }
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0')
  return `${sign}${whole}.${digits.slice(power + 1) || '0'}`
}

const SPECIAL_NUMBERS = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
])

const numberText = (value: number): string =>
  Number.isSafeInteger(value) ? String(value) : floatText(value)

const ESCAPES = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\f', '\\f'],
  ['\b', '\\b'],
])

/** A JSON string with everything beyond ASCII escaped, as `ensure_ascii` does. */
function quoted(text: string): string {
  const escaped = text.replace(
    // The range is everything Python writes as it is.
    /[^ !#-[\]-~]/g,
    (unit) => ESCAPES.get(unit) ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `"${escaped}"`
}

interface Reader {
  readonly text: string
  at: number
}

const LITERALS: readonly (readonly [string, Json])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', { $num: 'NaN' }],
  ['Infinity', { $num: 'Infinity' }],
  ['-Infinity', { $num: '-Infinity' }],
]

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const PLAIN = /[^"\\\u0000-\u001f]*/y

const SHORT_ESCAPES: { readonly [letter: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function readValue(reader: Reader): Json {
  skipBlanks(reader)
  const first = reader.text.charAt(reader.at)
  if (first === '{') return readObject(reader)
  if (first === '[') return readList(reader)
  if (first === '"') return readString(reader)
  for (const [word, value] of LITERALS) {
    if (reader.text.startsWith(word, reader.at)) {
      reader.at += word.length
      return value
    }
  }
  return readNumber(reader)
}

function readNumber(reader: Reader): Json {
  NUMBER.lastIndex = reader.at
  const match = NUMBER.exec(reader.text)
  if (match === null) return fail(reader)
  reader.at = NUMBER.lastIndex
  const whole = match[1] === undefined && match[2] === undefined
  const value = Number(match[0])
  // Python reads the literal -0 as the integer 0.
  if (whole && Number.isSafeInteger(value)) return value === 0 ? 0 : value
  return { $num: match[0] }
}

function readList(reader: Reader): Json {
  const items: Json[] = []
  reader.at += 1
  if (accept(reader, ']')) return items
  do items.push(readValue(reader))
  while (accept(reader, ','))
  expect(reader, ']')
  return items
}

function readObject(reader: Reader): Json {
  const entries: [string, Json][] = []
  reader.at += 1
  if (accept(reader, '}')) return {}
  do {
    skipBlanks(reader)
    const key = readString(reader)
    expect(reader, ':')
    entries.push([key, readValue(reader)])
  } while (accept(reader, ','))
  expect(reader, '}')
  if (entries.some(([key]) => INDEX.test(key))) return { $dict: withoutDoubles(entries) }
  // fromEntries defines its keys, so a key named __proto__ is a key like any other.
  return Object.fromEntries(entries)
}

/** Keys that a JavaScript object takes out of their order. */
const INDEX = /^(?:0|[1-9]\d*)$/

/** A key that stands twice keeps its first place and its last value, as in Python. */
const withoutDoubles = (entries: readonly (readonly [string, Json])[]) => [...new Map(entries)]

function readString(reader: Reader): string {
  if (reader.text.charAt(reader.at) !== '"') return fail(reader)
  reader.at += 1
  let result = ''
  for (;;) {
    PLAIN.lastIndex = reader.at
    result += PLAIN.exec(reader.text)?.[0] ?? ''
    reader.at = PLAIN.lastIndex
    const next = reader.text.charAt(reader.at)
    if (next === '"') {
      reader.at += 1
      return result
    }
    if (next !== '\\') return fail(reader)
    result += readEscape(reader)
  }
}

function readEscape(reader: Reader): string {
  const letter = reader.text.charAt(reader.at + 1)
  if (letter === 'u') {
    const digits = reader.text.slice(reader.at + 2, reader.at + 6)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return fail(reader)
    reader.at += 6
    return String.fromCharCode(parseInt(digits, 16))
  }
  const short = SHORT_ESCAPES[letter]
  if (short === undefined) return fail(reader)
  reader.at += 2
  return short
}

function skipBlanks(reader: Reader): void {
  while (' \t\n\r'.includes(reader.text.charAt(reader.at)) && reader.at < reader.text.length) {
    reader.at += 1
  }
}

function accept(reader: Reader, mark: string): boolean {
  skipBlanks(reader)
  if (reader.text.charAt(reader.at) !== mark) return false
  reader.at += 1
  return true
}

function expect(reader: Reader, mark: string): void {
  if (!accept(reader, mark)) fail(reader)
}

function fail(reader: Reader): never {
  throw new SyntaxError(`JSON is not valid at character ${String(reader.at)}`)
}
