import { alike, type BrokerView, type QueueState, waiting } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { bodyBytes } from '../../messages/size.ts'
import { numberOf, textOf } from './arguments.ts'
import { bury } from './dead-letters.ts'

/** Has this queue a limit at all? */
const isLimited = ({ arguments: args }: QueueState): boolean =>
  'x-max-length' in args || 'x-max-length-bytes' in args

/** Would one message more be too many? Only what waits counts (https://www.rabbitmq.com/docs/maxlength). */
function overflows(view: BrokerView, queue: QueueState, more: number, moreBytes: number): boolean {
  const most = numberOf(queue, 'x-max-length')
  if (most !== null && waiting(queue) + more > most) return true
  const mostBytes = numberOf(queue, 'x-max-length-bytes')
  return mostBytes !== null && bytesIn(view, queue) + moreBytes > mostBytes
}

const bytesIn = (view: BrokerView, { levels }: QueueState): number =>
  levels.flat().reduce((sum, tag) => sum + bodyBytes(alike(view.copy(tag))), 0)

/** A full queue may refuse a new message, and then may make a dead letter of it (`x-overflow`, rule 2.18). */
export function refuse(view: BrokerView, queue: QueueState, tag: number): readonly Effect[] | null {
  const overflow = textOf(queue, 'x-overflow')
  if (overflow !== 'reject-publish' && overflow !== 'reject-publish-dlx') return null
  if (!overflows(view, queue, 1, bodyBytes(alike(view.copy(tag))))) return null
  const dead = overflow === 'reject-publish-dlx' && 'x-dead-letter-exchange' in queue.arguments
  const refusal: Effect = { do: 'refuse', tag, reason: 'maxlen' }
  return dead ? [refusal, ...bury(view, queue, tag, 'maxlen')] : [refusal]
}

/**
 * A queue that is too long loses its head: in a queue with priorities the most urgent message (seen on 3.10;
 * https://www.rabbitmq.com/docs/priority#interaction-with-other-features). Gives the tags.
 */
export function surplus(view: BrokerView, queue: QueueState): ReadonlySet<number> {
  if (!isLimited(queue)) return NONE
  const gone = new Set<number>()
  let bytes = 0
  for (const level of queue.levels) {
    for (const tag of level) {
      if (!overflows(view, queue, -gone.size, -bytes)) return gone
      gone.add(tag)
      bytes += bodyBytes(alike(view.copy(tag)))
    }
  }
  return gone
}

const NONE: ReadonlySet<number> = new Set()
