import { isObject, isTruthy, type Json, type JsonObject, toNumber } from '../messages/json.ts'
import { setting, type Settings } from '../routing/settings.ts'

/** How often and how long apart kombu tries to reach the broker; seconds. */
export interface RetryPolicy {
  /** Null: for ever, or until `timeout`. */
  readonly maxRetries: number | null
  readonly start: number
  readonly step: number
  readonly max: number
  /** Gives up at the first failure after so long. */
  readonly timeout: number | null
}

/** `Connection.ensure_connection` as a worker calls it (rule 3.11). */
export const CONNECT_POLICY: RetryPolicy = {
  maxRetries: null,
  start: 2,
  step: 2,
  max: 30,
  timeout: null,
}

/** How long to wait after the nth failure, counted from 0: it grows past `max` by its start (kombu's `retry_over_time`). */
export function interval({ start, step, max }: RetryPolicy, nth: number): number {
  if (step <= 0) return start
  return start + step * Math.min(nth, Math.floor(max / step + 1e-9))
}

/** Is the nth failure, counted from 0 and `elapsed` seconds after the first try began, the last? */
export const isLast = (
  { maxRetries, timeout }: RetryPolicy,
  nth: number,
  elapsed: number,
): boolean => (maxRetries !== null && nth >= maxRetries) || (timeout !== null && elapsed >= timeout)

/** The policy of one call: its own options, then the settings (rule 1.21); null: no retry asked for. */
export function publishPolicy(options: JsonObject, settings: Settings): RetryPolicy | null {
  if (!isTruthy(options['retry'] ?? setting(settings, 'task_publish_retry'))) return null
  const own = options['retry_policy']
  if (own !== undefined && own !== null) return policyOf(own, settings)
  const known = KNOWN.get(settings)
  if (known !== undefined) return known
  const policy = policyOf(null, settings)
  KNOWN.set(settings, policy)
  return policy
}

/** The policy of each app's settings, which are another object after each change. */
const KNOWN = new WeakMap<Settings, RetryPolicy>()

function policyOf(own: Json, settings: Settings): RetryPolicy {
  const policy: JsonObject = {
    ...asObject(setting(settings, 'task_publish_retry_policy')),
    ...asObject(own),
  }
  // What neither says is as in `Connection.ensure`.
  return {
    maxRetries: toNumber(policy['max_retries'] ?? null),
    start: toNumber(policy['interval_start'] ?? null) ?? 1,
    step: toNumber(policy['interval_step'] ?? null) ?? 1,
    max: toNumber(policy['interval_max'] ?? null) ?? 1,
    timeout: null,
  }
}

const asObject = (value: Json): JsonObject => (isObject(value) ? value : {})
