import { alike, type Broker, type BrokerView, NOTHING } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { maxPriority } from './arguments.ts'
import { bury, goesRound } from './dead-letters.ts'
import { builtIn, matches } from './exchanges.ts'
import { startLife, TIMERS, watchHead } from './expiry.ts'
import { forgetEntered, noteEntered } from './journal.ts'
import { lend, reclaim } from './leases.ts'
import { refuse, surplus } from './length.ts'
import { memoryOf, newMemory } from './memory.ts'
import {
  anyUp,
  electionOver,
  loseNode,
  missingNode,
  movesFrom,
  placeQueue,
  refuseClosed,
  regainNode,
} from './nodes.ts'
import { isPlain } from './plain.ts'
import { countReturn, putBack } from './quorum.ts'
import { declareRefusal, forgetTransient, watchConsumers, watchUse } from './queues.ts'
import { next } from './service.ts'

/**
 * RabbitMQ 3.10: pushes to the consumers of a queue in turn, as long as their prefetch has room (rules 2.20,
 * 2.36, 3.22). What no rule says was seen on a RabbitMQ 3.10.8, or comes from its documentation and says so.
 */
export const rabbitmq: Broker = {
  name: 'rabbitmq',
  driver: 'amqp',
  countsInClient: false,
  levels: (args) => maxPriority(args) + 1,
  // Higher is more urgent; above the maximum counts as the maximum.
  level(queue, priority) {
    const max = maxPriority(queue.arguments)
    return max - Math.min(max, Math.max(0, priority))
  },
  matches,
  next,
  putBack,
  acksByTag: false,
  builtIn,
  memory: newMemory,
  declareRefusal,
  onDeclared(view, queue) {
    const { names } = memoryOf(view.state)
    if (!names.includes(queue.name)) names.push(queue.name)
    placeQueue(view, queue)
    return watchUse(view, queue)
  },
  onArriving(view, queue, tag) {
    const message = alike(view.copy(tag))
    if (goesRound(message, queue.name)) return [{ do: 'refuse', tag, reason: 'went round' }]
    return refuseClosed(view, queue, tag) ?? refuse(view, queue, tag)
  },
  onEntered: noteEntered,
  onEnqueued(view, queue, tag) {
    startLife(view, queue, tag)
    const gone = surplus(view, queue)
    const next = watchHead(view, queue, gone)
    return gone.size === 0
      ? next
      : [...[...gone].flatMap((one) => bury(view, queue, one, 'maxlen')), ...next]
  },
  onDelivered: (view, queue) => joined(watchHead(view, queue), lend(view, queue)),
  onReturning: countReturn,
  onSettled(view, queue, tag, how) {
    const dead = how === 'rejected' ? bury(view, queue, tag, 'rejected') : NOTHING
    if (how === 'acked' || how === 'rejected') forget(view, tag)
    return dead
  },
  onConsumer(view, { worker, queues }) {
    const { subscribed, used } = memoryOf(view.state)
    if (!subscribed.includes(worker)) subscribed.push(worker)
    for (const name of queues) Reflect.deleteProperty(used, name)
    return NOTHING
  },
  onConsumerGone(view, { worker, queues }) {
    const { subscribed } = memoryOf(view.state)
    const at = subscribed.indexOf(worker)
    if (at >= 0) subscribed.splice(at, 1)
    return queues.flatMap((name) => {
      const queue = view.state.queues[name]
      return queue === undefined ? [] : watchConsumers(view, queue)
    })
  },
  // The broker sees the connection end and takes everything back (rule 2.32).
  onLost: (_view, _worker, tags) => tags.map((tag) => ({ do: 'restore', tag })),
  onRestart: forgetTransient,
  onNode: (view, node, way) => (way === 'down' ? loseNode : regainNode)(view, node),
  anyNode: anyUp,
  movesFrom,
  missingNode,
  isPlain,
  onTimer(view, entity, argument) {
    if (argument === TIMERS.leases) return reclaim(view)
    const queue = view.state.queues[memoryOf(view.state).names[entity] ?? '']
    if (queue === undefined) return NOTHING
    if (argument === TIMERS.election) return electionOver(view, queue)
    return argument === TIMERS.unused ? watchUse(view, queue) : watchHead(view, queue)
  },
  onForgotten: forget,
}

/** What is kept about a message goes with it. */
function forget(view: BrokerView, tag: number): void {
  const { expiries, returns } = memoryOf(view.state)
  if (expiries[tag] !== undefined) Reflect.deleteProperty(expiries, tag)
  if (returns[tag] !== undefined) Reflect.deleteProperty(returns, tag)
  forgetEntered(view, tag)
}

const joined = (first: readonly Effect[], then: readonly Effect[]): readonly Effect[] => {
  if (first.length === 0) return then
  return then.length === 0 ? first : [...first, ...then]
}
