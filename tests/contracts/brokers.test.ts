import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Binding } from '../../simulator/brokers/broker.ts'
import { destinations, waiting } from '../../simulator/brokers/broker.ts'
import type { Effect } from '../../simulator/brokers/effects.ts'
import { BROKERS } from '../../simulator/brokers/index.ts'
import { Bench, consumer, message } from '../../simulator/brokers/testing.ts'
import { copyPlain } from '../../simulator/world/copy.ts'

const binding = (routingKey: string): Binding => ({
  exchange: 'e',
  routingKey,
  destination: 'q',
  to: 'queue',
  arguments: {},
})

/** The message that an effect is about. */
const messageOf = (effect: Effect): number =>
  'tag' in effect ? effect.tag : effect.do === 'timer' ? effect.entity : -1

describe.each(Object.entries(BROKERS))('the broker %s', (name, broker) => {
  const args = { 'x-max-priority': 9 }
  const bench = (...queues: readonly string[]): Bench => {
    const made = new Bench(broker)
    for (const queue of queues) made.declare(queue, args)
    return made
  }

  it('is named as it is registered, and by its driver', () => {
    expect(broker.name).toBe(name)
    expect(broker.driver).not.toBe('')
  })

  it('has a level for every priority, also beyond its range', () => {
    const made = bench('a')
    for (const priority of [-1, 0, 1, 3, 9, 12, 300])
      expect(made.level(made.make('a', message({ priority })))).toEqual([])
  })

  it('hands out messages of one priority in the order they came', () => {
    const made = bench('a')
    made.consumers.push(consumer(0, ['a']))
    for (let n = 0; n < 3; n++) made.send('a')
    const next = (): number | null => {
      for (const one of made.consumers) one.turn = 0
      return made.deliver()
    }
    expect([next(), next(), next(), next()]).toEqual([0, 1, 2, null])
  })

  it('never serves a worker without room, or from a queue that it does not take from', () => {
    const made = bench('a', 'b')
    made.send('a')
    made.consumers.push({ ...consumer(0, ['a']), credit: 0 }, consumer(1, ['b']))
    expect(made.deliver()).toBeNull()
    expect(waiting(made.queue('a'))).toBe(1)
    made.consumers.push({ ...consumer(2, ['a']), credit: 1 })
    expect(made.deliver()).toBe(0)
    expect(made.copy(0).worker).toBe(2)
  })

  it('loses and doubles nothing, whatever goes in and comes back', () => {
    const action = fc.record({ priority: fc.nat(12), queue: fc.constantFrom('a', 'b') })
    const back = fc.constantFrom('requeued' as const, 'restored' as const, null)
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), fc.array(back), (sent, returned) => {
        const made = bench('a', 'b')
        made.consumers.push(consumer(0, ['a', 'b']), consumer(1, ['b']))
        for (const { priority, queue } of sent) made.send(queue, message({ priority }))
        const taken: number[] = []
        const rest = [...sent, ...returned].map(() => null)
        for (const why of [...returned, ...rest]) {
          for (const one of made.consumers) one.turn = one.worker
          const tag = made.deliver()
          if (tag === null) continue
          if (why === null) taken.push(tag)
          else {
            // Back in its queue, or the broker says what becomes of it instead: that message alone.
            const instead = made.giveBack(tag, why)
            if (instead.length > 0) taken.push(...instead.map(messageOf))
          }
        }
        expect(taken.toSorted((a, b) => a - b)).toEqual(sent.map((_, tag) => tag))
      }),
    )
  })

  it('goes on from a snapshot as it would have gone on', () => {
    const made = bench('a', 'b')
    for (let n = 0; n < 6; n++) made.send(n % 2 === 0 ? 'a' : 'b', message({ priority: n }))
    const workers = [consumer(0, ['a', 'b']), consumer(1, ['b', 'a'])]
    const play = (state: Bench['state'], consumers: typeof workers): readonly string[] =>
      Array.from({ length: 4 }, () => {
        for (const one of consumers) one.turn = one.worker
        const pick = broker.next(state, consumers)
        return pick === null ? 'nothing' : `${pick.tag} from ${pick.queue.name}`
      })
    const saved = copyPlain({ state: made.state, workers })
    expect(play(made.state, workers)).toEqual(play(saved.state, saved.workers))
  })

  it('says what a worker left behind: each message once, or none while it may come back', () => {
    const made = bench('a')
    made.consumers.push(consumer(0, ['a']))
    for (let n = 0; n < 3; n++) made.send('a')
    const tags = [0, 1, 2].flatMap(() => {
      for (const one of made.consumers) one.turn = 0
      return made.deliver() ?? []
    })
    const restored = broker
      .onLost(made.view, 0, tags)
      .flatMap((effect) => (effect.do === 'restore' ? [effect.tag] : []))
    expect([[], tags]).toContainEqual(restored)
  })

  it('leads each message to a queue once, however many bindings fit', () => {
    const made = bench('a', 'b')
    made.state.exchanges['e'] = { type: 'topic', durable: true, autoDelete: false, arguments: {} }
    for (const [routingKey, destination] of [
      ['x.*', 'a'],
      ['x.y', 'a'],
      ['z', 'b'],
    ] as const)
      made.state.bindings.push({ ...binding(routingKey), destination })
    const to = (key: string) => destinations(broker, made.state, 'e', key, {})
    expect([to('x.y'), to('z'), to('nowhere')]).toEqual([['a'], ['b'], []])
    expect(destinations(broker, made.state, '', 'b', {})).toEqual(['b'])
    expect(destinations(broker, made.state, 'none', 'b', {})).toBeNull()
  })

  it('matches direct keys exactly and fanout without looking', () => {
    expect(broker.matches('direct', binding('a.b'), 'a.b', {})).toBe(true)
    expect(broker.matches('direct', binding('a.*'), 'a.b', {})).toBe(false)
    expect(broker.matches('fanout', binding(''), 'anything', {})).toBe(true)
    expect(broker.matches('topic', binding('news.*'), 'news.sport', {})).toBe(true)
  })
})
