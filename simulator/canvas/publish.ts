import { fromIso } from '../kernel/clock.ts'
import { toSeconds } from '../kernel/units.ts'
import {
  buildMessage,
  type BuiltMessage,
  type MessageInput,
  momentText,
  toWire,
} from '../messages/build.ts'
import { asText, floatText, isObject, isTruthy, sequenceItems, toNumber } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import type { TaskMessage, TaskProperties } from '../messages/message.ts'
import { chainAsLinks } from '../messages/protocol-one.ts'
import {
  CeleryError,
  isPythonError,
  orPythonError,
  UnwrittenError,
} from '../messages/python-error.ts'
import { checkArguments } from '../messages/typing.ts'
import type { PythonError, TaskDefinition } from '../program.ts'
import { defaultRoutingKey, deliveryMode } from '../routing/queues.ts'
import type { QueueSpec } from '../routing/queues.ts'
import { delayKey, FIRST_LEVEL, hasQuorum, knownQueues } from '../routing/native-delay.ts'
import { route } from '../routing/router.ts'
import type { Routed } from '../routing/router.ts'
import { setting, type Settings } from '../routing/settings.ts'
import { serializerOf, writeBody, type Written } from './body.ts'
import type { CanvasContext, Published, PublishRequest } from './context.ts'
import { publishPolicy } from './retry-policy.ts'

/** `prepareTask`, for whoever has nobody hear of a message that cannot be written. */
export function publishTask(
  request: PublishRequest,
  context: CanvasContext,
): Published | PythonError {
  const prepared = prepareTask(request, context)
  return isPythonError(prepared) || prepared.refusal === null
    ? prepared
    : { error: prepared.refusal, unwritten: true }
}

/**
 * Makes the message of one task, as `task.apply_async` does up to the broker (rule 1.18): typing check,
 * the task's own options, routing, expiry, parents, protocol 2. Answers the exception Celery raises, or has it
 * beside the message where that is there and its body cannot be written.
 */
export function prepareTask(
  request: PublishRequest,
  context: CanvasContext,
): Published | PythonError {
  return orPythonError(() => {
    const definition = request.byName ? undefined : context.task(request.name)
    if (definition !== undefined) check(request, definition, context)
    return messageOf(request, routeCall(request, definition, context), context)
  })
}

/** Where calls without options go, by their task: neither a definition nor settings are changed in place. */
const PLAIN = new WeakMap<
  TaskDefinition,
  { readonly settings: Settings; readonly routed: Routed }
>()

function routeCall(
  request: PublishRequest,
  task: TaskDefinition | undefined,
  context: CanvasContext,
): Routed {
  const { settings } = context
  const name = request.routeName ?? request.name
  if (task === undefined || name !== task.name || !isEmpty(request.options))
    return route(settings, callOptions(request, task, context), name)
  const known = PLAIN.get(task)
  if (known?.settings === settings) return known.routed
  const routed = route(settings, callOptions(request, task, context), name)
  PLAIN.set(task, { settings, routed })
  return routed
}

function isEmpty(options: JsonObject): boolean {
  for (const _ in options) return false
  return true
}

/** What Celery refuses of a call of a task that is known here (rules 1.15, 4.30). Throws what it raises. */
export function check(
  request: Pick<PublishRequest, 'args' | 'kwargs'>,
  task: TaskDefinition,
  context: Pick<CanvasContext, 'settings'>,
): void {
  const hard = toNumber(task.options['time_limit'])
  const soft = toNumber(task.options['soft_time_limit'])
  if (hard !== null && soft !== null && hard > 0 && soft > hard) {
    const message = 'soft_time_limit must be less than or equal to time_limit'
    throw new CeleryError('builtins.ValueError', message)
  }
  const typed = task.options['typing'] ?? setting(context.settings, 'strict_typing')
  if (task.parameters === null || !isTruthy(typed)) return
  const message = checkArguments(
    functionName(task),
    task.parameters,
    request.args.length,
    Object.keys(request.kwargs),
    task.bound,
  )
  if (message !== null) throw new CeleryError('builtins.TypeError', message)
}

/** The name of the function itself is not told: it ends the task's name unless the decorator gave another. */
const functionName = (task: TaskDefinition): string =>
  typeof task.options['function'] === 'string'
    ? task.options['function']
    : task.name.slice(task.name.lastIndexOf('.') + 1)

/** Attributes of a task that every call takes over, None where unset (rule 1.16). */
const EXEC_OPTIONS = [
  'queue',
  'routing_key',
  'exchange',
  'priority',
  'expires',
  'serializer',
  'delivery_mode',
  'compression',
  'time_limit',
  'soft_time_limit',
  'immediate',
  'mandatory',
]

function callOptions(
  request: PublishRequest,
  task: TaskDefinition | undefined,
  context: CanvasContext,
): JsonObject {
  if (task === undefined) return request.options
  const { options } = task
  const own: { [name: string]: Json } = {}
  for (const name of EXEC_OPTIONS) own[name] = options[name] ?? null
  own['serializer'] ??= setting(context.settings, 'task_serializer')
  own['priority'] ??= setting(context.settings, 'task_default_priority')
  own['ignore_result'] = options['ignore_result'] ?? setting(context.settings, 'task_ignore_result')
  return { ...own, ...request.options }
}

/** Rules 1.19 and 1.20: a call inside a task is its child, part of the same workflow. */
function withParents(options: JsonObject, context: CanvasContext): JsonObject {
  const parent = context.parent as JsonObject | null
  if (parent === null || (isTruthy(options['root_id']) && isTruthy(options['parent_id']))) {
    return options
  }
  const id = parent['id'] ?? null
  const inherited: { [name: string]: Json } = {
    root_id: isTruthy(options['root_id']) ? (options['root_id'] ?? null) : rootOf(parent),
    parent_id: isTruthy(options['parent_id']) ? (options['parent_id'] ?? null) : id,
  }
  if (
    isTruthy(setting(context.settings, 'task_inherit_parent_priority')) &&
    !('priority' in options)
  ) {
    const delivery = parent['delivery_info']
    inherited['priority'] = isObject(delivery) ? (delivery['priority'] ?? null) : null
  }
  return { ...options, ...inherited }
}

const rootOf = (parent: JsonObject): Json =>
  isTruthy(parent['root_id']) ? (parent['root_id'] ?? null) : (parent['id'] ?? null)

function messageOf(request: PublishRequest, routed: Routed, context: CanvasContext): Published {
  const isOne = toNumber(setting(context.settings, 'task_protocol')) === 1
  const parented = withParents(routed.options, context)
  const options = isOne ? chainAsLinks(parented) : parented
  const serializer = serializerOf(options, context)
  const { built, written, refusal } = compose(
    {
      id: request.id,
      name: request.name,
      args: request.args,
      argsAsList: request.argsAsList,
      kwargs: request.kwargs,
      options: {
        argsrepr: request.argsrepr ?? null,
        kwargsrepr: request.kwargsrepr ?? null,
        ...options,
        reply_to: isTruthy(options['reply_to']) ? (options['reply_to'] ?? null) : context.replyTo,
      },
      exact: serializer !== 'json',
      now: context.now,
      origin: context.origin,
    },
    serializer,
    context,
  )
  const { contentType, contentEncoding, compression, bytes } = written
  const delayed = delay(routed, options, context)
  const target = delayed.target ?? destination(routed, context)
  const expiry = expiration(request.id, options['expires'], context)
  // A delayed message goes to no queue that the publisher would know of (rule 2.40).
  const queue = delayed.target === null ? routed.queue : null
  const declared = queue !== null && !queue.broadcast ? [queue] : []
  const message: TaskMessage = {
    exchange: target.exchange,
    routingKey: target.routingKey,
    headers: compression === null ? built.headers : { ...built.headers, compression },
    properties: properties(built.properties, options, expiry.text, queue, context),
    body: built.body,
    contentType,
    contentEncoding,
    declare: declared.map(({ name }) => name),
    ...(bytes === undefined ? {} : { bytes }),
    ...(isOne ? { protocol: 1 as const } : {}),
  }
  return {
    message,
    declare: declared,
    queue: queue?.name ?? null,
    retry: publishPolicy(options, context.settings),
    warnings: [...delayed.warnings, ...expiry.warnings],
    refusal,
  }
}

interface Composed {
  readonly built: BuiltMessage
  readonly written: Written
  readonly refusal: PythonError['error'] | null
}

/** A message with its body written; where that fails, as those who hear of the call before it do see it (rule 1.18). */
function compose(input: MessageInput, serializer: string, context: CanvasContext): Composed {
  try {
    const built = buildMessage(input)
    const { argsAsList, options } = input
    const written = writeBody(built.body, argsAsList, serializer, options, context)
    return { built, written, refusal: null }
  } catch (error) {
    if (!(error instanceof UnwrittenError)) throw error
    const { type, message, of } = error
    const refusal = { type, message, ...(of === undefined ? {} : { of }) }
    return { built: buildMessage({ ...input, exact: true }), written: UNWRITTEN, refusal }
  }
}

const UNWRITTEN: Written = {
  contentType: 'application/json',
  contentEncoding: 'utf-8',
  compression: null,
}

interface Target {
  readonly exchange: string
  readonly routingKey: string
}

/**
 * Where an app has quorum queues, a countdown goes through the levels of native delayed delivery, if the
 * exchange is not a direct one (rule 2.40). A delay below one second is Celery's own mistake: the call
 * raises.
 */
function delay(
  { queue, options }: Routed,
  { countdown, eta }: JsonObject,
  { driver, settings, sentTo, now }: CanvasContext,
): { readonly target: Target | null; readonly warnings: readonly string[] } {
  const none = { target: null, warnings: [] }
  if (driver !== 'amqp' || !(isTruthy(countdown) || isTruthy(eta))) return none
  const known = knownQueues(settings, sentTo)
  if (!hasQuorum(queue === null ? known : [...known, queue])) return none
  if (queue === null && options['exchange_type'] === undefined)
    throw new CeleryError('builtins.KeyError', "'exchange_type'")
  const type = queue?.exchange.type ?? options['exchange_type']
  const exchange = queue?.exchange.name ?? exchangeName(options['exchange']) ?? ''
  if (type === 'direct') return { target: null, warnings: [DIRECT(exchange)] }
  const at = isTruthy(eta) ? momentText(eta) : null
  const moment = at === null ? null : fromIso(at)
  const left = moment === null ? (toNumber(countdown) ?? 0) : toSeconds(moment - now)
  if (left <= 0) return none
  const key = queue?.routingKey ?? asText(options['routing_key'])
  const routingKey = delayKey(Math.trunc(left), key)
  return { target: { exchange: FIRST_LEVEL, routingKey }, warnings: [] }
}

const DIRECT = (exchange: string): string =>
  'Direct exchanges are not supported with native delayed delivery.\n' +
  `${exchange} is a direct exchange but should be a topic exchange or a fanout exchange in order for native delayed delivery to work properly.\n` +
  'If quorum queues are used, this task may block the worker process until the ETA arrives.'

/** Rule 1.22: to a direct exchange without both names goes the default exchange, by the queue's name. */
function destination(routed: Routed, context: CanvasContext): Target {
  const { queue, options } = routed
  const exchange = exchangeName(options['exchange'])
  const key = typeof options['routing_key'] === 'string' ? options['routing_key'] : ''
  const type = isTruthy(options['exchange_type'])
    ? options['exchange_type']
    : (queue?.exchange.type ?? 'direct')
  if ((exchange === null || exchange === '' || key === '') && type === 'direct') {
    return { exchange: '', routingKey: queue?.name ?? '' }
  }
  if (exchange !== null) return { exchange, routingKey: key }
  const bound = queue?.routingKey
  const routingKey = key || (bound ?? '') || defaultRoutingKey(context.settings)
  return { exchange: queue?.exchange.name ?? '', routingKey }
}

/** An exchange may be named or sent as kombu's object. */
function exchangeName(value: Json | undefined): string | null {
  const name = isObject(value) ? value['name'] : value
  return typeof name === 'string' ? name : null
}

const PAST = (id: string, ago: string): string =>
  `${id} has an expiration date in the past (${ago}s ago).\n` +
  'We assume this is intended and so we have set the expiration date to 0 instead.\n' +
  "According to RabbitMQ's documentation:\n" +
  '"Setting the TTL to 0 causes messages to be expired upon reaching a queue unless they can be ' +
  'delivered to a consumer immediately."\n' +
  'If this was unintended, please check the code which published this task.'

/** Rule 1.14: whole milliseconds as text; a moment that is over counts as now, with a warning. */
function expiration(
  id: string,
  expires: Json | undefined,
  context: CanvasContext,
): { text: string | null; warnings: readonly string[] } {
  if (expires === undefined || expires === null) return { text: null, warnings: [] }
  const left = toNumber(expires) ?? secondsUntil(expires, context)
  if (left >= 0) return { text: String(Math.trunc(left * 1000)), warnings: [] }
  // A whole number of seconds is an int in Python where the call said so; else it is a float.
  const ago = typeof expires === 'number' ? String(-left) : floatText(-left)
  return { text: '0', warnings: [PAST(id, ago)] }
}

function secondsUntil(expires: Json, context: CanvasContext): number {
  const text = momentText(expires)
  const at = text === null ? null : fromIso(text)
  if (at === null) {
    throw new CeleryError('builtins.ValueError', 'ISO string too short')
  }
  return toSeconds(at - context.now)
}

/** Options that are no properties: Celery and kombu take them by name. */
const NOT_PROPERTIES = new Set([
  ...['countdown', 'eta', 'task_id', 'expires', 'link', 'link_error', 'add_to_parent', 'group_id'],
  ...['group_index', 'retries', 'chord', 'reply_to', 'time_limit', 'soft_time_limit', 'root_id'],
  ...['parent_id', 'route_name', 'shadow', 'chain', 'task_type', 'replaced_task_nesting'],
  ...['ignore_result', 'producer', 'publisher', 'connection', 'router', 'result_cls'],
  ...['exchange', 'routing_key', 'queue', 'retry', 'retry_policy', 'serializer', 'delivery_mode'],
  ...['compression', 'declare', 'headers', 'exchange_type', 'timeout', 'confirm_timeout'],
  ...['immediate', 'mandatory', 'priority', 'stamped_headers', 'event_dispatcher'],
])

function properties(
  base: Pick<TaskProperties, 'correlation_id' | 'reply_to'>,
  options: JsonObject,
  expires: string | null,
  queue: QueueSpec | null,
  context: CanvasContext,
): TaskProperties {
  const stamps = sequenceItems(options['stamped_headers'] ?? null) ?? []
  const others = Object.keys(options).filter(
    (name) => !NOT_PROPERTIES.has(name) && !stamps.includes(name),
  )
  // Without any priority option kombu's own default is 0; an explicit None stays away.
  const priority = 'priority' in options ? toNumber(options['priority']) : 0
  const mode = deliveryMode(options['delivery_mode']) ?? queue?.exchange.deliveryMode
  return {
    ...base,
    ...(others.length === 0 ? {} : ownProperties(options, others)),
    delivery_mode:
      mode ?? deliveryMode(setting(context.settings, 'task_default_delivery_mode')) ?? 2,
    ...(priority === null ? {} : { priority }),
    ...(expires === null ? {} : { expiration: expires }),
  }
}

const ownProperties = (options: JsonObject, names: readonly string[]): JsonObject =>
  toWire(Object.fromEntries(names.map((name) => [name, options[name] ?? null]))) as JsonObject
