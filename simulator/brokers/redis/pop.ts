import {
  type BrokerState,
  type Consumer,
  type Pick,
  type QueueState,
  takeFirst,
} from '../broker.ts'
import { memoryOf } from './memory.ts'

/** Who has waited longest of those that may take a message, after `turn` (rule 3.22). */
function longestWaiting(consumers: readonly Consumer[], turn: number): Consumer | null {
  let found: Consumer | null = null
  for (const consumer of consumers) {
    if (consumer.turn <= turn || consumer.credit <= 0) continue
    if (found === null || consumer.turn < found.turn) found = consumer
  }
  return found
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
  for (
    let consumer = longestWaiting(consumers, -1);
    consumer !== null;
    consumer = longestWaiting(consumers, consumer.turn)
  ) {
    const queue = firstMessage(state, consumer)
    const tag = queue === null ? undefined : takeFirst(queue)
    if (queue === null || tag === undefined) continue
    if (consumer.queues.at(-1) !== queue.name && rotates(state, consumer.worker))
      consumer.queues = [...consumer.queues.filter((name) => name !== queue.name), queue.name]
    return { consumer, queue, tag }
  }
  return null
}
