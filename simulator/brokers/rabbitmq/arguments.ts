import { asText, type Json, type JsonObject, toNumber } from '../../messages/json.ts'
import type { QueueFlags, QueueState } from '../broker.ts'

/** A number among a queue's arguments; null where there is none. */
export const numberOf = ({ arguments: args }: QueueState, name: string): number | null =>
  toNumber(args[name])

/** Text among a queue's arguments; null where there is none. */
export function textOf({ arguments: args }: QueueState, name: string): string | null {
  const value = args[name]
  return typeof value === 'string' ? value : null
}

/** A queue that is kept on several nodes. */
export const isQuorum = ({ arguments: args }: QueueState): boolean =>
  args['x-queue-type'] === 'quorum'

/** `x-max-priority`; 0 where the queue has none and priorities are ignored (rule 2.20). */
export function maxPriority(args: JsonObject): number {
  const value = toNumber(args['x-max-priority'])
  return value === null ? 0 : Math.min(MOST_PRIORITY, Math.max(0, value))
}

const MOST_PRIORITY = 255

/** What is wrong with an argument, in RabbitMQ's own words (seen on 3.10); null where it is right. */
type Check = (value: Json) => string | null

const whole =
  (zero: 'zero' | 'no zero'): Check =>
  (value) => {
    if (typeof value !== 'number') return `"expected integer, got ${amqpType(value)}"`
    if (value < 0) return `{value_negative,${String(value)}}`
    return value === 0 && zero === 'no zero' ? '{value_zero,0}' : null
  }

const name: Check = (value) =>
  typeof value === 'string' ? null : `{unacceptable_type,${amqpType(value)}}`

const oneOf =
  (values: readonly string[], complaint: string): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value) ? null : complaint

const CHECKS: { readonly [argument: string]: Check } = {
  'x-expires': whole('no zero'),
  'x-message-ttl': whole('zero'),
  'x-max-length': whole('zero'),
  'x-max-length-bytes': whole('zero'),
  'x-max-priority': (value) =>
    typeof value === 'number' && value > MOST_PRIORITY
      ? `{max_value_exceeded,${String(value)}}`
      : whole('zero')(value),
  'x-overflow': oneOf(['drop-head', 'reject-publish', 'reject-publish-dlx'], 'invalid_overflow'),
  'x-dead-letter-exchange': name,
  'x-dead-letter-routing-key': name,
  'x-single-active-consumer': (value) =>
    typeof value === 'boolean' ? null : `{unacceptable_type,${amqpType(value)}}`,
}

/** Arguments that one type of queue alone knows. */
const ONLY = {
  'x-max-priority': 'rabbit_quorum_queue',
  'x-delivery-limit': 'rabbit_classic_queue',
} as const

/**
 * Why RabbitMQ refuses to declare a queue with these arguments: the end of its PRECONDITION_FAILED; null
 * where it takes them. Arguments that it does not know it takes too.
 */
export function argumentRefusal(queue: string, args: JsonObject): string | null {
  const complaint = (argument: string, text: string): string =>
    `invalid arg '${argument}' for queue '${queue}' in vhost '/'${text}`
  const type = args['x-queue-type'] ?? 'classic'
  if (type !== 'classic' && type !== 'quorum' && type !== 'stream')
    return complaint('x-queue-type', `: "unsupported queue type '${asText(type)}'"`)
  for (const [argument, value] of Object.entries(args)) {
    const wrong = CHECKS[argument]?.(value) ?? null
    if (wrong !== null) return complaint(argument, `: ${wrong}`)
  }
  if ('x-dead-letter-routing-key' in args && !('x-dead-letter-exchange' in args))
    return complaint('x-dead-letter-routing-key', ': routing_key_but_no_dlx_defined')
  for (const [argument, refusing] of Object.entries(ONLY))
    if (argument in args && refusing === `rabbit_${type}_queue`)
      return complaint(argument, ` of queue type ${refusing}`)
  return null
}

/** Arguments that have to be the same when a queue is declared again, in RabbitMQ's order. */
const COMPARED = [
  'x-expires',
  'x-message-ttl',
  'x-dead-letter-exchange',
  'x-dead-letter-routing-key',
  'x-max-length',
  'x-max-length-bytes',
  'x-max-priority',
  'x-overflow',
  'x-queue-mode',
  'x-single-active-consumer',
  'x-queue-type',
]

/**
 * Why RabbitMQ refuses to declare a queue again (rule 2.17): the end of its PRECONDITION_FAILED; null where
 * it is the same.
 */
export function redeclareRefusal(
  queue: QueueState,
  args: JsonObject,
  flags: QueueFlags,
): string | null {
  const complaint = (what: string, text: string): string =>
    `inequivalent arg '${what}' for queue '${queue.name}' in vhost '/': received ${text}`
  if (flags.durable !== queue.durable)
    return complaint('durable', differ(flags.durable, queue.durable))
  if (flags.autoDelete !== queue.autoDelete)
    return complaint('auto_delete', differ(flags.autoDelete, queue.autoDelete))
  for (const name of COMPARED) {
    const wanted = withDefault(name, args)
    const current = withDefault(name, queue.arguments)
    if (wanted !== current)
      return complaint(name, `${shown(wanted)} but current is ${shownCurrent(current)}`)
  }
  return null
}

const differ = (wanted: boolean, current: boolean): string =>
  `'${String(wanted)}' but current is '${String(current)}'`

/** Without a type a queue is a classic one. */
const withDefault = (name: string, args: JsonObject): Json | undefined =>
  args[name] ?? (name === 'x-queue-type' ? 'classic' : undefined)

const shown = (value: Json | undefined): string =>
  value === undefined ? 'none' : `the value '${valueText(value)}' of type '${amqpType(value)}'`

const shownCurrent = (value: Json | undefined): string =>
  value === undefined ? 'none' : shown(value)

const valueText = (value: Json): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

function amqpType(value: Json): string {
  if (typeof value === 'string') return 'longstr'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'number' ? 'signedint' : 'table'
}
