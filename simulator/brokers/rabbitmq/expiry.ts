import { type Micros, millis } from '../../kernel/units.ts'
import { alike, type BrokerView, NOTHING, type QueueState } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { numberOf } from './arguments.ts'
import { bury } from './dead-letters.ts'
import { memoryOf } from './memory.ts'

/** What the argument of a timer stands for. */
export const TIMERS = { head: 0, unused: 1, leases: 2, election: 3 } as const

/**
 * A message that comes into a queue gets its time: the shorter of the queue's `x-message-ttl` and its own
 * `expiration` (rules 1.14, 2.18). One that comes back keeps the time that it had.
 */
export function startLife(view: BrokerView, queue: QueueState, tag: number): void {
  const { expiries } = memoryOf(view.state)
  if (expiries[tag] !== undefined) return
  const own = alike(view.copy(tag)).properties.expiration
  const queues = numberOf(queue, 'x-message-ttl')
  if (own === undefined && queues === null) return
  const ttl = Math.min(queues ?? Infinity, own === undefined ? Infinity : Number(own))
  if (Number.isFinite(ttl)) expiries[tag] = view.now + millis(ttl)
}

/**
 * Looks at the head of a queue: what has expired there goes, and a timer is set for the next one. Only the
 * head is looked at, so an expired message behind one that has not expired, or that is more urgent, stays
 * (seen on 3.10; https://www.rabbitmq.com/docs/ttl, https://www.rabbitmq.com/docs/priority). `gone` are about
 * to leave already.
 */
export function watchHead(
  view: BrokerView,
  queue: QueueState,
  gone: ReadonlySet<number> = NOBODY,
): readonly Effect[] {
  const { expiries, alarms, names } = memoryOf(view.state)
  let effects: Effect[] | null = null
  // Level by level rather than as one list: a queue may be long, and the first one nearly always ends it.
  for (const level of queue.levels) {
    for (const tag of level) {
      if (gone.has(tag)) continue
      const expiry = expiries[tag]
      if (expiry === undefined) return effects ?? NOTHING
      effects ??= []
      if (expiry <= view.now) {
        effects.push(...bury(view, queue, tag, 'expired'))
        continue
      }
      const set = alarms[queue.name]
      if (set !== undefined && set > view.now && set <= expiry) return effects
      alarms[queue.name] = expiry
      effects.push(timer(expiry, names.indexOf(queue.name), TIMERS.head))
      return effects
    }
  }
  return effects ?? NOTHING
}

const NOBODY: ReadonlySet<number> = new Set()

const timer = (at: Micros, entity: number, argument: number): Effect => ({
  do: 'timer',
  at,
  entity,
  argument,
})
