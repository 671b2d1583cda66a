import { seconds, type Micros } from '../../kernel/units.ts'
import { isArray, toNumber, type Json, type JsonObject } from '../../messages/json.ts'
import { transportOptions } from '../transport-options.ts'

/** How a worker looks at its queues: `queue_order_strategy` (rule 2.23). */
export type QueueOrder = 'round_robin' | 'priority' | 'sorted'

/** What `broker_transport_options` says to kombu's Redis transport. */
export interface RedisOptions {
  /** How long a delivered message may stay unacknowledged (rule 2.27). */
  readonly visibilityTimeout: Micros
  /** How many messages one check gives back at most; null: all (rule 2.27). */
  readonly restoreLimit: number | null
  /** Off: nothing is kept of a message that was taken (rule 2.31). */
  readonly ackEmulation: boolean
  readonly order: QueueOrder
}

/** An hour, kombu's default (rule 2.27). */
const VISIBILITY_TIMEOUT = 3600

/** The default `priority_steps`; step 0 is the most urgent (rule 2.21: documented otherwise). */
const PRIORITY_STEPS: readonly number[] = [0, 3, 6, 9]

/** Reads the options out of an app's settings; what is not set is kombu's default. */
export function redisOptions(settings: JsonObject): RedisOptions {
  const options = transportOptions(settings)
  const limit = toNumber(options['unacked_restore_limit'])
  return {
    visibilityTimeout: seconds(toNumber(options['visibility_timeout']) ?? VISIBILITY_TIMEOUT),
    restoreLimit: limit === 0 ? null : limit,
    ackEmulation: options['ack_emulation'] !== false,
    order: orderOf(options['queue_order_strategy']),
  }
}

/** The steps that a queue has lists for: `priority_steps` (rule 2.21). */
export function prioritySteps(settings: JsonObject | undefined): readonly number[] {
  const given = settings === undefined ? undefined : transportOptions(settings)['priority_steps']
  if (!isArray(given)) return PRIORITY_STEPS
  const steps = given.flatMap((step) => toNumber(step) ?? [])
  return steps.length === 0 ? PRIORITY_STEPS : steps
}

/** What stands between the parts of a key: `sep` (rule 2.22). */
const SEP = '\u0006\u0016'

/** How a queue's lists are named; null: as kombu does by itself. */
export function listsOf(settings: JsonObject): { steps: readonly number[]; sep: string } | null {
  const { sep } = transportOptions(settings)
  const steps = prioritySteps(settings)
  if (steps === PRIORITY_STEPS && typeof sep !== 'string') return null
  return { steps, sep: typeof sep === 'string' ? sep : SEP }
}

const orderOf = (value: Json | undefined): QueueOrder =>
  value === 'priority' || value === 'sorted' ? value : 'round_robin'
