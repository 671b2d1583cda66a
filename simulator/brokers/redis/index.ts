import {
  NOTHING,
  type Broker,
  type BrokerState,
  type Consumer,
  type Pick,
  type QueueState,
} from '../broker.ts'
import type { Effect } from '../effects.ts'
import { matchesVirtualTopic } from '../topic.ts'

/** The default `priority_steps`; step 0 is the most urgent (rule 2.21: documented otherwise). */
const STEPS = [0, 3, 6, 9] as const

/** The step of a priority: the largest step not above it, after clamping to 0..9 (rule 2.21). */
function step(priority: number): number {
  const clamped = Math.max(0, Math.min(9, priority))
  return STEPS.findLastIndex((one) => one <= clamped)
}

/** Who has waited longest among those that may take a message. */
function longestWaiting(consumers: readonly Consumer[]): readonly Consumer[] {
  return consumers
    .filter((consumer) => consumer.turn >= 0 && consumer.credit > 0)
    .toSorted((a, b) => a.turn - b.turn)
}

/** BRPOP looks at each step in all queues before the next step in any (rule 2.22). */
function firstMessage(state: BrokerState, consumer: Consumer): QueueState | null {
  for (let level = 0; level < STEPS.length; level++) {
    for (const name of consumer.queues) {
      const queue = state.queues[name]
      if (queue !== undefined && (queue.levels[level]?.length ?? 0) > 0) return queue
    }
  }
  return null
}

const ABANDONED: Effect = {
  do: 'note',
  text: 'The messages of a killed worker stay invisible in Redis for an hour, its visibility timeout; a run here ends before they come back.',
  rule: '2.30',
}

/**
 * Redis as a broker: lists per queue and priority step; each worker blocks for one message at a time, and
 * the one that has waited longest is served (rules 2.21, 2.22, 3.22).
 */
export const redis: Broker = {
  name: 'redis',
  countsInClient: true,
  levels: () => STEPS.length,
  level: (_queue, priority) => step(priority),
  matches: (type, { routingKey: pattern }, key) =>
    type === 'fanout' || (type === 'topic' ? matchesVirtualTopic(pattern, key) : pattern === key),
  next(state, consumers): Pick | null {
    for (const consumer of longestWaiting(consumers)) {
      const queue = firstMessage(state, consumer)
      const tag = queue?.levels.find((level) => level.length > 0)?.shift()
      if (queue !== null && tag !== undefined) {
        // Default queue_order_strategy: the queue that delivers moves to the end (rule 2.23).
        consumer.queues = [...consumer.queues.filter((name) => name !== queue.name), queue.name]
        return { consumer, queue, tag }
      }
    }
    return null
  },
  // restore pushes to the head, one by one, so several come out reversed; reject to the tail (rule 2.29).
  putBack(level, tag, why) {
    if (why === 'restored') level.unshift(tag)
    else level.push(tag)
  },
  acksByTag: true,
  // They stay in the unacked hash for the visibility timeout of an hour (rules 2.27, 2.30).
  onLost: (_view, _worker, tags) => (tags.length === 0 ? NOTHING : [ABANDONED]),
}
