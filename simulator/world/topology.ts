import { isEmpty } from '../kernel/is-empty.ts'
import type { JsonObject } from '../messages/json.ts'
import type { Binding } from '../brokers/broker.ts'
import type { BindingSpec, ExchangeSpec, QueueSpec } from '../routing/queues.ts'
import type { World } from './world.ts'
import { carryOut } from './dispatch.ts'
import { initial, move } from './machines.ts'

/** Exchanges of this name are the broker's own: kombu declares none of them. */
const RESERVED = 'amq.'

/** Why the broker does not take a declaration: what amqp raises (rule 2.17). */
export interface Refusal {
  readonly code: number
  readonly text: string
  /** Class and method of AMQP. */
  readonly method: readonly [number, number]
  readonly name: string
}

/** Why a queue cannot be had though it may be declared: the only node that has it is down; null: it can. */
export function homeRefusal({ broker, view }: World, { name }: QueueSpec): Refusal | null {
  const node = broker.missingNode?.(view, name) ?? null
  if (node === null) return null
  const text = `NOT_FOUND - home node 'rabbit@${node}' of durable queue '${name}' in vhost '/' is down or inaccessible`
  return { code: 404, text, method: [50, 10], name: 'Queue.declare' }
}

/** Why a queue cannot be declared with its exchange; null: it can. Nothing is changed. */
export function declareRefusal(world: World, queue: QueueSpec): Refusal | null {
  if (queue.declared) return null
  const { broker, view } = world
  const exchanges = [
    ownExchange(queue) ?? [],
    queue.bindings.map(({ exchange }) => exchange),
  ].flat()
  for (const exchange of exchanges) {
    const refusal = refusalOfExchange(world, exchange)
    if (refusal !== null) return refusal
  }
  const { name, arguments: args, durable, autoDelete } = queue
  const text = broker.declareRefusal?.(view, name, args, { durable, autoDelete }) ?? null
  return text === null
    ? null
    : { code: 406, text: `${FAILED}${text}`, method: [50, 10], name: 'Queue.declare' }
}

/** Why an exchange cannot be declared; null: it can. */
export function refusalOfExchange(world: World, exchange: ExchangeSpec): Refusal | null {
  const text = exchangeRefusal(world, exchange)
  return text === null
    ? null
    : { code: 406, text: `${FAILED}${text}`, method: [40, 10], name: 'Exchange.declare' }
}

const FAILED = 'PRECONDITION_FAILED - '

/** AMQP takes an exchange again only as it is; the words are RabbitMQ's. */
function exchangeRefusal(world: World, wanted: ExchangeSpec): string | null {
  const { name, type, durable, autoDelete, declared } = wanted
  const current = world.state.broker.exchanges[name]
  if (current === undefined || declared || world.broker.declareRefusal === undefined) return null
  const complaint = (what: string, received: unknown, is: unknown): string =>
    `inequivalent arg '${what}' for exchange '${name}' in vhost '/': received '${String(received)}' but current is '${String(is)}'`
  if (type !== current.type) return complaint('type', type, current.type)
  if (durable !== current.durable) return complaint('durable', durable, current.durable)
  if (autoDelete !== current.autoDelete)
    return complaint('auto_delete', autoDelete, current.autoDelete)
  return null
}

/** Declares what is not there yet; each new thing is a fact. Returns the row of the last one, or `cause`. */
export function declare(world: World, actor: number, cause: number, queue: QueueSpec): number {
  if (queue.declared || isThere(world, queue)) return cause
  const { name, routingKey, bindingArguments } = queue
  const exchange = ownExchange(queue)
  let row = exchange === null ? cause : declareExchange(world, actor, cause, exchange)
  if (world.state.broker.queues[name] === undefined) row = declareQueue(world, actor, row, queue)
  if (exchange !== null && exchange.name !== '')
    row = bindQueue(world, actor, row, name, { exchange, routingKey, arguments: bindingArguments })
  for (const binding of queue.bindings) {
    row = declareExchange(world, actor, row, binding.exchange)
    row = bindQueue(world, actor, row, name, binding)
  }
  return row
}

/** Is all of a plain queue there already? So it is at nearly every publish. */
function isThere(world: World, queue: QueueSpec): boolean {
  const { name, exchange, routingKey } = queue
  const { queues, exchanges, bindings } = world.state.broker
  if (queues[name] === undefined || queue.bindings.length > 0) return false
  if (exchange.name === '') return true
  if (exchanges[exchange.name] === undefined && !exchange.declared) return false
  for (let at = 0; at < bindings.length; at++) {
    const one = bindings[at]!
    if (
      one.destination === name &&
      one.exchange === exchange.name &&
      one.routingKey === routingKey &&
      one.to === 'queue' &&
      sameArguments(one.arguments, queue.bindingArguments)
    )
      return true
  }
  return false
}

/**
 * The exchange that a queue itself is bound to. kombu drops it where there are bindings, be it named or Celery's
 * default (trace route_several_bindings).
 */
const ownExchange = ({ exchange, bindings }: QueueSpec): ExchangeSpec | null =>
  bindings.length === 0 ? exchange : null

/** Declares an exchange unless it is there. */
export function declareExchange(
  world: World,
  actor: number,
  cause: number,
  { name, type, durable, autoDelete, arguments: args, declared }: ExchangeSpec,
): number {
  const { exchanges } = world.state.broker
  if (name === '' || declared || name.startsWith(RESERVED) || exchanges[name] !== undefined)
    return cause
  exchanges[name] = { type, durable, autoDelete, arguments: args }
  return world.fact('exchange-declared', actor, -1, cause, {
    name,
    type,
    ...(durable ? {} : { durable }),
    ...(autoDelete ? { autoDelete } : {}),
  })
}

function declareQueue(world: World, actor: number, cause: number, queue: QueueSpec): number {
  const { name, durable, autoDelete, exclusive } = queue
  const { broker } = world.state
  const levels = Array.from(
    { length: world.broker.levels(queue.arguments, world.appSettings) },
    () => [],
  )
  const made = {
    name,
    arguments: queue.arguments,
    durable,
    autoDelete,
    exclusive,
    levels,
    cursor: 0,
    unacked: 0,
    state: move('queue', initial('queue'), 'DECLARE', `queue ${name}`),
  }
  broker.queues[name] = made
  broker.queueNames.push(name)
  const effects = world.broker.onDeclared?.(world.view, made) ?? []
  world.log.actor({ kind: 'queue', name })
  const lists = world.broker.lists?.(world.appSettings) ?? null
  const row = world.fact('queue-declared', actor, -1, cause, {
    name,
    arguments: queue.arguments,
    ...(durable ? {} : { durable }),
    ...(autoDelete ? { autoDelete } : {}),
    ...(exclusive ? { exclusive } : {}),
    ...(lists === null ? {} : { lists }),
  })
  if (effects.length > 0) carryOut(world, effects, row)
  return row
}

const bindQueue = (
  world: World,
  actor: number,
  cause: number,
  queue: string,
  { exchange, routingKey, arguments: args }: BindingSpec,
): number =>
  bind(world, actor, cause, {
    exchange: exchange.name,
    routingKey,
    destination: queue,
    to: 'queue',
    arguments: args,
  })

/** Every publish declares again: mostly neither side has any. */
function sameArguments(one: JsonObject, other: JsonObject): boolean {
  if (one === other || (isEmpty(one) && isEmpty(other))) return true
  return JSON.stringify(one) === JSON.stringify(other)
}

const isSame = (one: Binding, other: Binding): boolean =>
  one.exchange === other.exchange &&
  one.routingKey === other.routingKey &&
  one.destination === other.destination &&
  one.to === other.to &&
  sameArguments(one.arguments, other.arguments)

/** Adds a way from an exchange unless it is there. */
export function bind(world: World, actor: number, cause: number, binding: Binding): number {
  const { bindings } = world.state.broker
  // Every publish binds again.
  for (let at = 0; at < bindings.length; at++) if (isSame(bindings[at]!, binding)) return cause
  bindings.push(binding)
  const { exchange, routingKey, destination: queue, to } = binding
  if (to === 'exchange')
    return world.fact('exchange-bound', actor, -1, cause, {
      exchange,
      routingKey,
      destination: queue,
    })
  return world.fact('queue-bound', actor, -1, cause, { exchange, routingKey, queue })
}
