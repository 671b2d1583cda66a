import { type Consumer, NOTHING } from '../brokers/broker.ts'
import { passesChannel, tellSender } from './confirms.ts'
import { carryOut, dispatch, restoreOne, settle, spread } from './dispatch.ts'
import { losesAck } from './hazards.ts'
import { giveBack, letGo, release } from './queues.ts'
import { sendSettlement, takeSettlement } from './settlements.ts'
import type { Arrival, CopyState } from './state.ts'
import type { WorkerState } from './worker-state.ts'
import { NONE, type World } from './world.ts'
import { tellAcked } from './rows.ts'
import { closeCopy } from './sweep.ts'
import { isIn } from './machines.ts'

// What a worker does with its messages: this file, whatever the broker.
export { reservedCount } from './credit.ts'
export { dispatch } from './dispatch.ts'
export { moveTask } from './queues.ts'

/** A message reaches the broker. */
export function arrive(world: World, arrival: Arrival, number: number): void {
  if (!passesChannel(world, arrival, number)) return
  const taken = spread(world, arrival, 'published')
  tellSender(world, arrival.sender, number, taken ? 'ack' : 'nack')
  settle(world)
}

/** A Redis consumer asks again, now that it has handled a message. */
export function askAgain(world: World, worker: WorkerState): void {
  if (worker.consumer !== null) worker.consumer.turn = world.state.nextTurn++
}

/** A worker begins to consume. */
export function beginConsuming(world: World, worker: WorkerState, consumer: Consumer): void {
  worker.consumer = consumer
  world.consumers = null
  consumeFrom(world, consumer, consumer.queues)
  const { cause } = world.process(worker.main)
  carryOut(world, world.broker.onConsumer?.(world.view, consumer) ?? NOTHING, cause)
}

/** A consumer's queues are these from now on. */
function consumeFrom({ broker, view }: World, consumer: Consumer, queues: readonly string[]): void {
  consumer.queues = [...(broker.askOrder?.(queues, view.settings(consumer.worker)) ?? queues)]
}

/** A worker consumes from some of its queues no more, or from none. */
export function endConsuming(
  world: World,
  worker: WorkerState,
  queues: readonly string[] | 'all',
): void {
  const { consumer } = worker
  if (consumer === null) return
  const gone = queues === 'all' ? consumer.queues : queues
  world.consumers = null
  if (queues === 'all') worker.consumer = null
  else
    consumeFrom(
      world,
      consumer,
      consumer.queues.filter((name) => !queues.includes(name)),
    )
  const { broker, view } = world
  const effects = broker.onConsumerGone?.(view, { worker: worker.index, queues: gone })
  if (effects !== undefined) carryOut(world, effects, world.process(worker.main).cause)
}

/** A worker acknowledges: the broker forgets the message, if it hears of it. */
export function acknowledge(world: World, worker: WorkerState, tag: number, cause: number): number {
  const lost = losesAck(world, worker)
  if (lost !== null) return loseAck(world, worker, tag, lost)
  if (sendSettlement(world, worker, { tag, how: 'ack', cause })) return cause
  return acknowledgeNow(world, worker, tag, cause)
}

function acknowledgeNow(world: World, worker: WorkerState, tag: number, cause: number): number {
  const copy = world.copy(tag)
  release(world, copy, 'ACK', worker)
  tellAcked(world, copy, worker, cause)
  settled(world, copy, 'acked')
  return copy.cause
}

/** The event of what a worker tells of a message, which has been under way. */
export function settlementArrives(world: World, number: number): void {
  const settlement = takeSettlement(world, number)
  if (settlement === undefined) return
  const { tag, how, cause, delivery } = settlement
  const worker = world.worker(settlement.worker)
  const copy = world.findCopy(tag)
  // Given back meanwhile: on Redis its visibility timeout is over (rule 2.27).
  if (copy?.worker !== worker.index || copy.deliveredAs !== delivery) return
  if (how === 'ack') acknowledgeNow(world, worker, tag, cause)
  else rejectNow(world, worker, tag, how === 'requeue', cause)
}

/** What a worker has told of a message never arrives: it counts on it, and the broker does not (rule 2.32). */
export function loseSettlement(world: World, number: number): void {
  const settlement = takeSettlement(world, number)
  if (settlement === undefined) return
  const { tag, cause } = settlement
  const copy = world.findCopy(tag)
  if (copy === null) return
  const { actor } = world.worker(settlement.worker)
  copy.cause = world.fact('ack-lost', actor, copy.task, cause, { tag, queue: copy.queue })
}

/**
 * A worker acknowledges what was given out again meanwhile: Redis forgets it by its delivery tag, and who has
 * it now goes on and counts it (rule 2.26).
 */
export function acknowledgeLate(
  world: World,
  worker: WorkerState,
  tag: number,
  cause: number,
): number {
  const copy = world.copy(tag)
  const delivered = copy.cause
  const lost = losesAck(world, worker)
  let row
  if (lost !== null) row = tellLost(world, worker, copy, lost)
  else {
    // Not looked at yet: it stays until it has been.
    if (isUnseen(world, copy)) copy.open += 1
    release(world, copy, 'ACK', null)
    tellAcked(world, copy, worker, cause)
    row = copy.cause
    settled(world, copy, 'acked')
  }
  copy.cause = delivered
  return row
}

/** Has whoever was given a message not made a request of it yet? */
function isUnseen(world: World, { request, worker, deliveredAs }: CopyState): boolean {
  const latest = world.findRequest(request)
  return latest?.worker !== worker || latest.delivery !== deliveredAs
}

/** Was a message acknowledged by an earlier run before its worker looked at it (see `acknowledgeLate`)? */
export const isAckedUnseen = (world: World, worker: WorkerState, copy: CopyState): boolean =>
  isIn('delivery', copy.state, 'acked') && worker.unacked.includes(copy.tag)

/** Such a message has become a request, or never will. */
export function seen(world: World, copy: CopyState): void {
  copy.open -= 1
  closeCopy(world, copy)
}

/**
 * The worker takes it for acknowledged. RabbitMQ goes on counting it against the prefetch until the
 * connection closes (rule 2.32); where kombu counts, the message only stays with the broker (rule 2.26).
 */
function loseAck(world: World, worker: WorkerState, tag: number, cause: number): number {
  const copy = world.copy(tag)
  tellLost(world, worker, copy, cause)
  if (world.broker.countsInClient && copy.worker >= 0) {
    letGo(world, world.worker(copy.worker), copy)
    copy.worker = NONE
  }
  settle(world)
  return copy.cause
}

function tellLost(world: World, worker: WorkerState, copy: CopyState, cause: number): number {
  const { tag, queue, task } = copy
  copy.cause = world.fact('ack-lost', worker.actor, task, cause, { tag, queue })
  return copy.cause
}

/** A worker rejects: the message is gone, or back in its queue (rules 2.29, 3.27). */
export function reject(
  world: World,
  worker: WorkerState,
  tag: number,
  requeue: boolean,
  cause: number,
): number {
  const how = requeue ? 'requeue' : 'reject'
  if (sendSettlement(world, worker, { tag, how, cause })) return cause
  return rejectNow(world, worker, tag, requeue, cause)
}

function rejectNow(
  world: World,
  worker: WorkerState,
  tag: number,
  requeue: boolean,
  cause: number,
): number {
  const copy = world.copy(tag)
  release(world, copy, requeue ? 'REQUEUE' : 'REJECT', worker)
  copy.cause = world.fact('message-rejected', worker.actor, copy.task, cause, {
    tag,
    queue: copy.queue,
    requeue,
  })
  if (requeue) carryOut(world, giveBack(world, copy, 'requeued', worker.index), copy.cause)
  else settled(world, copy, 'rejected')
  return copy.cause
}

function settled(world: World, copy: CopyState, how: 'acked' | 'rejected'): void {
  const { broker, view } = world
  const queue = view.state.queues[copy.queue]
  const effects = queue && broker.onSettled?.(view, queue, copy.tag, how)
  if (effects === undefined) settle(world)
  else carryOut(world, effects, copy.cause)
}

/** A worker that ends gives what it has not acknowledged back, in the order in which it was delivered. */
export function restore(world: World, worker: WorkerState): void {
  const { broker, view } = world
  // What was given to somebody else meanwhile goes back a second time: its tag is the same (rule 2.26).
  const tags = worker.unacked.filter((tag) => isUnacked(world, tag, worker))
  for (const tag of broker.returnOrder?.(view, worker.index, tags) ?? tags)
    restoreOne(world, world.copy(tag), worker)
  worker.unacked = []
  carryOut(world, broker.onGone?.(view, worker.index) ?? NOTHING, NONE)
}

const isUnacked = (world: World, tag: number, worker: WorkerState): boolean => {
  const copy = world.findCopy(tag)
  if (copy === null || !isIn('delivery', copy.state, 'unacked')) return false
  return world.broker.acksByTag || copy.worker === worker.index
}

/** What was on its way to a worker went elsewhere meanwhile: it goes on without. */
export function missed(world: World, worker: WorkerState, tag: number): void {
  const copy = world.findCopy(tag)
  if (copy !== null && isAckedUnseen(world, worker, copy)) seen(world, copy)
  if (worker.consumer === null || !worker.unacked.includes(tag)) return
  worker.unacked = worker.unacked.filter((one) => one !== tag)
  askAgain(world, worker)
  dispatch(world)
}

/** A worker has connected, and does not consume yet. */
export function connected(world: World, worker: WorkerState): void {
  const { cause } = world.process(worker.main)
  carryOut(world, world.broker.onConnected?.(world.view, worker.index) ?? NOTHING, cause)
}

/** A worker's connection is gone; what becomes of what it held is the broker's affair. */
export function loseConnection(world: World, worker: WorkerState): void {
  // What was taken from it unknown to it is not its own any more (rule 2.27).
  const tags = worker.unacked.filter((tag) => world.findCopy(tag)?.worker === worker.index)
  worker.unacked = []
  for (const tag of tags) world.copy(tag).worker = NONE
  const { cause } = world.process(worker.main)
  carryOut(world, world.broker.onLost(world.view, worker.index, tags), cause)
}
