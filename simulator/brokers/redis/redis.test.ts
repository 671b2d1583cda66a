import { describe, expect, it } from 'vitest'
import { createBrokerState } from '../broker.ts'
import { Bench, consumer, queue } from '../testing.ts'
import { redis } from './index.ts'

describe('Redis', () => {
  it('puts priorities into four steps, 0 the most urgent (rule 2.21)', () => {
    const made = queue('q', 4)
    const steps = [0, 3, 5, 6, 9, 12, -1, 2, 8].map((priority) => redis.level(made, priority))
    expect(steps).toEqual([0, 1, 1, 2, 3, 3, 0, 0, 2])
  })

  it('looks at a step in all queues before the next step in any (rule 2.22)', () => {
    const state = createBrokerState(redis)
    state.queues['a'] = queue('a', 4)
    state.queues['b'] = queue('b', 4)
    state.queues['a'].levels[1]?.push(1)
    state.queues['b'].levels[0]?.push(2)
    expect(redis.next(state, [consumer(0, ['a', 'b'])])?.tag).toBe(2)
  })

  it('serves the worker that has waited longest, and moves its queue to the end (rules 2.23, 3.22)', () => {
    const state = createBrokerState(redis)
    state.queues['a'] = queue('a', 4)
    state.queues['b'] = queue('b', 4)
    state.queues['a'].levels[0]?.push(1, 2)
    state.queues['b'].levels[0]?.push(3)
    const [busy, late, early] = [
      consumer(0, ['a'], -1),
      consumer(1, ['a'], 5),
      consumer(2, ['a', 'b'], 4),
    ]
    const pick = redis.next(state, [busy, late, early])
    expect(pick?.consumer).toBe(early)
    expect(early.queues).toEqual(['b', 'a'])
    expect(redis.next(state, [early])?.tag).toBe(3)
  })

  it('restores to the head, so several come out reversed, and rejects to the tail (rule 2.29)', () => {
    const { view } = new Bench(redis)
    const made = queue('q', 4)
    const level = [9]
    for (const tag of [1, 2, 3]) redis.putBack(view, made, level, tag, 'restored')
    redis.putBack(view, made, level, 4, 'requeued')
    expect(level).toEqual([3, 2, 1, 9, 4])
  })
})
