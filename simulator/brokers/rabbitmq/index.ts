import { type Broker, type Pick, takeFirst, waiting } from '../broker.ts'
import { builtIn, matches } from './exchanges.ts'

/** `x-max-priority`; 0 where the queue has none and priorities are ignored (rule 2.20). */
function maxPriority(args: { readonly [name: string]: unknown }): number {
  const value = args['x-max-priority']
  return typeof value === 'number' ? Math.min(255, Math.max(0, value)) : 0
}

/**
 * RabbitMQ: pushes to the consumers of a queue in turn, as long as their prefetch has room
 * (rules 2.20, 2.36, 3.22).
 */
export const rabbitmq: Broker = {
  name: 'rabbitmq',
  countsInClient: false,
  levels: (args) => maxPriority(args) + 1,
  // Higher is more urgent; above the maximum counts as the maximum.
  level(queue, priority) {
    const max = maxPriority(queue.arguments)
    return max - Math.min(max, Math.max(0, priority))
  },
  matches,
  builtIn,
  next(state, consumers): Pick | null {
    for (const name of state.queueNames) {
      const queue = state.queues[name]
      if (queue === undefined || waiting(queue) === 0) continue
      const takers = consumers.filter(({ queues }) => queues.includes(name))
      for (let i = 0; i < takers.length; i++) {
        const at = (queue.cursor + i) % takers.length
        const consumer = takers[at]
        if (consumer === undefined || consumer.credit <= 0) continue
        const tag = takeFirst(queue)
        if (tag === undefined) break
        queue.cursor = at + 1
        return { consumer, queue, tag }
      }
    }
    return null
  },
  // A message that comes back takes its old place (rule 2.32); tags count up in publish order.
  putBack(level, tag) {
    const at = level.findIndex((other) => other > tag)
    level.splice(at < 0 ? level.length : at, 0, tag)
  },
  acksByTag: false,
  // The broker sees the connection end and takes everything back, in its old order (rule 2.32).
  onLost: (_view, _worker, tags) => tags.map((tag) => ({ do: 'restore', tag })),
}
