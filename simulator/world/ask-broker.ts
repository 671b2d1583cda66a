import type { QueueState } from '../brokers/broker.ts'
import { takeFirst, waiting } from '../brokers/broker.ts'
import type { Json } from '../messages/json.ts'
import type { BrokerAsk, ResumeValue } from '../program.ts'
import { queueFromJson } from '../routing/queues.ts'
import { settle } from './dispatch.ts'
import { move } from './machines.ts'
import { closeCopy } from './sweep.ts'
import type { CopyState, ProcessState } from './state.ts'
import { declare, declareRefusal, type Refusal } from './topology.ts'
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
  if (ask.do === 'declare') return declareFor(world, process, ask.queue)
  const queue = world.state.broker.queues[ask.queue]
  if (queue === undefined) return noQueue(ask.queue)
  return answered(take(world, process, queue))
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

const noQueue = (name: string): BrokerAnswer =>
  refused({
    code: 404,
    text: `NOT_FOUND - no queue '${name}' in vhost '/'`,
    method: [60, 70],
    name: 'Basic.get',
  })

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
