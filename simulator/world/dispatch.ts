import { anyWaiting, waiting } from '../brokers/broker.ts'
import type { Effect } from '../brokers/effects.ts'
import { credit } from './credit.ts'
import { duplicates } from './hazards.ts'
import { isIn, move } from './machines.ts'
import { OPCODES } from './opcodes.ts'
import { drop, duplicate, giveBack, letGo, queueOf } from './queues.ts'
import { redeliver, returnLate, takeBack } from './redelivery.ts'
import type { CopyState, WorkerState } from './state.ts'
import { NONE, type World } from './world.ts'

/** Gives waiting messages to workers with room, as long as there are both. */
export function dispatch(world: World): void {
  const { broker, view, state } = world
  // Each event of a message asks; mostly there is nothing to give, or nobody to take it.
  if (!anyWaiting(state.broker) || !anyTaker(world)) return
  const consumers = state.workers.flatMap(({ consumer }) => consumer ?? [])
  for (;;) {
    const pick = broker.next(state.broker, consumers)
    if (pick === null) return
    const { queue, consumer, tag } = pick
    const worker = world.worker(consumer.worker)
    const copy = world.copy(tag)
    copy.state = move('delivery', copy.state, 'DELIVER', tag)
    copy.worker = consumer.worker
    copy.deliveredAs = worker.deliveries++
    // Taken again while it works on it still, a message counts once (rule 2.26).
    if (broker.acksByTag && (copy.redelivered || copy.wire !== NONE)) letGo(world, worker, copy)
    worker.unacked.push(tag)
    queue.unacked += 1
    if (waiting(queue) === 0) queue.state = move('queue', queue.state, 'DRAIN', queue.name)
    consumer.turn = -1
    const doubled = duplicates(world, copy)
    if (doubled !== null) duplicate(world, copy, doubled)
    world.scheduleHop('deliver', OPCODES.deliver, consumer.worker, tag)
    const effects = broker.onDelivered?.(view, queue, tag)
    if (effects !== undefined && effects.length > 0) carryOut(world, effects, copy.cause)
    if (!anyWaiting(state.broker) || !anyTaker(world)) return
  }
}

/** Counts the credit of each consumer; has any some left? */
function anyTaker(world: World): boolean {
  const { workers } = world.state
  let any = false
  for (let at = 0; at < workers.length; at++) {
    const worker = workers[at]!
    if (worker.consumer === null) continue
    worker.consumer.credit = credit(world, worker)
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
  for (let tag = entered.shift(); tag !== undefined; tag = entered.shift()) {
    const copy = world.findCopy(tag)
    if (copy === null || !isIn('delivery', copy.state, 'ready')) continue
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
    case 'return-late':
      returnLate(world, world.copy(effect.tag))
      return
    case 'drop':
      drop(world, world.copy(effect.tag), effect.reason, cause)
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
