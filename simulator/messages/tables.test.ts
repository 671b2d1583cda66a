import { describe, expect, it } from 'vitest'
import { evaluate, pythonItems } from '../../tests/support/python-expression.ts'
import type { Host } from '../../tests/support/python-expression.ts'
import { recordedTable } from '../../tests/support/tables.ts'
import { fromIso } from '../kernel/clock.ts'
import { seconds } from '../kernel/units.ts'
import { buildMessage } from './build.ts'
import { asText, parse, stringify, toNumber } from './json.ts'
import type { Json, JsonObject } from './json.ts'
import { orPythonError } from './python-error.ts'
import { consume, expectedTime, rate, tokenBucket } from './rates.ts'
import { pyrepr } from './repr.ts'
import { saferepr } from './saferepr.ts'

/** The names that the tables use: dates by their ISO text, ids, and the signatures of the messages table. */
const host: Host = {
  name: (name) => name,
  attribute: (target, name) => `${String(target)}.${name}`,
  or: () => null,
  call: (target, args, kwargs) =>
    CALLS[String(target)]?.(args as Json[], kwargs as JsonObject) ?? null,
}

const signature = (task: string, args: Json[]): Json => ({
  task,
  args,
  kwargs: {},
  options: {},
  subtask_type: null,
  immutable: false,
})

const ZONES: { readonly [name: string]: string } = {
  'America/New_York': '-04:00',
  'datetime.timezone.utc': '+00:00',
  'dt.timezone.utc': '+00:00',
  'Europe/Prague': '+01:00',
}

const two = (value: Json | undefined): string => asText(value ?? 0).padStart(2, '0')

function datetime(args: Json[], kwargs: JsonObject): Json {
  const [year, month, day, hour, minute, second] = args
  const zone = ZONES[asText(kwargs['tzinfo'])] ?? ''
  const text = `${asText(year)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`
  return { __type__: 'datetime', __value__: text + zone }
}

const zone = (args: Json[], kwargs: JsonObject): Json => kwargs['key'] ?? args[0] ?? null
const id = (args: Json[], kwargs: JsonObject): Json => ({
  __type__: 'uuid',
  __value__: { hex: (toNumber(kwargs['int']) ?? 0).toString(16).padStart(32, '0') },
})
const decimal = ([text]: Json[]): Json => ({ __type__: 'decimal', __value__: text ?? null })
const date = ([year, month, day]: Json[]): Json => ({
  __type__: 'date',
  __value__: `${asText(year)}-${two(month)}-${two(day)}`,
})
const time = (args: Json[]): Json => ({ __type__: 'time', __value__: args.map(two).join(':') })
const live = (repr: string, type: string): Json => ({ $ref: 0, repr, type })

const CALLS: { readonly [name: string]: (args: Json[], kwargs: JsonObject) => Json } = {
  'datetime.datetime': datetime,
  'dt.datetime': datetime,
  'dt.date': date,
  'dt.time': time,
  'zoneinfo.ZoneInfo': zone,
  'uuid.UUID': id,
  'decimal.Decimal': decimal,
  'tasks.add': (args) => signature('tasks.add', args),
  'tasks.mul': (args) => signature('tasks.mul', args),
  'tasks.bad': (args) => signature('tasks.bad', args),
  'tasks.tsum': (args) => signature('tasks.tsum', args),
  signature: ([task, args]) => signature(asText(task), pythonItems(args) as Json[]),
  list: ([items]) => pythonItems(items) as Json[],
  range: ([count]) => Array.from({ length: toNumber(count) ?? 0 }, (_, index) => index),
  float: ([text]) => ({ $num: text === 'nan' ? 'NaN' : 'Infinity' }),
  frozenset: ([items]) => live(`frozenset(${asText((items as JsonObject)['repr'])})`, 'frozenset'),
}

/** as_task_v2 has other names for two options of a call. */
const CALL_NAMES: { readonly [name: string]: string } = {
  callbacks: 'link',
  errbacks: 'link_error',
}

interface MessageRow {
  readonly row: number
  /** Absent where the arguments are no list: Python refuses them before it tells. */
  readonly as_task_v2?: { readonly [option: string]: string }
  readonly args: readonly Json[]
  readonly kwargs: JsonObject
  readonly value: { readonly headers: Json; readonly properties: Json; readonly body: Json }
}

describe('as_task_v2 (rules 1.1 to 1.6)', () => {
  const { rows } = recordedTable<MessageRow>('messages')
  const built = rows.filter(({ as_task_v2: given }) => given !== undefined)

  it.each(built)('row $row: $as_task_v2', ({ as_task_v2: given = {}, args, kwargs, value }) => {
    const options = Object.fromEntries(
      Object.entries(given).map(([name, text]) => [
        CALL_NAMES[name] ?? name,
        evaluate(text, host) as Json,
      ]),
    )
    // Own headers are merged by the sender that comes after as_task_v2.
    const { headers: _own, ...direct } = options
    const built = buildMessage({
      id: 'my-id',
      name: 'tasks.add',
      args,
      argsAsList: false,
      kwargs,
      options: direct,
      now: fromIso('2026-05-11T12:00:00+00:00') ?? 0,
      origin: 'gen@client',
    })
    expect({ ...built }).toEqual({
      headers: value.headers,
      properties: value.properties,
      body: value.body,
    })
    expect(Object.keys(built.headers)).toEqual(Object.keys(value.headers as JsonObject))
  })
})

interface SafereprRow {
  readonly row: number
  readonly python: string
  readonly saferepr_1024: string
  readonly saferepr_128: string
  readonly saferepr_20: string
}

describe('saferepr (rule 1.2)', () => {
  // A range is a live object to the simulator: Python sends its repr.
  const rangeHost: Host = {
    ...host,
    call: (target, args, kwargs) =>
      target === 'range' ? live('range(0, 3)', 'range') : host.call(target, args, kwargs),
  }

  // JSON has no keys but text: where there are others Python sends its own repr.
  const rows = recordedTable<SafereprRow>('saferepr').rows.filter(
    ({ python }) => !python.includes('{i:'),
  )

  it.each(rows)('row $row: $python', (row) => {
    const value = evaluate(row.python, row.python === '(range(3),)' ? rangeHost : host) as Json
    expect(saferepr(value, 1024)).toBe(row.saferepr_1024)
    expect(saferepr(value, 128)).toBe(row.saferepr_128)
    expect(saferepr(value, 20)).toBe(row.saferepr_20)
  })
})

interface JsonRow {
  readonly row: number
  readonly python: string
  readonly json?: string
  readonly back?: { readonly value?: { readonly repr: string } }
}

describe("kombu's JSON (rule 1.8)", () => {
  const rows = recordedTable<JsonRow>('json').rows.filter(({ json }) => json !== undefined)

  it.each(rows)('row $row: $python', ({ json = '', back }) => {
    const value = parse(json)
    expect(stringify(value)).toBe(json)
    if (back?.value !== undefined) expect(pyrepr(value)).toBe(back.value.repr)
  })
})

interface RateRow {
  readonly row: number
  readonly rate?: Json
  readonly value?: Json
  readonly error?: string
  readonly text?: string
  readonly bucket?: { readonly fill_rate: Json; readonly capacity: Json }
  readonly steps?: readonly (readonly [Json, boolean, Json])[]
}

describe('rate limits', () => {
  const { rows } = recordedTable<RateRow>('rates')

  it.each(rows.filter(({ bucket }) => bucket === undefined))('row $row: $rate', (row) => {
    const answer = orPythonError(() => ({ rate: rate(row.rate ?? null) }))
    if (row.error === undefined) expect(answer).toEqual({ rate: toNumber(row.value) })
    else expect(answer).toEqual({ error: { type: `builtins.${row.error}`, message: row.text } })
  })

  it.each(rows.filter(({ bucket }) => bucket !== undefined))(
    'row $row: a bucket of $bucket',
    (row) => {
      let now = 0
      let bucket = tokenBucket(
        toNumber(row.bucket?.fill_rate) ?? 0,
        toNumber(row.bucket?.capacity) ?? 0,
        now,
      )
      for (const [passed, taken, expected] of row.steps ?? []) {
        now += seconds(toNumber(passed) ?? 0)
        const step = consume(bucket, 1, now)
        bucket = step.bucket
        expect(step.taken).toBe(taken)
        expect(expectedTime(bucket, 1, now)).toBeCloseTo(toNumber(expected) ?? 0, 6)
      }
    },
  )
})
