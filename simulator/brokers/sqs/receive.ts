import { type BrokerState, type Consumer, type Pick, takeFirst, waiting } from '../broker.ts'

/** One request receives at most ten messages (kombu/transport/SQS.py). */
const BATCH = 10

/** Workers with room poll each queue in turn; each gets up to ten messages at a time. */
export function next(state: BrokerState, consumers: readonly Consumer[]): Pick | null {
  for (const name of state.queueNames) {
    const queue = state.queues[name]
    if (queue === undefined || waiting(queue) === 0) continue
    const takers = consumers.filter(({ queues }) => queues.includes(name))
    for (let i = 0; i < takers.length; i++) {
      const consumer = takers[Math.floor(queue.cursor / BATCH) % takers.length]
      if (consumer === undefined || consumer.credit <= 0) {
        // The next poll is another worker's.
        queue.cursor = (Math.floor(queue.cursor / BATCH) + 1) * BATCH
        continue
      }
      const tag = takeFirst(queue)
      if (tag === undefined) break
      queue.cursor += 1
      return { consumer, queue, tag }
    }
  }
  return null
}
