import type { QueueState } from '../brokers/broker.ts'
import { takeFirst, waiting } from '../brokers/broker.ts'
import type { Json } from '../messages/json.ts'
import type { BrokerAsk, ResumeValue } from '../program.ts'
import { exchangeFromJson, queueFromJson } from '../routing/queues.ts'
import { carryOut, settle } from './dispatch.ts'
import { move } from './machines.ts'
import { empty } from './purge.ts'
import { closeCopy } from './sweep.ts'
import type { CopyState, ProcessState } from './state.ts'
import {
  declare,
  declareExchange,
  declareRefusal,
  type Refusal,
  refusalOfExchange,
} from './topology.ts'
import { NONE, type World } from './world.ts'

type BrokerAnswer = Extract<ResumeValue, { readonly kind: 'broker' }>

const answered = (value: Json): BrokerAnswer => ({ kind: 'broker', value, refusal: null })

const refused = (refusal: Refusal): BrokerAnswer => ({
  kind: 'broker',
  value: null,
  refusal: { ...refusal },
})

/** What a program asks of the broker itself, through kombu: done now, and answered. */
export function askBroker(world: World, process: ProcessState, ask: BrokerAsk): BrokerAnswer {
  switch (ask.do) {
    case 'declare':
      return declareFor(world, process, ask.queue)
    case 'declare-exchange':
      return declareExchangeFor(world, process, ask.exchange)
    case 'purge':
      return onQueue(world, ask.queue, PURGE, () => answered(empty(world, process, ask.queue)))
    case 'delete':
      return onQueue(world, ask.queue, DELETE, (queue) => remove(world, process, queue, ask))
    case 'take':
      return onQueue(world, ask.queue, GET, (queue) => answered(take(world, process, queue)))
  }
}

/** Class, method and name in AMQP of what is asked of a queue. */
interface Method {
  readonly method: readonly [number, number]
  readonly name: string
}

const GET: Method = { method: [60, 70], name: 'Basic.get' }
const PURGE: Method = { method: [50, 30], name: 'Queue.purge' }
const DELETE: Method = { method: [50, 40], name: 'Queue.delete' }

function onQueue(
  world: World,
  name: string,
  method: Method,
  act: (queue: QueueState) => BrokerAnswer,
): BrokerAnswer {
  const queue = world.state.broker.queues[name]
  if (queue !== undefined) return act(queue)
  // RabbitMQ forgives who takes away what is not there, kombu's own transports whoever asks.
  if (method === DELETE) return answered(0)
  if (world.broker.driver !== 'amqp') return answered(method === PURGE ? 0 : null)
  return refused({ code: 404, text: `NOT_FOUND - no queue '${name}' in vhost '/'`, ...method })
}

/** `queue.delete`: with `ifUnused` and `ifEmpty` the broker does not take away what is in use, or not empty. */
function remove(
  world: World,
  process: ProcessState,
  queue: QueueState,
  ask: Extract<BrokerAsk, { readonly do: 'delete' }>,
): BrokerAnswer {
  const count = waiting(queue)
  const used = ask.ifUnused && world.view.consumers(queue.name) > 0
  if (used || (ask.ifEmpty && count > 0)) {
    const text = `PRECONDITION_FAILED - queue '${queue.name}' in vhost '/' ${used ? 'in use' : 'not empty'}`
    return refused({ code: 406, text, ...DELETE })
  }
  carryOut(
    world,
    [{ do: 'delete-queue', queue: queue.name, reason: 'deleted by a program' }],
    process.cause,
  )
  return answered(count)
}

function declareExchangeFor(world: World, process: ProcessState, described: Json): BrokerAnswer {
  const exchange = exchangeFromJson({ exchange: described }, 'direct')
  if (exchange === null) return answered(null)
  const refusal = refusalOfExchange(world, exchange)
  if (refusal !== null) return refused(refusal)
  process.cause = declareExchange(world, process.actor, process.cause, exchange)
  return answered(null)
}

function declareFor(world: World, process: ProcessState, described: Json): BrokerAnswer {
  const queue = queueFromJson(described, process.app.settings)
  const refusal = declareRefusal(world, queue)
  if (refusal !== null) return refused(refusal)
  process.cause = declare(world, process.actor, process.cause, queue)
  const found = world.state.broker.queues[queue.name]
  return answered({
    message_count: found === undefined ? 0 : waiting(found),
    consumer_count: world.view.consumers(queue.name),
  })
}

/** `basic.get` without acknowledgement: the next message leaves the queue for good; null: there is none. */
function take(world: World, process: ProcessState, queue: QueueState): Json {
  const tag = takeFirst(queue)
  if (tag === undefined) return null
  const copy = world.copy(tag)
  copy.state = move('delivery', copy.state, 'DELIVER', tag)
  copy.state = move('delivery', copy.state, 'ACK', tag)
  if (waiting(queue) === 0) queue.state = move('queue', queue.state, 'DRAIN', queue.name)
  const detail = { tag, queue: queue.name }
  process.cause = world.fact('message-taken', process.actor, copy.task, process.cause, detail)
  copy.worker = NONE
  closeCopy(world, copy)
  world.broker.onForgotten?.(world.view, tag)
  settle(world)
  return described(copy)
}

/** A message as kombu hands it out. */
function described({ message, redelivered }: CopyState): Json {
  const { body, headers, properties, exchange, routingKey, contentType, contentEncoding } = message
  return {
    body: body as unknown as Json,
    headers: headers as unknown as Json,
    properties: properties as unknown as Json,
    content_type: contentType,
    content_encoding: contentEncoding,
    delivery_info: { exchange, routing_key: routingKey, redelivered },
  }
}
