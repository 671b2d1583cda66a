import { describe, expect, it } from 'vitest'
import type { BrokerView } from '../broker.ts'
import { Bench, consumer } from '../testing.ts'
import { redis } from './index.ts'
import { loseTaken, makeRoom, refuseFull } from './room.ts'

/** A server that the first message fills, with one message in its queue. */
function full(maxmemoryPolicy: 'noeviction' | 'allkeys-lru') {
  const bench = new Bench(redis)
  const view: BrokerView = { ...bench.view, server: { maxmemory: 100, maxmemoryPolicy } }
  bench.declare('q')
  bench.consumers.push(consumer(0, ['q']))
  const tag = bench.make('q')
  bench.level(tag).push(tag)
  redis.onEntered?.(view, tag)
  return { bench, view, tag }
}

describe('a Redis that is full (maxmemory)', () => {
  it('refuses what is published, unless it may throw something away', () => {
    const { bench, view, tag } = full('noeviction')
    expect(() => refuseFull(view, bench.copy(tag).message)).toThrow(
      "Command # 1 (LLEN q) of pipeline caused error: command not allowed when used memory > 'maxmemory'.",
    )
    const next = bench.make('q')
    expect(makeRoom(view, next)).toEqual([{ do: 'refuse', tag: next, reason: 'out of memory' }])
  })

  it('throws away a whole list for a message that comes in', () => {
    const { bench, view, tag } = full('allkeys-lru')
    const next = bench.make('q')
    expect(makeRoom(view, next)).toEqual([
      { do: 'drop', tag, reason: 'evicted' },
      { do: 'let-in', tag: next },
    ])
  })

  it('loses what a worker takes, and the worker ends', () => {
    const { bench, view, tag } = full('noeviction')
    bench.copy(tag).worker = 0
    const [lost, ended] = loseTaken(view, tag)
    expect(lost).toEqual({ do: 'drop', tag, reason: 'out of memory' })
    expect(ended).toMatchObject({ do: 'end-worker', worker: 0 })
    expect(loseTaken(full('allkeys-lru').view, tag)).toEqual([])
  })

  it('has room again when a message is acknowledged', () => {
    const { bench, view, tag } = full('noeviction')
    bench.copy(tag).worker = 0
    redis.onSettled?.(view, bench.queue('q'), tag, 'acked')
    expect(makeRoom(view, bench.make('q'))).toBeNull()
  })
})
