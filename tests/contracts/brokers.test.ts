import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Binding, Consumer, QueueState } from '../../simulator/brokers/broker.ts'
import { createBrokerState, waiting } from '../../simulator/brokers/broker.ts'
import { BROKERS } from '../../simulator/brokers/index.ts'
import { consumer as anyConsumer, queue as anyQueue } from '../../simulator/brokers/testing.ts'

const consumer = (worker: number, queues: string[], credit: number): Consumer => ({
  ...anyConsumer(worker, queues),
  credit,
})

const binding = (routingKey: string): Binding => ({
  exchange: 'e',
  routingKey,
  destination: 'q',
  to: 'queue',
  arguments: {},
})

describe.each(Object.entries(BROKERS))('the broker %s', (_name, broker) => {
  const args = { 'x-max-priority': 9 }
  const queueOf = (name: string): QueueState => anyQueue(name, broker.levels(args), args)
  const state = (names: readonly string[]) => {
    const made = createBrokerState(broker)
    for (const name of names) {
      made.queues[name] = queueOf(name)
      made.queueNames.push(name)
    }
    return made
  }
  const levelOf = (queue: QueueState, priority: number): number[] => {
    const level = queue.levels[broker.level(queue, priority)]
    if (level === undefined) throw new Error(`no level for priority ${String(priority)}`)
    return level
  }

  it('is named as it is registered', () => {
    expect(broker.name).toBe(_name)
  })

  it('has a level for every priority, also beyond its range', () => {
    const queue = queueOf('a')
    for (const priority of [-1, 0, 1, 3, 9, 12, 300]) expect(levelOf(queue, priority)).toEqual([])
  })

  it('hands out messages of one priority in the order they came', () => {
    const made = state(['a'])
    const queue = made.queues['a'] as QueueState
    levelOf(queue, 0).push(1, 2, 3)
    const tags = [1, 2, 3].map(() => broker.next(made, [consumer(0, ['a'], 5)])?.tag)
    expect(tags).toEqual([1, 2, 3])
    expect(broker.next(made, [consumer(0, ['a'], 5)])).toBeNull()
  })

  it('never serves a worker without room, or from a queue that it does not take from', () => {
    const made = state(['a', 'b'])
    levelOf(made.queues['a'] as QueueState, 0).push(1)
    expect(broker.next(made, [consumer(0, ['a'], 0), consumer(1, ['b'], 5)])).toBeNull()
    expect(waiting(made.queues['a'] as QueueState)).toBe(1)
    expect(broker.next(made, [consumer(0, ['a'], 0), consumer(1, ['a'], 1)])?.consumer.worker).toBe(
      1,
    )
  })

  it('loses and doubles nothing, whatever goes in and comes back', () => {
    const action = fc.record({ priority: fc.nat(12), queue: fc.constantFrom('a', 'b') })
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), fc.array(fc.boolean()), (sent, returned) => {
        const made = state(['a', 'b'])
        const priorities = sent.map(({ priority }) => priority)
        sent.forEach(({ priority, queue }, tag) => {
          levelOf(made.queues[queue] as QueueState, priority).push(tag)
        })
        const taken: number[] = []
        const workers = [consumer(0, ['a', 'b'], 99), consumer(1, ['b'], 99)]
        for (const back of [...returned, ...sent.map(() => false), ...returned.map(() => false)]) {
          const pick = broker.next(made, workers)
          if (pick === null) continue
          const level = levelOf(pick.queue, priorities[pick.tag] ?? 0)
          if (back) broker.putBack(level, pick.tag, 'requeued')
          else taken.push(pick.tag)
        }
        expect(taken.toSorted((a, b) => a - b)).toEqual(sent.map((_, tag) => tag))
      }),
    )
  })

  it('matches direct keys exactly and fanout without looking', () => {
    expect(broker.matches('direct', binding('a.b'), 'a.b', {})).toBe(true)
    expect(broker.matches('direct', binding('a.*'), 'a.b', {})).toBe(false)
    expect(broker.matches('fanout', binding(''), 'anything', {})).toBe(true)
    expect(broker.matches('topic', binding('news.*'), 'news.sport', {})).toBe(true)
  })
})
