import { anyWaiting, type Consumer, destinations, waiting } from '../brokers/broker.ts'
import type { DropReason, Effect } from '../brokers/effects.ts'
import { giveCredit } from './credit.ts'
import { duplicates } from './hazards.ts'
import type { JsonObject } from '../messages/json.ts'
import { arrow, codeOf, follow, initial, isIn, move } from './machines.ts'
import { takeHead } from './lists.ts'
import { OPCODES } from './opcodes.ts'
import { add } from './pages.ts'
import { feedPrograms } from './program-channels.ts'
import { drop, duplicate, enqueue, giveBack, leave, letGo, queueOf } from './queues.ts'
import { redeliver, returnLate, revive, takeBack, untake } from './redelivery.ts'
import { messageOf, SharedCopy } from './shared-messages.ts'
import type { Arrival, CopyState } from './state.ts'
import type { WorkerState } from './worker-state.ts'
import { post } from './wire.ts'
import { NONE, type World } from './world.ts'

/** Gives waiting messages to workers with room, as long as there are both. */
export function dispatch(world: World): void {
  const { broker, view, state } = world
  if (state.channels.length > 0)
    for (const effect of feedPrograms(world)) perform(world, effect, NONE)
  // Each event of a message asks; mostly there is nothing to give, or nobody to take it.
  if (!anyWaiting(state.broker) || !anyTaker(world)) return
  const consumers = consumersOf(world)
  for (;;) {
    const pick = broker.next(state.broker, consumers)
    if (pick === null) return
    const { queue, consumer, tag } = pick
    const worker = world.worker(consumer.worker)
    const copy = world.copy(tag)
    copy.state = follow(DELIVER, copy.state, tag)
    copy.worker = consumer.worker
    copy.deliveredAs = worker.deliveries++
    // Taken again while it works on it still, a message counts once (rule 2.26).
    if (broker.acksByTag && (copy.redelivered || copy.wire !== NONE)) letGo(world, worker, copy)
    copy.deliveredAt = world.now
    worker.unacked.push(tag)
    queue.unacked += 1
    if (waiting(queue) === 0) queue.state = follow(DRAIN, queue.state, queue.name)
    consumer.turn = -1
    const doubled = duplicates(world, copy)
    if (doubled !== null) duplicate(world, copy, doubled)
    if (state.network.disturbed) setOff(world, worker, tag)
    else world.scheduleHop('deliver', OPCODES.deliver, consumer.worker, tag)
    const effects = broker.onDelivered?.(view, queue, tag)
    if (effects !== undefined && effects.length > 0) carryOut(world, effects, copy.cause)
    if (!anyWaiting(state.broker) || !anyTaker(world)) return
  }
}

const DELIVER = arrow('delivery', 'DELIVER')
const DRAIN = arrow('queue', 'DRAIN')
const READY = codeOf('delivery', 'ready')
const NEW = initial('delivery')

/** Of all workers, in their order; kept until one begins to consume or ends. */
function consumersOf(world: World): readonly Consumer[] {
  world.consumers ??= world.state.workers.flatMap(({ consumer }) => consumer ?? [])
  return world.consumers
}

/** A message sets off to a worker, over a link that may be slow or cut. */
function setOff(world: World, worker: WorkerState, tag: number): void {
  const main = world.process(worker.main)
  if (!main.connected.broker) {
    sentToGhost(world, worker)
    return
  }
  const parcel = { opcode: OPCODES.deliver, entity: worker.index, argument: tag }
  post(world, main, 'in', world.costs.deliver, parcel)
}

/** RabbitMQ has sent something to a connection that nobody reads (see `ghosts.ts`). */
function sentToGhost({ state, now }: World, worker: WorkerState): void {
  for (const ghost of state.network.ghosts)
    if (ghost.worker === worker.index) ghost.sentAt = Math.min(ghost.sentAt, now)
}

/** Counts the credit of each consumer; has any some left? */
function anyTaker(world: World): boolean {
  const { workers } = world.state
  let any = false
  for (let at = 0; at < workers.length; at++) {
    const worker = workers[at]!
    if (worker.consumer === null) continue
    giveCredit(world, worker, worker.consumer)
    any ||= worker.consumer.credit > 0
  }
  return any
}

/** Does what the broker wants done, and lets what has changed take its course. */
export function carryOut(world: World, effects: readonly Effect[], cause: number): void {
  for (const effect of effects) perform(world, effect, cause)
  settle(world)
}

/** Gives out what waits; then the broker looks at what has come in and found no taker. */
export function settle(world: World): void {
  dispatch(world)
  const { broker, view, entered } = world
  if (entered.length === 0) return
  for (let tag = takeHead(entered); tag !== undefined; tag = takeHead(entered)) {
    const copy = world.findCopy(tag)
    if (copy === null || copy.state !== READY) continue
    const effects = broker.onEnqueued?.(view, queueOf(world, copy.queue), tag)
    if (effects !== undefined && effects.length > 0) carryOut(world, effects, copy.cause)
  }
}

function perform(world: World, effect: Effect, cause: number): void {
  switch (effect.do) {
    case 'restore':
      restoreOne(world, world.copy(effect.tag), null)
      return
    case 'redeliver':
      redeliver(world, effect)
      return
    case 'duplicate': {
      const copy = world.copy(effect.tag)
      duplicate(world, copy, copy.cause)
      return
    }
    case 'return-late':
      returnLate(world, world.copy(effect.tag))
      return
    case 'drop':
      drop(world, world.copy(effect.tag), effect.reason, cause)
      return
    case 'dead-letter':
      deadLetter(world, effect, cause)
      return
    case 'refuse':
      refuse(world, world.copy(effect.tag), effect.reason)
      return
    case 'untake':
      untake(world, world.copy(effect.tag), cause)
      return
    case 'revive':
      revive(world, effect, cause)
      return
    case 'let-in':
      enqueue(world, world.copy(effect.tag), 'published')
      return
    case 'end-worker': {
      const { main } = world.worker(effect.worker)
      world.step(world.process(main), { do: 'unrecoverable', error: effect.error })
      return
    }
    case 'close-queue':
      closeQueue(world, effect, cause)
      return
    case 'open-queue': {
      const actor = world.log.actor({ kind: 'queue', name: effect.queue })
      world.fact('queue-opened', actor, NONE, cause, { name: effect.queue })
      return
    }
    case 'delete-exchange':
      deleteExchange(world, effect.exchange, effect.reason, cause)
      return
    case 'delete-queue':
      deleteQueue(world, effect.queue, effect.reason, cause)
      return
    case 'close-channel':
      closeChannel(world, effect)
      return
    case 'timer':
      setTimer(world, effect)
      return
    case 'note':
      world.noteOfBroker(effect.text, effect.rule, cause)
      return
  }
}

/**
 * A message goes back to its queue: its worker gives it back, or it is taken from one that is gone or does
 * not know (null).
 */
export function restoreOne(world: World, copy: CopyState, by: WorkerState | null): void {
  takeBack(world, copy, by)
  for (const effect of giveBack(world, copy, 'restored', by?.index ?? NONE))
    perform(world, effect, copy.cause)
}

/** A message goes on to a dead letter exchange, as a new one (rule 2.19). */
function deadLetter(
  world: World,
  { tag, reason, message }: Extract<Effect, { do: 'dead-letter' }>,
  cause: number,
): void {
  const copy = world.copy(tag)
  const waits = isIn('delivery', copy.state, 'ready')
  if (waits) leave(world, copy)
  const actor = world.log.actor({ kind: 'queue', name: copy.queue })
  const { exchange, routingKey } = message
  copy.cause = world.fact('message-dead-lettered', actor, copy.task, waits ? cause : copy.cause, {
    tag,
    queue: copy.queue,
    reason,
    exchange,
    routingKey,
    waited: waits,
  })
  const taskState = move('task', initial('task'), 'PUBLISH', 'task')
  const arrival = {
    message,
    task: copy.task,
    taskState,
    known: true,
    cause: copy.cause,
    sender: NONE,
  }
  spread(world, arrival, 'dead-lettered')
}

/** Puts a copy of a message into each queue that its exchange leads to; says whether none of them refused it. */
export function spread(
  world: World,
  arrival: Arrival,
  reason: 'published' | 'dead-lettered',
): boolean {
  const { message, task, taskState, known, cause } = arrival
  const { exchange, routingKey } = message
  const { broker, view } = world
  const headers = message.headers as unknown as JsonObject
  const queues = destinations(broker, view.state, exchange, routingKey, headers, known) ?? []
  if (queues.length === 0) {
    world.fact('message-unroutable', world.actor.broker, task, cause, { exchange, routingKey })
    move('task', taskState, 'DROP', message.headers.id)
    return true
  }
  // Copies of one message have one delivery tag on Redis (see `OnTheWire`).
  const wire = queues.length > 1 && broker.acksByTag ? world.state.copies.next : NONE
  let taken = true
  for (const name of queues) {
    const copy =
      queues.length === 1 && arrival.number !== undefined
        ? sharedCopy(world, arrival, arrival.number, name)
        : newCopy(world, arrival, name, wire)
    const instead = broker.onArriving?.(view, queueOf(world, name), copy.tag) ?? null
    if (instead === null) enqueue(world, copy, reason)
    else {
      taken &&= instead.every((effect) => effect.do !== 'refuse')
      for (const effect of instead) perform(world, effect, cause)
    }
  }
  return taken
}

function sharedCopy(world: World, arrival: Arrival, number: number, queue: string): CopyState {
  const { copies } = world.state
  const copy = new SharedCopy(copies.next, arrival, number, queue, NEW)
  add(copies, copy)
  return copy
}

function newCopy(world: World, arrival: Arrival, queue: string, wire: number): CopyState {
  const message = messageOf(arrival)
  const { task, taskState, cause } = arrival
  const copy: CopyState = {
    tag: world.state.copies.next,
    message,
    task,
    queue,
    priority: message.properties.priority ?? 0,
    state: initial('delivery'),
    taskState,
    redelivered: false,
    worker: NONE,
    deliveredAs: 0,
    deliveredAt: 0,
    wire,
    request: NONE,
    cause,
    open: 0,
  }
  add(world.state.copies, copy)
  return copy
}

/** A full queue does not take a message (x-overflow, rule 2.18). */
function refuse(world: World, copy: CopyState, reason: DropReason): void {
  const actor = world.log.actor({ kind: 'queue', name: copy.queue })
  const detail = { queue: copy.queue, reason }
  copy.cause = world.fact('message-refused', actor, copy.task, copy.cause, detail)
  if (isIn('delivery', copy.state, 'ready')) leave(world, copy)
}

/** A queue goes, with all that waits in it and every way to it. */
function deleteQueue(world: World, name: string, reason: string, cause: number): void {
  const { broker } = world.state
  const queue = broker.queues[name]
  if (queue === undefined) return
  for (const tag of queue.levels.flat()) drop(world, world.copy(tag), 'queue deleted', cause)
  queue.state = move('queue', queue.state, 'DELETE', `queue ${name}`)
  Reflect.deleteProperty(broker.queues, name)
  broker.queueNames.splice(broker.queueNames.indexOf(name), 1)
  const kept = broker.bindings.filter((one) => one.to !== 'queue' || one.destination !== name)
  broker.bindings.splice(0, broker.bindings.length, ...kept)
  const actor = world.log.actor({ kind: 'queue', name })
  world.fact('queue-deleted', actor, NONE, cause, { name, reason })
}

/** A queue cannot be used for now; whoever consumes from it may be told. */
function closeQueue(
  world: World,
  { queue: name, reason, cancels }: Extract<Effect, { do: 'close-queue' }>,
  cause: number,
): void {
  const actor = world.log.actor({ kind: 'queue', name })
  const row = world.fact('queue-closed', actor, NONE, cause, { name, reason })
  if (!cancels) return
  for (const { consumer, main: index } of world.state.workers) {
    if (consumer?.queues.includes(name) !== true) continue
    const main = world.process(index)
    main.cause = row
    world.step(main, { do: 'consumer-lost' })
  }
}

/** An exchange goes, with every way from it. */
function deleteExchange(world: World, name: string, reason: string, cause: number): void {
  const { broker } = world.state
  if (broker.exchanges[name] === undefined) return
  Reflect.deleteProperty(broker.exchanges, name)
  const kept = broker.bindings.filter((one) => one.exchange !== name)
  broker.bindings.splice(0, broker.bindings.length, ...kept)
  world.fact('exchange-deleted', world.actor.broker, NONE, cause, { name, reason })
}

/** The broker ends a worker's channel with an error, which the worker has to deal with. */
function closeChannel(
  world: World,
  { worker: index, code, text }: Extract<Effect, { do: 'close-channel' }>,
): void {
  const worker = world.worker(index)
  const main = world.process(worker.main)
  main.cause = world.fact('channel-closed', worker.actor, NONE, main.cause, { code, text })
  world.step(main, { do: 'channel-closed', code, text })
}

function setTimer(world: World, effect: Extract<Effect, { do: 'timer' }>): void {
  if (effect.watch === true) world.state.watches += 1
  const opcode = effect.watch === true ? OPCODES.brokerWatch : OPCODES.brokerTimer
  world.schedule(effect.at, opcode, effect.entity, effect.argument)
}

/** A timer of the broker's own is over. */
export function brokerTimer(world: World, entity: number, argument: number): void {
  const effects = world.broker.onTimer?.(world.view, entity, argument)
  if (effects !== undefined) carryOut(world, effects, -1)
}
