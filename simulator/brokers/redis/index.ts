import type { DropReason, Effect } from '../effects.ts'
import { alike, type Broker, type BrokerView, NOTHING } from '../broker.ts'
import { matchesVirtual } from '../topic.ts'
import { wireOf } from '../wire.ts'
import { arm, begin, lookAgain } from './cadence.ts'
import { stepOf } from './keys.ts'
import { createMemory, memoryOf } from './memory.ts'
import { listsOf, prioritySteps, redisOptions } from './options.ts'
import { next } from './pop.ts'
import { noteDelivered, noteEntered, noteRevived, noteSettled, startAnew } from './restart.ts'
import { leaveRoom, loseTaken, makeRoom, refuseFull, takeRoom } from './room.ts'
import { setOrder } from '../../kernel/set-order.ts'
import { forget, known, remember } from './unacked.ts'

/** Does this worker's transport keep what it takes in the unacked hash (rule 2.31)? */
const keeps = (view: BrokerView, worker: number): boolean =>
  memoryOf(view.state).workers[worker]?.options.ackEmulation !== false

const drop = (tag: number, reason: DropReason): Effect => ({ do: 'drop', tag, reason })

/**
 * A killed worker's message stays in the unacked hash until somebody looks for what is overdue (rules 2.27,
 * 2.30). Without an entry there it is gone.
 */
function abandon(view: BrokerView, tag: number): readonly Effect[] {
  const { unacked, orphans } = memoryOf(view.state)
  const wire = wireOf(view.copy(tag))
  if (known(unacked, wire) === null) return [drop(tag, 'forgotten')]
  orphans[wire] = [...(orphans[wire] ?? []), tag]
  return NOTHING
}

/**
 * A worker is done with a message: the entry of its delivery tag goes, whichever copy it stood for. What
 * killed workers had of it has nothing left that would bring it back.
 */
function settle(view: BrokerView, tag: number): readonly Effect[] {
  const { unacked, orphans } = memoryOf(view.state)
  const wire = wireOf(view.copy(tag))
  const lost = orphans[wire] ?? []
  forget(unacked, wire)
  delete orphans[wire]
  return lost.length === 0
    ? NOTHING
    : lost.filter((one) => one !== tag).map((one) => drop(one, 'forgotten'))
}

/** A fanout is published to whoever listens right now, and kept for nobody (rule 2.33). */
function lostBroadcast(view: BrokerView, queue: string, tag: number): readonly Effect[] | null {
  const { exchange } = alike(view.copy(tag))
  if (exchange === '' || view.state.exchanges[exchange]?.type !== 'fanout') return null
  return view.consumers(queue) > 0 ? null : [{ do: 'refuse', tag, reason: 'nobody listens' }]
}

/**
 * Redis as a broker, as kombu's transport uses it: lists per queue and priority step, from which each worker
 * pops one message at a time; what was taken is kept aside in a hash until it is acknowledged (rules 2.21 to
 * 2.35). Copies of one message have one delivery tag between them, so one acknowledgement is for all of them.
 */
export const redis: Broker = {
  name: 'redis',
  driver: 'redis',
  countsInClient: true,
  levels: (_args, settings) => prioritySteps(settings).length,
  level: (_queue, priority, settings) => stepOf(prioritySteps(settings), priority),
  lists: listsOf,
  matches: matchesVirtual,
  next,
  // restore pushes to the head, one by one, so several come out reversed; reject to the tail (rule 2.29).
  putBack(_view, _queue, level, tag, why) {
    if (why === 'restored') level.unshift(tag)
    else level.push(tag)
  },
  acksByTag: true,
  typesByConnection: true,
  memory: createMemory,
  onConnected: (view, worker) => begin(view, worker, redisOptions(view.settings(worker))),
  // kombu keeps the queues of a consumer in a set, so -Q says nothing of their order (rules 2.22, 2.23: documented
  // otherwise; traces route_round_robin_three, route_strategy_priority).
  askOrder: (queues, settings) =>
    redisOptions(settings).order === 'sorted' ? queues.toSorted() : setOrder(queues),
  refuse: refuseFull,
  onArriving: (view, queue, tag) => lostBroadcast(view, queue.name, tag) ?? makeRoom(view, tag),
  onEntered(view, tag) {
    noteEntered(view, tag)
    takeRoom(view, tag)
  },
  onDelivered(view, _queue, tag) {
    noteDelivered(view)
    const copy = view.copy(tag)
    if (!keeps(view, copy.worker)) return NOTHING
    const lost = loseTaken(view, tag)
    if (lost.length > 0) return lost
    const memory = memoryOf(view.state)
    remember(memory.unacked, wireOf(copy), tag, view.now)
    return arm(view, memory)
  },
  onReturning(view, _queue, tag, _why, worker) {
    if (!keeps(view, worker)) return [{ do: 'return-late', tag }]
    // Without an entry there is nothing to push back: another copy was acknowledged.
    return known(memoryOf(view.state).unacked, wireOf(view.copy(tag))) === null
      ? [drop(tag, 'forgotten')]
      : null
  },
  // Without the hash kombu takes them from the end of what it holds (rule 2.31).
  returnOrder: (view, worker, tags) => (keeps(view, worker) ? tags : tags.toReversed()),
  onSettled(view, _queue, tag, how) {
    if (how === 'acked' || how === 'rejected') {
      noteSettled(view, tag)
      leaveRoom(view, tag)
    }
    return settle(view, tag)
  },
  onLost(view, worker, tags) {
    const kept = keeps(view, worker)
    delete memoryOf(view.state).workers[worker]
    return tags.flatMap((tag) => (kept ? abandon(view, tag) : [drop(tag, 'not kept')]))
  },
  onGone(view, worker) {
    delete memoryOf(view.state).workers[worker]
    return NOTHING
  },
  onForgotten: leaveRoom,
  onTimer: lookAgain,
  onRestart: startAnew,
  onRevived: noteRevived,
}
