import { describe, expect, it } from 'vitest'
import { createBrokerState, type Consumer, type QueueState } from './broker.ts'
import { rabbitmq } from './rabbitmq.ts'
import { redis } from './redis.ts'
import { matchesTopic, matchesVirtualTopic } from './topic.ts'

const queue = (name: string, levels: number, args = {}): QueueState => ({
  name,
  arguments: args,
  levels: Array.from({ length: levels }, () => []),
  cursor: 0,
  unacked: 0,
  state: 0,
})

const consumer = (worker: number, queues: string[], turn = worker): Consumer => ({
  worker,
  queues,
  credit: 10,
  turn,
})

describe('Redis', () => {
  it('puts priorities into four steps, 0 the most urgent (rule 2.21)', () => {
    const made = queue('q', 4)
    const steps = [0, 3, 5, 6, 9, 12, -1, 2, 8].map((priority) => redis.level(made, priority))
    expect(steps).toEqual([0, 1, 1, 2, 3, 3, 0, 0, 2])
  })

  it('looks at a step in all queues before the next step in any (rule 2.22)', () => {
    const state = createBrokerState()
    state.queues['a'] = queue('a', 4)
    state.queues['b'] = queue('b', 4)
    state.queues['a'].levels[1]?.push(1)
    state.queues['b'].levels[0]?.push(2)
    expect(redis.next(state, [consumer(0, ['a', 'b'])])?.tag).toBe(2)
  })

  it('serves the worker that has waited longest, and moves its queue to the end (rules 2.23, 3.22)', () => {
    const state = createBrokerState()
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
    const level = [9]
    for (const tag of [1, 2, 3]) redis.putBack(level, tag, 'restored')
    redis.putBack(level, 4, 'requeued')
    expect(level).toEqual([3, 2, 1, 9, 4])
  })
})

describe('RabbitMQ', () => {
  it('ignores priorities without x-max-priority, else the higher is the more urgent (rule 2.20)', () => {
    expect(rabbitmq.levels({})).toBe(1)
    expect(rabbitmq.level(queue('q', 1), 9)).toBe(0)
    const made = queue('q', 11, { 'x-max-priority': 10 })
    const sent = [0, 1, 9, 5, 10, 15]
    const order = sent.toSorted((a, b) => rabbitmq.level(made, a) - rabbitmq.level(made, b))
    expect(order).toEqual([10, 15, 9, 5, 1, 0])
  })

  it('goes round the consumers that have room (rule 3.22)', () => {
    const state = createBrokerState()
    state.queues['a'] = queue('a', 1)
    state.queueNames.push('a')
    state.queues['a'].levels[0]?.push(1, 2, 3, 4)
    const full = { ...consumer(1, ['a']), credit: 0 }
    const all = [consumer(0, ['a']), full, consumer(2, ['a'])]
    expect([1, 2, 3, 4].map(() => rabbitmq.next(state, all)?.consumer.worker)).toEqual([0, 2, 0, 2])
  })

  it('puts what comes back where it was (rule 2.32)', () => {
    const level = [2, 5]
    for (const tag of [3, 1]) rabbitmq.putBack(level, tag, 'restored')
    expect(level).toEqual([1, 2, 3, 5])
  })
})

describe('topic keys', () => {
  it('match words in AMQP, text in the virtual transports (rule 2.15: documented otherwise)', () => {
    const keys = ['a', 'a.b', 'a.b.c'] as const
    expect(keys.map((key) => matchesTopic('a.#', key))).toEqual([true, true, true])
    expect(keys.map((key) => matchesVirtualTopic('a.#', key))).toEqual([false, true, true])
    expect(keys.map((key) => matchesTopic('a.*', key))).toEqual([false, true, false])
    expect(keys.map((key) => matchesVirtualTopic('a.*', key))).toEqual([false, true, true])
  })
})
