import { describe, expect, it } from 'vitest'
import { millis, seconds } from '../../kernel/units.ts'
import { destinations } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { Bench, consumer, message, queue } from '../testing.ts'
import { argumentRefusal, redeclareRefusal } from './arguments.ts'
import { deadLetter } from './dead-letters.ts'
import { matchesHeaders } from './exchanges.ts'
import { TIMERS } from './expiry.ts'
import { rabbitmq } from './index.ts'

/** `drop 3 expired`, `dead-letter 4 maxlen to dlx/dead`... */
const told = (effects: readonly Effect[]): readonly string[] =>
  effects.map((effect) => {
    if (effect.do === 'dead-letter')
      return `${effect.do} ${effect.tag} ${effect.reason} to ${effect.message.exchange}/${effect.message.routingKey}`
    if (effect.do === 'drop' || effect.do === 'refuse')
      return `${effect.do} ${effect.tag} ${effect.reason}`
    if (effect.do === 'timer') return `timer ${effect.at}`
    if (effect.do === 'close-channel') return `close ${effect.worker}`
    if (effect.do === 'delete-queue') return `delete ${effect.queue}`
    return effect.do
  })

const DLX = { 'x-dead-letter-exchange': 'dlx', 'x-dead-letter-routing-key': 'dead' }

const bench = (args: object = {}): Bench => {
  const made = new Bench(rabbitmq)
  made.declare('q', args)
  return made
}

describe('RabbitMQ: service', () => {
  it('ignores priorities without x-max-priority, else the higher is the more urgent (rule 2.20)', () => {
    expect(rabbitmq.levels({})).toBe(1)
    expect(rabbitmq.level(queue('q', 1), 9)).toBe(0)
    const made = bench({ 'x-max-priority': 10 })
    for (const priority of [0, 1, 9, 5, 10, 0, 15]) made.send('q', message({ priority }))
    expect(made.waiting('q')).toEqual([4, 6, 2, 3, 1, 0, 5])
  })

  it('goes round the consumers that have room (rule 3.22)', () => {
    const made = bench()
    made.consumers.push(
      consumer(0, ['q']),
      { ...consumer(1, ['q']), credit: 0 },
      consumer(2, ['q']),
    )
    for (let n = 0; n < 4; n++) made.send('q')
    expect([0, 1, 2, 3].map(() => made.copy(made.deliver() ?? -1).worker)).toEqual([0, 2, 0, 2])
  })

  it('counts room by queue where each consumer has a prefetch of its own (rule 2.36)', () => {
    const made = bench()
    made.declare('r')
    made.send('q')
    made.send('r')
    made.consumers.push({ ...consumer(0, ['q', 'r']), rooms: { q: 0, r: 1 } })
    expect(made.deliver()).toBe(1)
    made.consumers[0]!.rooms = { q: 0, r: 0 }
    expect(made.deliver()).toBeNull()
  })

  it('serves one worker with x-single-active-consumer, then the one that subscribed next', () => {
    const made = bench({ 'x-single-active-consumer': true })
    const [late, early] = [consumer(0, ['q']), consumer(1, ['q'])]
    rabbitmq.onConsumer?.(made.view, early)
    rabbitmq.onConsumer?.(made.view, late)
    made.consumers.push(late, early)
    for (let n = 0; n < 3; n++) made.send('q')
    const who = (): number => made.copy(made.deliver() ?? -1).worker
    expect([who(), who()]).toEqual([1, 1])
    made.consumers.pop()
    expect(who()).toBe(0)
  })
})

describe('RabbitMQ: what comes back', () => {
  const back = (args: object, order: readonly number[]): Bench => {
    const made = bench(args)
    made.consumers.push(consumer(0, ['q']))
    for (let n = 0; n < 5; n++) made.send('q')
    for (let n = 0; n < 3; n++) made.deliver()
    for (const tag of order) made.giveBack(tag, 'requeued')
    return made
  }

  it('takes its old place in a classic queue (rule 2.32)', () => {
    expect(back({}, [1, 0, 2]).waiting('q')).toEqual([0, 1, 2, 3, 4])
  })

  it('stands first in a quorum queue, in the order in which it came back', () => {
    expect(back({ 'x-queue-type': 'quorum' }, [1, 0, 2]).waiting('q')).toEqual([1, 0, 2, 3, 4])
  })

  it('is a dead letter of a quorum queue past x-delivery-limit returns', () => {
    const made = bench({ 'x-queue-type': 'quorum', 'x-delivery-limit': 2, ...DLX })
    made.consumers.push(consumer(0, ['q']))
    made.send('q')
    const again = (): readonly string[] => {
      made.deliver()
      return told(made.giveBack(0, 'requeued'))
    }
    expect([again(), again()]).toEqual([[], []])
    expect(again()).toEqual(['dead-letter 0 delivery_limit to dlx/dead'])
  })

  it('goes on for ever without a limit, and in a classic queue (3.10)', () => {
    for (const args of [{ 'x-queue-type': 'quorum' }, {}]) {
      const made = bench(args)
      made.consumers.push(consumer(0, ['q']))
      made.send('q')
      for (let n = 0; n < 30; n++) {
        made.deliver()
        expect(made.giveBack(0, 'restored')).toEqual([])
      }
    }
  })

  it('is restored at once when its worker is gone', () => {
    expect(rabbitmq.onLost(bench().view, 0, [4, 5])).toEqual([
      { do: 'restore', tag: 4 },
      { do: 'restore', tag: 5 },
    ])
  })
})

describe('RabbitMQ: time to live', () => {
  const expiring = (ms: number) => message({ expiration: String(ms) })

  it('is the shorter of the queue and the message (rule 1.14)', () => {
    const made = bench({ 'x-message-ttl': 500 })
    expect(told(made.send('q', expiring(200)))).toEqual([`timer ${millis(200)}`])
    expect(told(bench({ 'x-message-ttl': 500 }).send('q', expiring(900)))).toEqual([
      `timer ${millis(500)}`,
    ])
    expect(bench().send('q')).toEqual([])
  })

  it('drops the head when its time has come, and then looks at who is next', () => {
    const made = bench()
    made.send('q', expiring(100))
    made.send('q', expiring(100))
    made.send('q', expiring(300))
    made.now = millis(100)
    const effects = rabbitmq.onTimer?.(made.view, 0, TIMERS.head) ?? []
    expect(told(effects)).toEqual(['drop 0 expired', 'drop 1 expired', `timer ${millis(300)}`])
  })

  it('leaves one that has expired behind one that has not, or that is more urgent', () => {
    const made = bench()
    made.send('q', expiring(5000))
    made.send('q', expiring(100))
    made.now = millis(200)
    expect(told(rabbitmq.onTimer?.(made.view, 0, TIMERS.head) ?? [])).not.toContain(
      'drop 1 expired',
    )
    const urgent = bench({ 'x-max-priority': 5 })
    urgent.send('q', message({ expiration: '100', priority: 1 }))
    urgent.send('q', message({ priority: 5 }))
    urgent.now = millis(200)
    expect(rabbitmq.onTimer?.(urgent.view, 0, TIMERS.head)).toEqual([])
  })

  it('finds it as soon as the one before it has left', () => {
    const made = bench()
    made.consumers.push(consumer(0, ['q']))
    made.send('q')
    made.send('q', expiring(100))
    made.now = millis(200)
    made.broker.next(made.state, made.consumers)
    expect(told(rabbitmq.onDelivered?.(made.view, made.queue('q'), 0) ?? [])).toContain(
      'drop 1 expired',
    )
  })

  it('is not given anew to a message that comes back', () => {
    const made = bench()
    made.consumers.push(consumer(0, ['q']))
    made.send('q', expiring(1000))
    made.deliver()
    made.now = seconds(2)
    expect(told(made.giveBack(0, 'requeued'))).toEqual(['drop 0 expired'])
  })

  it('of 0 ends at once for what finds no taker', () => {
    expect(told(bench({ 'x-message-ttl': 0, ...DLX }).send('q'))).toEqual([
      'dead-letter 0 expired to dlx/dead',
    ])
  })
})

describe('RabbitMQ: length', () => {
  it('drops the head, the most urgent one where there are priorities', () => {
    const made = bench({ 'x-max-length': 2, 'x-max-priority': 3, ...DLX })
    for (const priority of [3, 0]) expect(made.send('q', message({ priority }))).toEqual([])
    expect(told(made.send('q', message({ priority: 1 })))).toEqual([
      'dead-letter 0 maxlen to dlx/dead',
    ])
  })

  it('counts bytes of the body', () => {
    // [[], {}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]
    const made = bench({ 'x-max-length-bytes': 160 })
    expect([made.send('q'), made.send('q')]).toEqual([[], []])
    expect(told(made.send('q'))).toEqual(['drop 0 maxlen'])
  })

  it('refuses what comes with reject-publish, and makes a dead letter of it with the -dlx', () => {
    const made = bench({ 'x-max-length': 1, 'x-overflow': 'reject-publish', ...DLX })
    expect([made.send('q'), told(made.send('q'))]).toEqual([[], ['refuse 1 maxlen']])
    const dlx = bench({ 'x-max-length': 1, 'x-overflow': 'reject-publish-dlx', ...DLX })
    dlx.send('q')
    expect(told(dlx.send('q'))).toEqual(['refuse 1 maxlen', 'dead-letter 1 maxlen to dlx/dead'])
  })
})

describe('RabbitMQ: dead letters (rule 2.19)', () => {
  it('go to the exchange of the queue with its key, or with their own', () => {
    const reject = (args: object) => {
      const made = bench(args)
      made.send('q')
      return told(rabbitmq.onSettled?.(made.view, made.queue('q'), 0, 'rejected') ?? [])
    }
    expect(reject(DLX)).toEqual(['dead-letter 0 rejected to dlx/dead'])
    expect(reject({ 'x-dead-letter-exchange': 'dlx' })).toEqual(['dead-letter 0 rejected to dlx/q'])
    expect(reject({})).toEqual([])
  })

  it('carry their deaths, the latest first, and lose their own time to live', () => {
    const first = deadLetter(message({ expiration: '200' }, { mine: 1 }), 'q', 'expired', 0)
    expect(first.properties).not.toHaveProperty('expiration')
    expect(first.headers).toMatchObject({
      mine: 1,
      'x-death': [
        {
          count: 1,
          reason: 'expired',
          queue: 'q',
          exchange: '',
          'routing-keys': ['q'],
          'original-expiration': '200',
        },
      ],
      'x-first-death-queue': 'q',
      'x-first-death-reason': 'expired',
      'x-first-death-exchange': '',
    })
    const second = deadLetter({ ...first, exchange: 'dlx' }, 'r', 'rejected', 0)
    const third = deadLetter(second, 'q', 'expired', 0)
    expect(third.headers).toMatchObject({
      'x-death': [
        { count: 2, queue: 'q', reason: 'expired' },
        { count: 1, queue: 'r', reason: 'rejected', exchange: 'dlx' },
      ],
      'x-first-death-queue': 'q',
    })
  })

  it('that would go round for ever are dropped, unless somebody rejected them', () => {
    const made = bench()
    const expired = deadLetter(message(), 'q', 'expired', 0)
    expect(told(made.send('q', expired))).toEqual(['refuse 0 went round'])
    expect(made.send('q', deadLetter(message(), 'q', 'rejected', 0))).toEqual([])
  })
})

describe('RabbitMQ: consumer timeout (rule 2.32)', () => {
  it('closes the channel of who keeps a message for half an hour', () => {
    const made = bench()
    made.consumers.push(consumer(0, ['q']), consumer(1, ['q']))
    made.send('q')
    made.broker.next(made.state, made.consumers)
    made.copy(0).worker = 0
    const [timer] = rabbitmq.onDelivered?.(made.view, made.queue('q'), 0) ?? []
    expect(timer).toMatchObject({ do: 'timer', at: seconds(1800), watch: true })
    made.now = seconds(1800)
    expect(told(rabbitmq.onTimer?.(made.view, 0, TIMERS.leases) ?? [])).toEqual(['close 0'])
    made.copy(0).worker = -1
    expect(rabbitmq.onTimer?.(made.view, 0, TIMERS.leases)).toEqual([])
  })

  it('looks once a minute', () => {
    const made = bench({ 'x-consumer-timeout': 5000 })
    made.send('q')
    expect(rabbitmq.onDelivered?.(made.view, made.queue('q'), 0)).toMatchObject([
      { at: seconds(60) },
    ])
  })
})

describe('RabbitMQ: queues that go', () => {
  it('an auto-delete queue goes with its last consumer', () => {
    const made = bench()
    const own = { ...made.queue('q'), autoDelete: true }
    made.state.queues['q'] = own
    made.consumers.push(consumer(1, ['q']))
    const gone = () => rabbitmq.onConsumerGone?.(made.view, { worker: 0, queues: ['q'] }) ?? []
    expect(gone()).toEqual([])
    made.consumers.pop()
    expect(told(gone())).toEqual(['delete q'])
  })

  it('one with x-expires goes when nobody has consumed from it for so long', () => {
    const made = bench()
    made.declare('r', { 'x-expires': 1000 })
    const look = () => told(rabbitmq.onTimer?.(made.view, 1, TIMERS.unused) ?? [])
    made.now = millis(400)
    expect(look()).toEqual([`timer ${millis(1000)}`])
    made.consumers.push(consumer(0, ['r']))
    made.now = millis(1000)
    expect(look()).toEqual([])
    made.consumers.pop()
    rabbitmq.onConsumerGone?.(made.view, { worker: 0, queues: ['r'] })
    made.now = millis(1900)
    expect(look()).toEqual([`timer ${millis(2000)}`])
    made.now = millis(2000)
    expect(look()).toEqual(['delete r'])
  })
})

describe('RabbitMQ: a restart', () => {
  it('keeps persistent messages in durable queues, and all of a quorum queue', () => {
    const made = bench()
    made.declare('quorum', { 'x-queue-type': 'quorum' })
    made.declare('passing')
    made.state.queues['passing'] = { ...made.queue('passing'), durable: false }
    for (const name of ['q', 'quorum', 'passing']) {
      made.send(name, message({ delivery_mode: 1 }))
      made.send(name, message({ delivery_mode: 2 }))
    }
    expect(told(rabbitmq.onRestart?.(made.view, { kind: 'stop' }) ?? [])).toEqual([
      'drop 0 broker restarted',
      'delete passing',
    ])
  })
})

describe('RabbitMQ: exchanges', () => {
  it('match headers as the real one does', () => {
    const both = { a: 1, b: 'x' }
    const sent = [{ a: 1 }, both, { b: 'x' }, { a: 2 }, {}, { 'x-a': 1 }, { a: '1' }]
    const fits = (args: object) =>
      sent.map((headers) => matchesHeaders(args as never, headers as never)).map(Number)
    expect(fits({ 'x-match': 'all', ...both })).toEqual([0, 1, 0, 0, 0, 0, 0])
    expect(fits({ 'x-match': 'any', ...both })).toEqual([1, 1, 1, 0, 0, 0, 0])
    expect(fits({ 'x-match': 'any-with-x', 'x-a': 1 })).toEqual([0, 0, 0, 0, 0, 1, 0])
    expect(fits({ a: 1 })).toEqual([1, 1, 0, 0, 0, 0, 0])
    expect(fits({})).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(fits({ 'x-match': 'any' })).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(fits({ a: null })).toEqual([1, 1, 0, 1, 0, 0, 1])
    expect(fits({ 'x-match': 'all', 'x-a': 1 })).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(matchesHeaders({ a: 1 }, { a: { $num: '1.0' } })).toBe(true)
  })

  it('lead on to other exchanges, and round a ring but once', () => {
    const made = bench()
    const exchange = { type: 'fanout', durable: true, autoDelete: false, arguments: {} }
    Object.assign(made.state.exchanges, { one: exchange, two: exchange })
    const way = { routingKey: '', arguments: {} }
    made.state.bindings.push(
      { ...way, exchange: 'one', destination: 'two', to: 'exchange' },
      { ...way, exchange: 'two', destination: 'one', to: 'exchange' },
      { ...way, exchange: 'two', destination: 'q', to: 'queue' },
    )
    expect(destinations(rabbitmq, made.state, 'one', 'k', {})).toEqual(['q'])
  })

  it('of AMQP are there without being declared', () => {
    expect(Object.keys(new Bench(rabbitmq).state.exchanges)).toContain('amq.topic')
  })
})

describe('RabbitMQ: declarations that it refuses (rule 2.17)', () => {
  it('arguments that make no sense, in its own words', () => {
    const refused = (args: object) => argumentRefusal('q', args as never)
    const of = (argument: string, rest: string) =>
      `invalid arg '${argument}' for queue 'q' in vhost '/'${rest}`
    expect(refused({ 'x-max-priority': 300 })).toBe(
      of('x-max-priority', ': {max_value_exceeded,300}'),
    )
    expect(refused({ 'x-message-ttl': -1 })).toBe(of('x-message-ttl', ': {value_negative,-1}'))
    expect(refused({ 'x-overflow': 'nope' })).toBe(of('x-overflow', ': invalid_overflow'))
    expect(refused({ 'x-dead-letter-routing-key': 'x' })).toBe(
      of('x-dead-letter-routing-key', ': routing_key_but_no_dlx_defined'),
    )
    expect(refused({ 'x-expires': 0 })).toBe(of('x-expires', ': {value_zero,0}'))
    expect(refused({ 'x-queue-type': 'nope' })).toBe(
      of('x-queue-type', `: "unsupported queue type 'nope'"`),
    )
    expect(refused({ 'x-queue-type': 'quorum', 'x-max-priority': 5 })).toBe(
      of('x-max-priority', ' of queue type rabbit_quorum_queue'),
    )
    expect(refused({ 'x-max-length': '5' })).toBe(
      of('x-max-length', ': "expected integer, got longstr"'),
    )
    expect(refused({ 'x-delivery-limit': 3 })).toBe(
      of('x-delivery-limit', ' of queue type rabbit_classic_queue'),
    )
    expect(refused({ 'x-nonsense': 1, 'x-queue-type': 'quorum', 'x-message-ttl': 5 })).toBeNull()
  })

  it('a queue that is there with other arguments', () => {
    const flags = { durable: true, autoDelete: false }
    expect(redeclareRefusal(queue('q', 1, { 'x-max-length': 9 }), {}, flags)).toBe(
      "inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received none but current is the value '9' of type 'signedint'",
    )
    expect(redeclareRefusal(queue('q', 1, DLX), {}, flags)).toBe(
      "inequivalent arg 'x-dead-letter-exchange' for queue 'q' in vhost '/': received none but current is the value 'dlx' of type 'longstr'",
    )
    expect(redeclareRefusal(queue('q', 1, DLX), DLX, flags)).toBeNull()
    expect(redeclareRefusal(queue('q', 1), { 'x-queue-type': 'classic' }, flags)).toBeNull()
    expect(redeclareRefusal(queue('q', 1), {}, { ...flags, durable: false })).toBe(
      "inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'",
    )
  })
})
