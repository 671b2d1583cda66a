import { describe, expect, it } from 'vitest'
import { seconds } from '../../kernel/units.ts'
import type { BrokerView } from '../broker.ts'
import { Bench, consumer } from '../testing.ts'
import { redis } from './index.ts'

/** A bench on which each worker has a pool and a visibility timeout of ten seconds. */
function setUp(pool = 'prefork', options = {}) {
  const bench = new Bench(redis)
  bench.declare('celery')
  const view: BrokerView = {
    ...bench.view,
    get now() {
      return bench.now
    },
    pool: () => pool,
    settings: () => ({ broker_transport_options: { visibility_timeout: 10, ...options } }),
  }
  /** Takes `count` messages, one second after the other, and loses their worker. */
  const lose = (count: number) => {
    bench.consumers.push(consumer(0, ['celery']))
    redis.onConnected?.(view, 0)
    const tags: number[] = []
    for (let n = 0; n < count; n++) {
      bench.now += seconds(1)
      bench.send('celery')
      for (const one of bench.consumers) one.turn = 0
      tags.push(bench.deliver() ?? -1)
    }
    return redis.onLost(view, 0, tags)
  }
  return { bench, view, lose }
}

describe('the visibility timeout (rule 2.27)', () => {
  it('keeps what a killed worker had, until a worker connects after it', () => {
    const { bench, view, lose } = setUp()
    expect(lose(3)).toEqual([])
    bench.now = seconds(12)
    // Taken at 1, 2 and 3 s: two are overdue, and the oldest is pushed last to be served first.
    const effects = redis.onConnected?.(view, 1) ?? []
    expect(effects.flatMap((effect) => (effect.do === 'redeliver' ? [effect.tag] : []))).toEqual([
      1, 0,
    ])
  })

  it('is looked at when a worker connects and each hundred seconds after', () => {
    const { bench, view, lose } = setUp()
    lose(1)
    bench.now = seconds(7)
    const [timer, ...rest] = redis.onConnected?.(view, 1) ?? []
    expect([timer, rest]).toMatchObject([
      { do: 'timer', at: seconds(107), entity: 1, watch: true },
      [],
    ])
    bench.now = seconds(107)
    const argument = timer?.do === 'timer' ? timer.argument : -1
    expect(redis.onTimer?.(view, 1, argument)).toMatchObject([{ do: 'redeliver', tag: 0 }])
    expect(redis.onTimer?.(view, 1, argument + 1)).toEqual([])
  })

  it('is looked at by nobody in a pool without an event loop (documented otherwise)', () => {
    const { bench, view, lose } = setUp('gevent')
    lose(1)
    bench.now = seconds(500)
    expect(redis.onConnected?.(view, 1)).toEqual([])
  })

  it('gives back no more at a time than unacked_restore_limit, the latest first', () => {
    const { bench, view, lose } = setUp('prefork', { unacked_restore_limit: 1 })
    lose(3)
    bench.now = seconds(60)
    const effects = redis.onConnected?.(view, 1) ?? []
    expect(effects.filter(({ do: what }) => what === 'redeliver')).toMatchObject([{ tag: 2 }])
  })

  it('does not exist without ack emulation: the message is gone (rule 2.31)', () => {
    const { lose } = setUp('prefork', { ack_emulation: false })
    expect(lose(1)).toEqual([{ do: 'drop', tag: 0, reason: 'not kept' }])
  })
})
