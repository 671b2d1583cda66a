import { describe, expect, it } from 'vitest'
import {
  CONNECT_POLICY,
  interval,
  isLast,
  publishPolicy,
  type RetryPolicy,
} from './retry-policy.ts'

const waits = (policy: RetryPolicy, count: number): number[] =>
  Array.from({ length: count }, (_, nth) => Math.round(interval(policy, nth) * 10) / 10)

describe('how often kombu tries', () => {
  it('to connect a worker: 2, 4, 6 s and so on, up to 32 (rule 3.11)', () => {
    expect(waits(CONNECT_POLICY, 18)).toEqual([
      2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 32, 32,
    ])
    expect(isLast(CONNECT_POLICY, 1000, 1e9)).toBe(false)
  })

  it('to publish, where nothing is said: four times, 0, 0.2 and 0.4 s apart (rule 1.21)', () => {
    const policy = publishPolicy({}, {})
    expect(policy).toEqual({ maxRetries: 3, start: 0, step: 0.2, max: 1, timeout: null })
    if (policy === null) return
    expect(waits(policy, 8)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1])
    expect([0, 1, 2, 3].map((nth) => isLast(policy, nth, 0))).toEqual([false, false, false, true])
  })

  it('not at all where the call or the setting says so', () => {
    expect(publishPolicy({ retry: false }, {})).toBeNull()
    expect(publishPolicy({}, { task_publish_retry: false })).toBeNull()
    expect(publishPolicy({ retry: true }, { task_publish_retry: false })).not.toBeNull()
  })

  it('as the call says before what the setting says', () => {
    const settings = { task_publish_retry_policy: { max_retries: 9, interval_max: 4 } }
    expect(publishPolicy({ retry_policy: { max_retries: 1 } }, settings)).toMatchObject({
      maxRetries: 1,
      max: 4,
    })
  })

  it('no longer than a time limit, which ends it at a failure', () => {
    const policy = { ...CONNECT_POLICY, timeout: 4 }
    expect([0, 2, 4, 6].map((elapsed) => isLast(policy, 0, elapsed))).toEqual([
      false,
      false,
      true,
      true,
    ])
  })

  it('at even pauses without a step', () => {
    expect(waits({ ...CONNECT_POLICY, start: 1, step: 0 }, 3)).toEqual([1, 1, 1])
  })
})
