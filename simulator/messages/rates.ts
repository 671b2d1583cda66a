import { toSeconds } from '../kernel/units.ts'
import type { Micros } from '../kernel/units.ts'
import { isTruthy, toNumber } from './json.ts'
import type { Json } from './json.ts'
import { CeleryError } from './python-error.ts'
import { stringRepr } from './repr.ts'

/** Tasks per second of a rate limit such as `10/m`, `0.5/s` or a number; 0 is no limit. Throws CeleryError as Celery does. */
export function rate(limit: Json): number {
  if (!isTruthy(limit)) return 0
  if (typeof limit !== 'string') return toNumber(limit) ?? 0
  const slash = limit.indexOf('/')
  const operations = float(slash < 0 ? limit : limit.slice(0, slash))
  const unit = slash < 0 ? '' : limit.slice(slash + 1)
  // Twice by sixty as Celery does it: the last bit of 1/h depends on it.
  if (unit === '' || unit === 's') return operations
  if (unit === 'm') return operations / 60
  if (unit === 'h') return operations / 60 / 60
  throw new CeleryError('builtins.KeyError', stringRepr(unit))
}

/** Python's `float` of text. */
function float(text: string): number {
  const trimmed = text.trim()
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) {
    const message = `could not convert string to float: ${stringRepr(text)}`
    throw new CeleryError('builtins.ValueError', message)
  }
  return Number(trimmed)
}

/** A token bucket as plain data (rule 3.34): it starts full and fills while time passes. */
export interface TokenBucket {
  /** Tokens per second. */
  readonly fillRate: number
  readonly capacity: number
  readonly tokens: number
  /** When `tokens` was counted. */
  readonly at: Micros
}

/** A full bucket. */
export const tokenBucket = (fillRate: number, capacity: number, at: Micros): TokenBucket => ({
  fillRate,
  capacity,
  tokens: capacity,
  at,
})

/** Takes tokens if there are enough; the bucket afterwards, and whether they were taken. */
export function consume(
  bucket: TokenBucket,
  amount: number,
  now: Micros,
): { readonly bucket: TokenBucket; readonly taken: boolean } {
  const filled = refilled(bucket, now)
  if (amount > filled.tokens) return { bucket: filled, taken: false }
  return { bucket: { ...filled, tokens: filled.tokens - amount }, taken: true }
}

/** Seconds until the bucket holds that many tokens. */
export function expectedTime(bucket: TokenBucket, amount: number, now: Micros): number {
  const { tokens, fillRate } = refilled(bucket, now)
  return (Math.max(amount, tokens) - tokens) / fillRate
}

/** A full bucket keeps its old time, as Celery's does: what passed while it was full counts once it is not. */
function refilled(bucket: TokenBucket, now: Micros): TokenBucket {
  if (bucket.tokens >= bucket.capacity) return bucket
  const filled = bucket.tokens + bucket.fillRate * toSeconds(now - bucket.at)
  return { ...bucket, tokens: Math.min(bucket.capacity, filled), at: now }
}
