import { toIso } from '../kernel/clock.ts'
import { seconds } from '../kernel/units.ts'
import type { Micros } from '../kernel/units.ts'
import {
  asText,
  isArray,
  isNum,
  isObject,
  isTruthy,
  sequenceItems,
  toNumber,
  tupleItems,
} from './json.ts'
import type { Json, JsonObject } from './json.ts'
import type { Embed, TaskBody, TaskHeaders, TaskProperties } from './message.ts'
import { CeleryError, UnwrittenError } from './python-error.ts'
import { pyrepr } from './repr.ts'
import { ARGSREPR_LENGTH, safeArgsrepr, saferepr } from './saferepr.ts'
import type { Signature } from './signature.ts'

/** What a protocol-2 message is made of; `options` has Celery's names (`countdown`, `group_id`, `link`...). */
export interface MessageInput {
  readonly id: string
  readonly name: string
  readonly args: readonly Json[]
  /** True where Python holds the arguments as a list: only their repr shows it, and none are always `()`. */
  readonly argsAsList: boolean
  readonly kwargs: JsonObject
  readonly options: JsonObject
  /** How its body is kept: as JSON carries it, or exact for another serializer. */
  readonly exact?: boolean
  readonly now: Micros
  /** Node name of the publisher, unless `options.origin` says another (rule 4.21). */
  readonly origin: string
}

/** Headers, properties and body of a task message (rules 1.1 to 1.6). */
export interface BuiltMessage {
  readonly headers: TaskHeaders
  readonly properties: Pick<TaskProperties, 'correlation_id' | 'reply_to'>
  readonly body: TaskBody
}

/** Builds a protocol-2 task message. Throws CeleryError where Celery raises in the caller. */
export function buildMessage(input: MessageInput): BuiltMessage {
  const { options } = input
  const write = input.exact === true ? toExact : toWire
  return {
    headers: headersOf(input),
    properties: { correlation_id: input.id, reply_to: textOf(options['reply_to']) ?? '' },
    body: [
      write(input.args) as readonly Json[],
      write(input.kwargs) as JsonObject,
      embed(options, write),
    ],
  }
}

/** The value as it is, for another serializer than JSON. */
export function toExact(value: Json): Json {
  if (typeof value !== 'object' || value === null || isNum(value)) return value
  if (isArray(value)) return value.map(toExact)
  if (isObject(value) && '$ref' in value) return value
  return mapped(value, toExact)
}

/** A dict with its values written; answers of routers are for this publish alone. */
function mapped(value: JsonObject, write: (value: Json) => Json): JsonObject {
  const kept = Object.entries(value).filter(([key]) => key !== '$routes')
  if (kept.length === 0) return {}
  return Object.fromEntries(kept.map(([key, item]) => [key, write(item)]))
}

/** The value as JSON carries it: tuples become lists. Throws kombu's EncodeError for a live object (rule 1.8). */
export function toWire(value: Json): Json {
  if (typeof value !== 'object' || value === null || isNum(value)) return value
  if (isArray(value)) return value.map(toWire)
  const tuple = tupleItems(value)
  if (tuple !== null) return tuple.map(toWire)
  if (isObject(value) && '$ref' in value) return refToWire(value)
  return mapped(value, toWire)
}

/** What JSON makes of a value that Python keeps: its stand-in, or the error of the attempt. */
function refToWire(value: JsonObject): Json {
  const json = value['json']
  if (json !== undefined) return toWire(json)
  const why = isObject(value['why']) ? value['why'] : {}
  const type = textOf(why['type']) ?? 'builtins.TypeError'
  const message =
    textOf(why['message']) ??
    `Object of type ${textOf(value['type']) ?? 'object'} is not JSON serializable`
  throw new UnwrittenError('kombu.exceptions.EncodeError', message, { type, message })
}

/** The headers of rule 1.2 in their order. */
function headersOf(input: MessageInput): TaskHeaders {
  const { options } = input
  const stamped = sequenceItems(options['stamped_headers'] ?? null)
  const headers: TaskHeaders = {
    lang: 'py',
    task: input.name,
    id: input.id,
    shadow: textOf(options['shadow']),
    eta: etaOf(options, input.now),
    expires: expiresOf(options['expires'], input.now),
    group: textOf(options['group_id']),
    group_index: toNumber(options['group_index']),
    retries: toNumber(options['retries']) ?? 0,
    timelimit: [options['time_limit'] ?? null, options['soft_time_limit'] ?? null],
    root_id: textOf(options['root_id']) ?? input.id,
    parent_id: textOf(options['parent_id']),
    argsrepr:
      textOf(options['argsrepr']) ??
      safeArgsrepr(input.args, input.argsAsList && input.args.length > 0),
    kwargsrepr: textOf(options['kwargsrepr']) ?? saferepr(input.kwargs, ARGSREPR_LENGTH),
    origin: textOf(options['origin']) ?? input.origin,
    ignore_result: isTruthy(options['ignore_result']),
    replaced_task_nesting: toNumber(options['replaced_task_nesting']) ?? 0,
    stamped_headers: stamped === null ? null : stamped.map(asText),
    stamps:
      stamped === null
        ? {}
        : Object.fromEntries(stamped.map((name) => stamp(options, asText(name)))),
  }
  const custom = options['headers']
  return isObject(custom) && isTruthy(custom)
    ? { ...headers, ...(toWire(custom) as JsonObject) }
    : headers
}

function stamp(options: JsonObject, name: string): [string, Json] {
  const value = options[name]
  if (value === undefined) throw new CeleryError('builtins.KeyError', pyrepr(name))
  return [name, toWire(value)]
}

/** Rule 1.5: a countdown that is not zero wins over an eta. */
function etaOf(options: JsonObject, now: Micros): string | null {
  const countdown = toNumber(options['countdown'])
  if (countdown !== null && countdown !== 0) {
    return toIso(now + delay(countdown, options['countdown'], 'countdown'))
  }
  return momentText(options['eta'])
}

/** Seconds count from now, a moment stays as it is, text stays text (rules 1.5, 4.22). */
function expiresOf(value: Json | undefined, now: Micros): string | null {
  const number = toNumber(value)
  return number === null ? momentText(value) : toIso(now + delay(number, value, 'expires'))
}

function delay(amount: number, said: Json | undefined, what: string): Micros {
  if (amount < -2_147_483_648) {
    const message = `${what} is out of range: ${pyrepr(said ?? null)}`
    throw new CeleryError('builtins.ValueError', message)
  }
  return seconds(amount)
}

/** A datetime as kombu's JSON carries it, or ISO-8601 text. */
export function momentText(value: Json | undefined): string | null {
  if (isObject(value) && value['__type__'] === 'datetime') return textOf(value['__value__'])
  return textOf(value)
}

function embed(options: JsonObject, write: (value: Json) => Json): Embed {
  const signatures = (value: Json | undefined) => written(value, write)
  const chord = options['chord']
  return {
    callbacks: signatures(options['link']),
    errbacks: signatures(options['link_error']),
    chain: signatures(options['chain']),
    chord: isObject(chord) ? (write(chord) as Signature) : null,
  }
}

/** None stays null; one signature becomes a list of one. */
function written(
  value: Json | undefined,
  write: (value: Json) => Json,
): readonly Signature[] | null {
  if (value === undefined || value === null) return null
  const items = sequenceItems(value) ?? [value]
  return items.map((item) => write(item) as Signature)
}

const textOf = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null
