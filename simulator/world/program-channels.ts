import { NOTHING, type QueueState, waiting } from '../brokers/broker.ts'
import type { Effect } from '../brokers/effects.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import { bodyOfOne } from '../messages/protocol-one.ts'
import { move } from './machines.ts'
import { OPCODES } from './opcodes.ts'
import type { ProgramChannel, ProgramConsumer } from './program-channels-state.ts'
import { giveBack, release } from './queues.ts'
import type { CopyState, ProcessState } from './state.ts'
import { closeCopy } from './sweep.ts'
import { NONE, type World } from './world.ts'

// What a program takes out of queues by itself. RabbitMQ pushes to its consumers as soon as there is something;
// over Redis and in memory kombu takes one message each time the program looks (recordings kombu_*).

/** The channel of this number; made when it is used first. */
export function channelOf(world: World, process: ProcessState, id: number): ProgramChannel {
  const { channels } = world.state
  const found = channels.find((one) => one.process === process.index && one.id === id)
  if (found !== undefined) return found
  const made: ProgramChannel = {
    process: process.index,
    id,
    consumers: [],
    monitors: [],
    prefetch: 0,
    held: [],
    asksUntil: 0,
    inbox: [],
  }
  channels.push(made)
  return made
}

/** Gives programs what waits for them, wherever waiting messages are given out; says what the broker does then. */
export function feedPrograms(world: World): readonly Effect[] {
  const { channels, processes } = world.state
  const effects: Effect[] = []
  for (const channel of channels) {
    const process = processes[channel.process]
    if (process === undefined) continue
    const drains = isDraining(process, channel)
    if (!world.broker.countsInClient) fill(world, process, channel, Infinity, effects)
    else if ((drains || channel.asksUntil > world.now) && channel.inbox.length === 0)
      fill(world, process, channel, 1, effects)
    if (drains && channel.inbox.length > 0) wakeDraining(world, process)
  }
  return effects
}

/** Does its process wait for a message of this channel? */
function isDraining({ index, wait }: ProcessState, channel: ProgramChannel): boolean {
  const ask = wait?.wait?.kind === 'broker' ? wait.wait.ask : null
  return ask?.do === 'drain' && channel.process === index && ask.channels.includes(channel.id)
}

/** A program that waits for a message has one. */
export function wakeDraining(
  world: World,
  process: ProcessState,
  takes = world.costs.deliver,
): void {
  const { wait } = process
  if (wait === null || wait.woken) return
  wait.woken = true
  world.schedule(world.now + takes, OPCODES.wake, process.index, process.waits)
}

/** A program waits for a message: it may be there, it may come, or the time may be over first. */
export function waitForMessage(
  world: World,
  process: ProcessState,
  channels: readonly number[],
  timeout: number | null,
): void {
  if (timeout !== null)
    world.schedule(world.now + timeout, OPCODES.timeout, process.index, process.waits)
  const own = channels.map((id) => channelOf(world, process, id))
  if (own.some(({ inbox }) => inbox.length > 0)) wakeDraining(world, process)
  if (world.broker.name !== 'redis') return
  // BRPOP waits a second for an answer, and is asked again while the program waits (recording kombu_simple_queue_redis).
  const asks = timeout === null ? Infinity : (Math.floor(timeout / BRPOP) + 1) * BRPOP
  for (const channel of own) channel.asksUntil = world.now + asks
}

/** How long kombu lets Redis wait for a message (rule 2.22). */
const BRPOP: Micros = seconds(1)

/**
 * What a program has waited for: one message, or all that a subscription to Redis has brought meanwhile, which its
 * client reads at once; null: nothing has come in time.
 */
export function nextFetched(
  world: World,
  process: ProcessState,
  channels: readonly number[],
): Json {
  for (const id of channels) {
    const { inbox, monitors } = channelOf(world, process, id)
    const first = inbox[0]
    if (first === undefined) continue
    const subscribed =
      world.broker.name === 'redis' && monitors.some(({ tag }) => tag === first.consumer)
    const others = inbox.findIndex(({ consumer }) => consumer !== first.consumer)
    const count = subscribed ? (others < 0 ? inbox.length : others) : 1
    return { channel: id, found: inbox.splice(0, count).map((one) => ({ ...one })) }
  }
  return null
}

function fill(
  world: World,
  process: ProcessState,
  channel: ProgramChannel,
  most: number,
  effects: Effect[],
): void {
  for (let count = 0; count < most; count++) {
    const consumer = nextConsumer(world, channel)
    if (consumer === null) return
    const queue = world.state.broker.queues[consumer.queue]
    if (queue === undefined) return
    const message = take(
      world,
      process,
      consumer.noAck ? null : { channel, consumer: consumer.tag },
      queue,
      effects,
    )
    // The next one takes its turn (rule 2.23).
    channel.consumers.splice(channel.consumers.indexOf(consumer), 1)
    channel.consumers.push(consumer)
    if (message !== null) channel.inbox.push({ consumer: consumer.tag, message })
  }
}

/** The consumer whose turn it is: of those with a message the one with the most urgent, in their order. */
function nextConsumer(world: World, channel: ProgramChannel): ProgramConsumer | null {
  let best: ProgramConsumer | null = null
  let bestLevel = Infinity
  for (const consumer of channel.consumers) {
    if (!consumer.noAck && !hasRoom(world, channel, consumer)) continue
    const levels = world.state.broker.queues[consumer.queue]?.levels ?? []
    const level = levels.findIndex((one) => one.length > 0)
    if (level < 0 || level >= bestLevel) continue
    best = consumer
    bestLevel = level
  }
  return best
}

function hasRoom(
  { broker }: World,
  channel: ProgramChannel,
  { tag, prefetch }: ProgramConsumer,
): boolean {
  if (broker.countsInClient) return channel.prefetch === 0 || channel.held.length < channel.prefetch
  return prefetch === 0 || channel.held.filter(({ consumer }) => consumer === tag).length < prefetch
}

/** Who takes a message and has to settle it. */
export interface Holder {
  readonly channel: ProgramChannel
  /** Null: it was asked for by itself. */
  readonly consumer: string | null
}

/** Takes the next message of a queue, for good where no channel holds it; null where none waits. */
export function take(
  world: World,
  process: ProcessState,
  holder: Holder | null,
  queue: QueueState,
  effects: Effect[],
): Json {
  const tag = queue.levels.find((level) => level.length > 0)?.shift()
  if (tag === undefined) return null
  const copy = world.copy(tag)
  copy.state = move('delivery', copy.state, 'DELIVER', tag)
  copy.worker = NONE
  copy.deliveredAt = world.now
  if (waiting(queue) === 0) queue.state = move('queue', queue.state, 'DRAIN', queue.name)
  const { redelivered } = copy
  if (holder === null) {
    copy.state = move('delivery', copy.state, 'ACK', tag)
    const detail = { tag, queue: queue.name }
    process.cause = world.fact('message-taken', process.actor, copy.task, process.cause, detail)
    closeCopy(world, copy)
    world.broker.onForgotten?.(world.view, tag)
    return described(copy)
  }
  queue.unacked += 1
  holder.channel.held.push({ tag, consumer: holder.consumer })
  const detail = { tag, queue: queue.name, redelivered }
  copy.cause = world.fact('message-fetched', process.actor, copy.task, process.cause, detail)
  process.cause = copy.cause
  effects.push(...(world.broker.onDelivered?.(world.view, queue, tag) ?? NOTHING))
  return described(copy)
}

/** A program acknowledges a message, rejects it or gives it back: what the broker does then. */
export function settleFetched(
  world: World,
  process: ProcessState,
  channel: ProgramChannel,
  tag: number,
  how: 'ack' | 'reject' | 'requeue',
): readonly Effect[] {
  const copy = world.findCopy(tag)
  channel.held = channel.held.filter((one) => one.tag !== tag)
  // Its visibility timeout is over (rule 2.27), or its queue is gone.
  if (copy === null || copy.worker !== NONE || !isOut(world, copy)) return NOTHING
  release(world, copy, EVENTS[how], null)
  const detail = { tag, queue: copy.queue, how }
  copy.cause = world.fact('message-settled', process.actor, copy.task, process.cause, detail)
  process.cause = copy.cause
  if (how === 'requeue') return giveBack(world, copy, 'requeued', NONE)
  const { broker, view } = world
  const queue = world.state.broker.queues[copy.queue]
  const settled = how === 'ack' ? 'acked' : 'rejected'
  return (queue && broker.onSettled?.(view, queue, tag, settled)) ?? NOTHING
}

const EVENTS = { ack: 'ACK', reject: 'REJECT', requeue: 'REQUEUE' } as const

const isOut = (world: World, { tag, queue }: CopyState): boolean =>
  world.state.broker.queues[queue]?.levels.every((level) => !level.includes(tag)) === true

/**
 * Channels are closed, or their process has ended: what they hold goes back to its queues. RabbitMQ sees to it;
 * kombu does it for Redis when a program ends by itself (rule 2.30), and what a killed one held stays in the hash.
 */
export function closeChannels(
  world: World,
  process: ProcessState,
  ids: readonly number[] | 'all',
  killed = false,
): readonly Effect[] {
  const { channels } = world.state
  const closed = channels.filter(
    ({ process: index, id }) => index === process.index && (ids === 'all' || ids.includes(id)),
  )
  if (closed.length === 0) return NOTHING
  const kept = channels.filter((one) => !closed.includes(one))
  channels.splice(0, channels.length, ...kept)
  const effects: Effect[] = closed.flatMap(({ consumers }) =>
    consumers.flatMap(({ queue }) => withoutConsumers(world, queue)),
  )
  if (killed && world.broker.acksByTag) return effects
  return [...closed.flatMap(({ held }) => held.flatMap(({ tag }) => back(world, tag))), ...effects]
}

function back(world: World, tag: number): readonly Effect[] {
  const copy = world.findCopy(tag)
  if (copy === null || copy.worker !== NONE || !isOut(world, copy)) return NOTHING
  release(world, copy, 'RESTORE', null)
  return giveBack(world, copy, 'restored', NONE)
}

/** The last consumer of a queue has gone: one that deletes itself does so now, in AMQP. */
export function withoutConsumers(world: World, name: string): readonly Effect[] {
  const queue = world.state.broker.queues[name]
  if (queue?.autoDelete !== true || world.broker.driver !== 'amqp') return NOTHING
  if (world.view.consumers(name) > 0) return NOTHING
  return [{ do: 'delete-queue', queue: name, reason: 'its last consumer is gone' }]
}

/** A message as kombu hands it out. */
function described({ tag, message, redelivered }: CopyState): Json {
  const { headers, properties, exchange, routingKey, contentType, contentEncoding } = message
  const isOne = message.protocol === 1
  const task = { body: message.body as unknown as Json, headers: headers as unknown as Json }
  return {
    ...(isOne ? { body: bodyOfOne(message), headers: {} } : (message.plain ?? task)),
    properties: properties as unknown as Json,
    content_type: contentType,
    content_encoding: contentEncoding,
    delivery_info: { exchange, routing_key: routingKey, redelivered },
    tag,
  }
}
