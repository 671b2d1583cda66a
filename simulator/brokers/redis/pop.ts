import type { BrokerState, Consumer, Pick, QueueState } from '../broker.ts'
import { memoryOf } from './memory.ts'

/** Who has waited longest among those that may take a message (rule 3.22). */
function longestWaiting(consumers: readonly Consumer[]): readonly Consumer[] {
  return consumers
    .filter((consumer) => consumer.turn >= 0 && consumer.credit > 0)
    .toSorted((a, b) => a.turn - b.turn)
}

/** BRPOP looks at each step in all queues before the next step in any (rule 2.22). */
function firstMessage(state: BrokerState, consumer: Consumer): QueueState | null {
  for (let level = 0, deeper = true; deeper; level++) {
    deeper = false
    for (const name of consumer.queues) {
      const queue = state.queues[name]
      const tags = queue?.levels[level]
      if (queue === undefined || tags === undefined) continue
      if (tags.length > 0) return queue
      deeper = true
    }
  }
  return null
}

/** In the default `queue_order_strategy` the queue that has just delivered moves to the end (rule 2.23). */
function rotates(state: BrokerState, worker: number): boolean {
  const order = memoryOf(state).workers[worker]?.options.order
  return order === undefined || order === 'round_robin'
}

/** The next message that a waiting BRPOP gets. */
export function next(state: BrokerState, consumers: readonly Consumer[]): Pick | null {
  for (const consumer of longestWaiting(consumers)) {
    const queue = firstMessage(state, consumer)
    const tag = queue?.levels.find((level) => level.length > 0)?.shift()
    if (queue !== null && tag !== undefined) {
      if (rotates(state, consumer.worker))
        consumer.queues = [...consumer.queues.filter((name) => name !== queue.name), queue.name]
      return { consumer, queue, tag }
    }
  }
  return null
}
