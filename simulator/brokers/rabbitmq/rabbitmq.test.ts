import { describe, expect, it } from 'vitest'
import { createBrokerState } from '../broker.ts'
import { consumer, queue } from '../testing.ts'
import { rabbitmq } from './index.ts'

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
