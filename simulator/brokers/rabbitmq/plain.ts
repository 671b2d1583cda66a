import { isEmpty } from '../../kernel/is-empty.ts'
import type { BrokerState, QueueState } from '../broker.ts'
import { memoryOf } from './memory.ts'

/**
 * A classic queue without arguments on one server that is never killed, while no message has a time to live
 * or a count of its own, and the look at what workers hold is in the calendar (see `Broker.isPlain`).
 */
export function isPlain(state: BrokerState, queue: QueueState): boolean {
  const { journal, nodes, looking, expiries, returns } = memoryOf(state)
  return (
    journal === null &&
    nodes === null &&
    looking &&
    isEmpty(queue.arguments) &&
    isEmpty(expiries) &&
    isEmpty(returns)
  )
}
