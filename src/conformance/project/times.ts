import { EPOCH_UNIX_SECONDS } from '../../../simulator/index.ts'
import { isList, isObject } from '../trace/json.ts'
import type { Value } from '../trace/json.ts'

/** A moment on the wire as seconds counted from the publish; the value itself where it is no moment. */
export function fromPublish(value: Value, publishedAt: number): Value {
  if (typeof value !== 'string') return value
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`
  const moment = Date.parse(zoned) / 1000
  if (Number.isNaN(moment)) return value
  return { in_seconds: tenths(moment - EPOCH_UNIX_SECONDS - publishedAt) }
}

/** `fromPublish` on every `eta` and `expires` inside a value. */
export function withMoments(value: Value, publishedAt: number): Value {
  if (isList(value)) return value.map((part) => withMoments(part, publishedAt))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      (key === 'eta' || key === 'expires') && typeof part === 'string'
        ? fromPublish(part, publishedAt)
        : withMoments(part, publishedAt),
    ]),
  )
}

/** Seconds as the recordings write them: a float with one digit. */
export function tenths(seconds: number): Value {
  return { $num: (Math.round(seconds * 10) / 10 + 0).toFixed(1) }
}
