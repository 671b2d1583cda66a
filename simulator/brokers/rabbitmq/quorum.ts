import type { BrokerView, QueueState } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { isQuorum, numberOf } from './arguments.ts'
import { bury } from './dead-letters.ts'
import { memoryOf } from './memory.ts'

/**
 * A message comes back to a quorum queue, which counts how often (`x-delivery-count`): past
 * `x-delivery-limit` it is not tried again (seen on 3.10, where there is no limit unless one is set;
 * https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling). Null: it takes its place.
 */
export function countReturn(
  view: BrokerView,
  queue: QueueState,
  tag: number,
): readonly Effect[] | null {
  if (!isQuorum(queue)) return null
  const { returns } = memoryOf(view.state)
  const count = (returns[tag] ?? 0) + 1
  returns[tag] = count
  const limit = numberOf(queue, 'x-delivery-limit')
  return limit === null || limit < 0 || count <= limit
    ? null
    : bury(view, queue, tag, 'delivery_limit')
}

/**
 * A classic queue gives a message its old place back (rule 2.32); a quorum queue serves what came back
 * first, in the order in which it came back (seen on 3.10). Tags count up in publish order.
 */
export function putBack(view: BrokerView, queue: QueueState, level: number[], tag: number): void {
  const { returns } = memoryOf(view.state)
  const comesAfter = isQuorum(queue)
    ? (other: number) => returns[other] === undefined
    : (other: number) => other > tag
  const at = level.findIndex(comesAfter)
  level.splice(at < 0 ? level.length : at, 0, tag)
}
