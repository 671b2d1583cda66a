import { NOTHING, type QueueState, waiting } from '../brokers/broker.ts'
import type { Effect } from '../brokers/effects.ts'
import type { Json } from '../messages/json.ts'
import type { BrokerAsk, ResumeValue } from '../program.ts'
import { exchangeOf, queueFromJson } from '../routing/queues.ts'
import { carryOut, settle } from './dispatch.ts'
import { beginHeartbeats } from './monitors.ts'
import { mayOpen, openLink } from './links.ts'
import {
  channelOf,
  closeChannels,
  nextFetched,
  settleFetched,
  take,
  withoutConsumers,
} from './program-channels.ts'
import { empty } from './purge.ts'
import type { ProcessState } from './state.ts'
import {
  declare,
  declareExchange,
  declareRefusal,
  refusalOfExchange,
  type Refusal,
} from './topology.ts'
import type { World } from './world.ts'

type BrokerAnswer = Extract<ResumeValue, { readonly kind: 'broker' }>

/** How each thing is done that a program asks of the broker. */
type Answers = {
  readonly [D in BrokerAsk['do']]: (
    world: World,
    process: ProcessState,
    ask: Extract<BrokerAsk, { readonly do: D }>,
  ) => BrokerAnswer
}

const answered = (value: Json): BrokerAnswer => ({ kind: 'broker', value, refusal: null })

const refused = (refusal: Refusal): BrokerAnswer => ({
  kind: 'broker',
  value: null,
  refusal: { ...refusal },
})

/** What a program asks of the broker itself, through kombu: done now, and answered. */
export function askBroker(world: World, process: ProcessState, ask: BrokerAsk): BrokerAnswer {
  if (!process.connected.broker && mayOpen(world, process, 'broker')) openLink(process, 'broker')
  const answer = ANSWERS[ask.do] as (
    world: World,
    process: ProcessState,
    ask: BrokerAsk,
  ) => BrokerAnswer
  return answer(world, process, ask)
}

const ANSWERS: Answers = {
  declare(world, process, ask) {
    const queue = queueFromJson(ask.queue, process.app.settings)
    const refusal = declareRefusal(world, queue)
    if (refusal !== null) return refused(refusal)
    process.cause = declare(world, process.actor, process.cause, queue)
    process.connected.exchanges.push(queue.exchange.name)
    return answered(counts(world, queue.name))
  },
  'declare-exchange'(world, process, { exchange: described }) {
    const exchange = exchangeOf(described)
    const refusal = refusalOfExchange(world, exchange)
    if (refusal !== null) return refused(refusal)
    process.cause = declareExchange(world, process.actor, process.cause, exchange)
    process.connected.exchanges.push(exchange.name)
    return answered(null)
  },
  look(world, _process, { queue: name }) {
    const queue = world.state.broker.queues[name]
    // A list of Redis is there as long as something is in it (recording kombu_consumer_redis).
    if (queue === undefined || (world.broker.name === 'redis' && waiting(queue) === 0))
      return noQueue(world, name, [50, 10], 'Queue.declare')
    return answered(counts(world, name))
  },
  take(world, process, { queue: name, channel }) {
    const queue = world.state.broker.queues[name]
    if (queue === undefined) return missing(world, name, [60, 70], 'Basic.get')
    const effects: Effect[] = []
    const holder =
      channel === null ? null : { channel: channelOf(world, process, channel), consumer: null }
    const found = take(world, process, holder, queue, effects)
    carryOut(world, effects, process.cause)
    return answered(found)
  },
  purge(world, process, { queue: name }) {
    const queue = world.state.broker.queues[name]
    if (queue === undefined && world.broker.driver === 'amqp')
      return noQueue(world, name, [50, 30], 'Queue.purge')
    return answered(empty(world, process.cause, name))
  },
  delete(world, process, { queue: name, ifEmpty, ifUnused }) {
    const queue = world.state.broker.queues[name]
    if (queue === undefined) return answered(0)
    const refusal = deleteRefusal(world, queue, ifEmpty, ifUnused)
    if (refusal === 'in silence') return answered(0)
    if (refusal !== null) return refused(refusal)
    const count = waiting(queue)
    const reason = 'a program has deleted it'
    carryOut(world, [{ do: 'delete-queue', queue: name, reason }], process.cause)
    return answered(count)
  },
  consume(world, process, { channel, consumer: tag, queue, noAck }) {
    if (world.state.broker.queues[queue] === undefined)
      return missing(world, queue, [60, 20], 'Basic.consume')
    const { consumers, prefetch } = channelOf(world, process, channel)
    consumers.push({ tag, queue, noAck, prefetch })
    settle(world)
    return answered(null)
  },
  monitor(world, process, { channel, consumer: tag, routingKey }) {
    const { monitors, inbox } = channelOf(world, process, channel)
    monitors.push({ tag, routingKey })
    // Redis confirms a subscription, and the first look of its client finds that (recording events_receiver).
    if (world.broker.name === 'redis') inbox.push({ consumer: tag, message: null })
    beginHeartbeats(world)
    return answered(null)
  },
  cancel(world, process, { channel, consumer }) {
    const { consumers, monitors } = channelOf(world, process, channel)
    const listening = monitors.findIndex(({ tag }) => tag === consumer)
    if (listening >= 0) monitors.splice(listening, 1)
    const at = consumers.findIndex(({ tag }) => tag === consumer)
    const [gone] = at < 0 ? [] : consumers.splice(at, 1)
    carryOut(world, gone === undefined ? NOTHING : withoutConsumers(world, gone.queue), -1)
    return answered(null)
  },
  qos(world, process, { channel, prefetch }) {
    channelOf(world, process, channel).prefetch = prefetch
    settle(world)
    return answered(null)
  },
  drain: (world, process, { channels }) => answered(nextFetched(world, process, channels)),
  settle(world, process, { channel, tag, how }) {
    const effects = settleFetched(world, process, channelOf(world, process, channel), tag, how)
    carryOut(world, effects, process.cause)
    return answered(null)
  },
  close(world, process, { channels }) {
    carryOut(world, closeChannels(world, process, channels), process.cause)
    return answered(null)
  },
}

/** A process has ended: what its program held goes back where somebody sees to it. */
export function leaveChannels(world: World, process: ProcessState, killed: boolean): void {
  carryOut(world, closeChannels(world, process, 'all', killed), process.cause)
}

const counts = (world: World, name: string): Json => {
  const found = world.state.broker.queues[name]
  return {
    message_count: found === undefined ? 0 : waiting(found),
    consumer_count: world.view.consumers(name),
  }
}

/** Only AMQP says that a queue is not there; the others take it for an empty one. */
const missing = (
  world: World,
  name: string,
  method: readonly [number, number],
  of: string,
): BrokerAnswer =>
  world.broker.driver === 'amqp' ? noQueue(world, name, method, of) : answered(null)

function noQueue(
  world: World,
  name: string,
  method: readonly [number, number],
  of: string,
): BrokerAnswer {
  const isAmqp = world.broker.driver === 'amqp'
  const text = `NOT_FOUND - no queue '${name}' in vhost '${isAmqp ? '/' : '0'}'`
  return refused({ code: 404, text, method, name: isAmqp ? of : 'Channel.queue_declare' })
}

/** AMQP raises where a queue is not as empty or unused as it should be; the others keep it and say nothing. */
function deleteRefusal(
  world: World,
  queue: QueueState,
  ifEmpty: boolean,
  ifUnused: boolean,
): Refusal | 'in silence' | null {
  const isAmqp = world.broker.driver === 'amqp'
  const full = ifEmpty && waiting(queue) > 0
  // Where kombu itself is the broker it does not look who consumes (kombu/transport/virtual/base.py).
  const used = isAmqp && ifUnused && world.view.consumers(queue.name) > 0
  if (!full && !used) return null
  if (!isAmqp) return 'in silence'
  const why = full ? 'not empty' : 'in use'
  const text = `PRECONDITION_FAILED - queue '${queue.name}' in vhost '/' ${why}`
  return { code: 406, text, method: [50, 40], name: 'Queue.delete' }
}
