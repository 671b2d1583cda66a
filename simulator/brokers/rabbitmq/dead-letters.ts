import { toSeconds, type Micros } from '../../kernel/units.ts'
import { EPOCH_UNIX_SECONDS } from '../../kernel/clock.ts'
import { isArray, isObject, type Json, type JsonObject } from '../../messages/json.ts'
import type { TaskHeaders, TaskMessage } from '../../messages/message.ts'
import type { BrokerView, QueueState } from '../broker.ts'
import type { DropReason, Effect } from '../effects.ts'
import { textOf } from './arguments.ts'

/** One entry of `x-death`: how often a queue has given a message up for one reason. */
interface Death {
  readonly count: number
  readonly reason: string
  readonly queue: string
  readonly time: number
  readonly exchange: string
  readonly 'routing-keys': readonly string[]
}

/**
 * A message leaves its queue for `reason`: to the dead letter exchange if the queue has one (rules 2.18,
 * 2.19), otherwise for good.
 */
export function bury(
  view: BrokerView,
  queue: QueueState,
  tag: number,
  reason: DropReason,
): readonly Effect[] {
  const exchange = textOf(queue, 'x-dead-letter-exchange')
  const { message } = view.copy(tag)
  if (exchange === null) return reason === 'rejected' ? [] : [{ do: 'drop', tag, reason }]
  const key = textOf(queue, 'x-dead-letter-routing-key') ?? message.routingKey
  const dead = deadLetter(message, queue.name, reason, view.now)
  return [{ do: 'dead-letter', tag, reason, message: { ...dead, exchange, routingKey: key } }]
}

/** The message with one more death in its headers, and its own time to live taken away (seen on 3.10). */
export function deadLetter(
  message: TaskMessage,
  queue: string,
  reason: DropReason,
  now: Micros,
): TaskMessage {
  const headers = message.headers as unknown as JsonObject
  const { expiration, ...properties } = message.properties
  const known = deathsOf(headers)
  const death = {
    count: 1,
    reason,
    queue,
    time: EPOCH_UNIX_SECONDS + Math.floor(toSeconds(now)),
    exchange: message.exchange,
    'routing-keys': [message.routingKey],
    ...(expiration === undefined ? {} : { 'original-expiration': expiration }),
  }
  const again = known.find((one) => one.queue === queue && one.reason === reason)
  // The latest death stands first.
  const deaths =
    again === undefined
      ? [death, ...known]
      : [{ ...again, count: again.count + 1 }, ...known.filter((one) => one !== again)]
  return {
    ...message,
    properties,
    headers: {
      ...headers,
      'x-death': deaths as unknown as Json,
      'x-first-death-exchange': headers['x-first-death-exchange'] ?? message.exchange,
      'x-first-death-queue': headers['x-first-death-queue'] ?? queue,
      'x-first-death-reason': headers['x-first-death-reason'] ?? reason,
    } as unknown as TaskHeaders,
  }
}

/**
 * Would this dead letter go round for ever? One that comes to a queue it has died in before is thrown away,
 * unless somebody rejected it on the way (seen on 3.10; https://www.rabbitmq.com/docs/dlx#routing).
 */
export function goesRound(message: TaskMessage, queue: string): boolean {
  const deaths = deathsOf(message.headers as unknown as JsonObject)
  const since = deaths.findIndex((death) => death.queue === queue)
  if (since < 0) return false
  return deaths.slice(0, since + 1).every(({ reason }) => reason !== 'rejected')
}

function deathsOf(headers: JsonObject): readonly Death[] {
  const value = headers['x-death']
  if (value === undefined || !isArray(value)) return []
  return value.filter(isObject) as unknown as readonly Death[]
}
