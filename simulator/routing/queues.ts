import { isArray, isObject, isTruthy, sequenceItems, toNumber } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { setting, textSetting } from './settings.ts'
import type { Settings } from './settings.ts'
import { CeleryError } from '../messages/python-error.ts'

/** An exchange as kombu declares it. */
export interface ExchangeSpec {
  readonly name: string
  /** `direct`, `topic`, `fanout` or `headers`. */
  readonly type: string
  /** Null: `task_default_delivery_mode` decides (rule 1.12). */
  readonly deliveryMode: 1 | 2 | null
  readonly durable: boolean
  readonly autoDelete: boolean
  readonly arguments: JsonObject
  /** `no_declare` or `passive`: it has to be there already. */
  readonly declared: boolean
}

/** One more way to a queue: kombu's `binding`. */
export interface BindingSpec {
  readonly exchange: ExchangeSpec
  readonly routingKey: string
  readonly arguments: JsonObject
}

/** A queue as kombu declares it: with its exchange and binding (rule 1.23). */
export interface QueueSpec {
  readonly name: string
  readonly exchange: ExchangeSpec
  readonly routingKey: string
  /** `x-...` arguments (rule 2.18). */
  readonly arguments: JsonObject
  /** What a headers exchange looks at (rule 2.14). */
  readonly bindingArguments: JsonObject
  /** Beside the main one. */
  readonly bindings: readonly BindingSpec[]
  readonly durable: boolean
  readonly autoDelete: boolean
  readonly exclusive: boolean
  /** `no_declare`: it has to be there already. */
  readonly declared: boolean
  readonly alias: string | null
  /** A fanout exchange of which each worker gets its own queue; never declared by a publisher (rule 2.13). */
  readonly broadcast: boolean
}

/** What was worked out of settings, as every publish asks for it; other settings are another object. */
interface Known {
  readonly configured: readonly QueueSpec[]
  readonly byName: Map<string, QueueSpec | null>
}

const KNOWN = new WeakMap<Settings, Known>()

function knownOf(settings: Settings): Known {
  const found = KNOWN.get(settings)
  if (found !== undefined) return found
  const known = { configured: readQueues(settings), byName: new Map<string, QueueSpec | null>() }
  KNOWN.set(settings, known)
  return known
}

/** The queues an app knows before anything is sent: `task_queues`, or the default queue alone. */
export const configuredQueues = (settings: Settings): readonly QueueSpec[] =>
  knownOf(settings).configured

function readQueues(settings: Settings): readonly QueueSpec[] {
  const configured = setting(settings, 'task_queues')
  const items = queueItems(configured)
  const specs = items.length > 0 ? items.map((item) => queueFromJson(item, settings)) : []
  return specs.length > 0 ? specs : [defaultQueue(settings)]
}

/**
 * The queue of a name or alias (rule 2.6). An unknown name is a new queue, exchange and routing key of
 * that name, or null where `task_create_missing_queues` is off.
 */
export function queueNamed(settings: Settings, name: string): QueueSpec | null {
  const { configured, byName } = knownOf(settings)
  const found = byName.get(name)
  if (found !== undefined) return found
  const queue = findQueue(settings, configured, name)
  byName.set(name, queue)
  return queue
}

function findQueue(
  settings: Settings,
  queues: readonly QueueSpec[],
  name: string,
): QueueSpec | null {
  const known =
    queues.find((queue) => queue.alias === name) ?? queues.findLast((queue) => queue.name === name)
  if (known !== undefined) return known
  return isTruthy(setting(settings, 'task_create_missing_queues'))
    ? missingQueue(settings, name)
    : null
}

/** A queue that Python describes as data: the attributes of a kombu `Queue` by their names. */
export function queueFromJson(value: Json, settings: Settings): QueueSpec {
  const fields = isObject(value) ? value : {}
  const name = text(fields['name']) ?? ''
  const broadcast = fields['broadcast'] === true
  const exchange = exchangeFromJson(fields, broadcast ? 'fanout' : 'direct')
  const routingKey = text(fields['routing_key']) ?? text(fields['binding_key'])
  return withMaxPriority(settings, {
    ...PLAIN_QUEUE,
    name,
    exchange: exchange ?? defaultExchange(settings),
    routingKey: routingKey ?? defaultRoutingKey(settings),
    arguments: queueArguments(fields),
    bindingArguments: objectOr(fields['binding_arguments']),
    bindings: (sequenceItems(fields['bindings'] ?? null) ?? []).map(bindingFromJson),
    durable: fields['durable'] !== false,
    autoDelete: fields['auto_delete'] === true,
    exclusive: fields['exclusive'] === true,
    declared: fields['no_declare'] === true,
    alias: text(fields['alias']),
    broadcast,
  })
}

function bindingFromJson(value: Json): BindingSpec {
  const fields = isObject(value) ? value : {}
  return {
    exchange: exchangeOf(fields['exchange'] ?? null),
    routingKey: text(fields['routing_key']) ?? '',
    arguments: objectOr(fields['arguments']),
  }
}

const objectOr = (value: Json | undefined): JsonObject =>
  isObject(value) && !isArray(value) ? value : {}

/** What an exchange is where nothing else is said. */
export const PLAIN_EXCHANGE = {
  deliveryMode: null,
  durable: true,
  autoDelete: false,
  arguments: {},
  declared: false,
} as const

/** What a queue is where nothing else is said. */
export const PLAIN_QUEUE = {
  arguments: {},
  bindingArguments: {},
  bindings: [],
  durable: true,
  autoDelete: false,
  exclusive: false,
  declared: false,
  alias: null,
  broadcast: false,
} as const

/** `task_default_exchange`, named like the default queue unless set. */
export const defaultExchange = (settings: Settings): ExchangeSpec => ({
  name: textSetting(settings, 'task_default_exchange') ?? defaultQueueName(settings),
  type: textSetting(settings, 'task_default_exchange_type') ?? 'direct',
  ...PLAIN_EXCHANGE,
})

/** `task_default_routing_key`, the default queue's name unless set. */
export const defaultRoutingKey = (settings: Settings): string =>
  textSetting(settings, 'task_default_routing_key') ?? defaultQueueName(settings)

const defaultQueueName = (settings: Settings): string =>
  textSetting(settings, 'task_default_queue') ?? ''

const defaultQueue = (settings: Settings): QueueSpec =>
  withMaxPriority(settings, {
    ...PLAIN_QUEUE,
    name: defaultQueueName(settings),
    exchange: defaultExchange(settings),
    routingKey: defaultRoutingKey(settings),
    arguments: typeArguments(textSetting(settings, 'task_default_queue_type')),
  })

/** Rule 2.7. */
function missingQueue(settings: Settings, name: string): QueueSpec {
  const type = textSetting(settings, 'task_create_missing_queue_type')
  if (type !== null && type !== 'classic' && type !== 'quorum') {
    const message = `Invalid queue type '${type}'. Valid types are 'classic' and 'quorum'.`
    throw new CeleryError('builtins.ValueError', message)
  }
  const exchangeType = textSetting(settings, 'task_create_missing_queue_exchange_type') ?? 'direct'
  return withMaxPriority(settings, {
    ...PLAIN_QUEUE,
    name,
    exchange: { ...PLAIN_EXCHANGE, name, type: exchangeType },
    routingKey: name,
    arguments: typeArguments(type),
  })
}

const typeArguments = (type: string | null): JsonObject =>
  type === 'quorum' ? { 'x-queue-type': 'quorum' } : {}

function withMaxPriority(settings: Settings, queue: QueueSpec): QueueSpec {
  const maximum = setting(settings, 'task_queue_max_priority')
  if (maximum === null || 'x-max-priority' in queue.arguments) return queue
  return { ...queue, arguments: { ...queue.arguments, 'x-max-priority': maximum } }
}

/** `task_queues` may be a list of queues or a dict of name and options. */
function queueItems(configured: Json): readonly Json[] {
  const items = sequenceItems(configured)
  if (items !== null) return items
  if (!isObject(configured)) return []
  return Object.entries(configured).map(([name, options]) => ({
    routing_key: name,
    ...(isObject(options) ? options : {}),
    name,
  }))
}

/** An exchange that Python describes as data. */
export const exchangeOf = (described: Json): ExchangeSpec =>
  exchangeFromJson({ exchange: described }, 'direct') ?? {
    ...PLAIN_EXCHANGE,
    name: '',
    type: 'direct',
  }

/** Null where the queue names no exchange and takes the default one. */
function exchangeFromJson(fields: JsonObject, fallbackType: string): ExchangeSpec | null {
  const value = fields['exchange']
  const described: JsonObject = isObject(value) ? value : { name: value ?? null }
  const name = text(described['name'])
  if (name === null) return null
  const type = text(described['type']) ?? text(fields['exchange_type']) ?? fallbackType
  return {
    name,
    type,
    deliveryMode: deliveryMode(described['delivery_mode']),
    durable: described['durable'] !== false,
    autoDelete: described['auto_delete'] === true,
    arguments: objectOr(described['arguments']),
    declared: described['no_declare'] === true || described['passive'] === true,
  }
}

/** kombu's names and numbers for transient and persistent. */
export function deliveryMode(value: Json | undefined): 1 | 2 | null {
  if (value === 1 || value === 'transient') return 1
  return value === 2 || value === 'persistent' ? 2 : null
}

/** kombu's sugar for queue arguments; times there are seconds, on the wire milliseconds (rule 2.18). */
const SUGAR: readonly (readonly [field: string, argument: string, factor: number])[] = [
  ['expires', 'x-expires', 1000],
  ['message_ttl', 'x-message-ttl', 1000],
  ['max_length', 'x-max-length', 1],
  ['max_length_bytes', 'x-max-length-bytes', 1],
  ['max_priority', 'x-max-priority', 1],
]

function queueArguments(fields: JsonObject): JsonObject {
  const given = fields['queue_arguments']
  const result: { [name: string]: Json } = isObject(given) && !isArray(given) ? { ...given } : {}
  for (const [field, argument, factor] of SUGAR) {
    const value = toNumber(fields[field])
    if (value !== null) result[argument] = Math.trunc(value * factor)
  }
  return result
}

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null
