import type { BindingSpec, ExchangeSpec, QueueSpec } from './queues.ts'
import { configuredQueues, PLAIN_EXCHANGE, PLAIN_QUEUE, queueNamed } from './queues.ts'
import type { Settings } from './settings.ts'
import { CeleryError } from '../messages/python-error.ts'

/** Levels of native delayed delivery: one for each bit of the delay in seconds (rule 2.39). */
const LEVELS = 28

/** The exchange that every delayed message comes out of. */
export const DELIVERY_EXCHANGE = 'celery_delayed_delivery'

/** Where a delayed message goes first: the level of the highest bit. */
export const FIRST_LEVEL = `celery_delayed_${String(LEVELS - 1)}`

const topic = (name: string): ExchangeSpec => ({ ...PLAIN_EXCHANGE, name, type: 'topic' })

/** `*.` for each higher level, then the bit, then whatever follows. */
const bitKey = (level: number, bit: 0 | 1): string =>
  `${'*.'.repeat(LEVELS - 1 - level)}${String(bit)}.#`

/** One level: its queue, and the exchange that a message goes to where its bit is 0. */
export interface DelayLevel {
  readonly exchange: ExchangeSpec
  readonly queue: QueueSpec
  readonly passesTo: ExchangeSpec
  readonly passes: BindingSpec
}

/** The levels of native delayed delivery, the highest first (rule 2.39). */
export function delayLevels(queueType: 'quorum' | 'classic'): readonly DelayLevel[] {
  return Array.from({ length: LEVELS }, (_, at): DelayLevel => {
    const level = LEVELS - 1 - at
    const exchange = topic(`celery_delayed_${String(level)}`)
    const lower = level === 0 ? DELIVERY_EXCHANGE : `celery_delayed_${String(level - 1)}`
    return {
      exchange,
      queue: {
        ...PLAIN_QUEUE,
        name: exchange.name,
        exchange,
        routingKey: bitKey(level, 1),
        arguments: {
          'x-queue-type': queueType,
          'x-overflow': 'reject-publish',
          'x-message-ttl': (1 << level) * 1000,
          'x-dead-letter-exchange': lower,
          ...(queueType === 'quorum' ? { 'x-dead-letter-strategy': 'at-least-once' } : {}),
        },
      },
      passesTo: topic(lower),
      passes: { exchange, routingKey: bitKey(level, 0), arguments: {} },
    }
  })
}

/** Where a task queue hangs on the delivery exchange; null for a direct exchange, which cannot (rule 2.40). */
export const deliveryKey = ({ exchange, routingKey }: QueueSpec): string | null => {
  if (exchange.type === 'direct') return null
  return routingKey.startsWith('#') ? routingKey : `#.${routingKey}`
}

/** The key of a delayed message: the bits of its delay, then its own key (rules 2.40, 2.41). */
export function delayKey(seconds: number, routingKey: string): string {
  if (seconds < 1) throw new CeleryError(VALUE_ERROR, 'countdown must be a positive number')
  if (routingKey === '') throw new CeleryError(VALUE_ERROR, 'routing_key must be non-empty')
  return `${Array.from(seconds.toString(2).padStart(LEVELS, '0')).join('.')}.${routingKey}`
}

const VALUE_ERROR = 'builtins.ValueError'

/** Every queue that an app knows: the configured ones, and those that it has sent to. */
export function knownQueues(settings: Settings, sentTo: readonly string[]): readonly QueueSpec[] {
  const known = configuredQueues(settings)
  const names = new Set(known.map(({ name }) => name))
  const others = sentTo.filter((name) => !names.has(name))
  return [...known, ...others.flatMap((name) => queueNamed(settings, name) ?? [])]
}

/** Is one of them a quorum queue (rule 2.37)? */
export const hasQuorum = (queues: readonly QueueSpec[]): boolean =>
  queues.some(({ arguments: args }) => args['x-queue-type'] === 'quorum')
