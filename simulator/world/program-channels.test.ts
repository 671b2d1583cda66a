import { describe, expect, it } from 'vitest'
import { runScript, sleep } from '../../tests/support/scripted.ts'
import { INVARIANTS } from '../../tests/properties/invariants.ts'
import { type BrokerAsk, type ClusterSpec, type Json, type Log, seconds } from '../index.ts'
import type { Api } from '../../tests/support/scripted.ts'
import type { ResumeValue, Wait } from '../program.ts'

type Asking<T> = Generator<Wait, T, ResumeValue>

const JOBS: Json = { name: 'jobs', routing_key: 'jobs', exchange: { name: 'jobs', type: 'direct' } }

function* ask(what: BrokerAsk): Asking<Json> {
  const heard = yield { kind: 'broker', ask: what }
  return heard.kind === 'broker' ? heard.value : null
}

/** The next message of channel 1 within a second: its body and its tag; null where none comes. */
function* drain(): Asking<{ readonly body: Json; readonly tag: number } | null> {
  const found = (yield* ask({ do: 'drain', channels: [1], timeout: seconds(1) })) as unknown as {
    readonly found: readonly { readonly message: { readonly body: Json; readonly tag: number } }[]
  } | null
  return found?.found[0]?.message ?? null
}

const send = (api: Api, body: Json): void => {
  api.tell('send', {
    exchange: 'jobs',
    routingKey: 'jobs',
    body,
    headers: {},
    properties: {},
    contentType: 'application/json',
    contentEncoding: 'utf-8',
    declare: [JOBS],
    retry: null,
  })
}

const run = (main: (api: Api) => Asking<Json>, broker: ClusterSpec['broker']): Log => {
  const log = runScript(
    { tasks: {}, main: (_args, api) => main(api) },
    { cluster: { broker, workers: [{ name: 'w1', options: '-c 1', autostart: true }] } },
  )
  for (const [name, holds] of Object.entries(INVARIANTS))
    expect([name, holds(log)]).toEqual([name, []])
  return log
}

const returned = (log: Log): Json => {
  const rows = Array.from({ length: log.length }, (_, row) => log.entry(row))
  const end = rows.find(({ kind }) => kind === 'program-ended')
  return end?.kind === 'program-ended' ? end.detail.returned : null
}

const consume = (): Asking<Json> =>
  ask({ do: 'consume', channel: 1, consumer: 'c', queue: 'jobs', noAck: false })

const BROKERS = ['redis', 'rabbitmq', 'memory', 'sqs'] as const

describe.each(BROKERS)('a program that takes messages by itself over %s', (broker) => {
  it('gets each, settles it, and hears that nothing comes any more', () => {
    const log = run(function* (api) {
      for (const body of [1, 2, 3]) send(api, body)
      yield sleep(seconds(1))
      yield* consume()
      const seen: Json[] = []
      for (let message = yield* drain(); message !== null; message = yield* drain()) {
        seen.push(message.body)
        yield* ask({ do: 'settle', channel: 1, tag: message.tag, how: 'ack' })
      }
      return seen
    }, broker)
    expect(returned(log)).toEqual([1, 2, 3])
  })

  it('holds no more than its prefetch', () => {
    const log = run(function* (api) {
      for (const body of [1, 2, 3]) send(api, body)
      yield sleep(seconds(1))
      yield* ask({ do: 'qos', channel: 1, prefetch: 2 })
      yield* consume()
      const seen: Json[] = []
      for (let message = yield* drain(); message !== null; message = yield* drain())
        seen.push(message.body)
      return seen
    }, broker)
    expect(returned(log)).toEqual([1, 2])
  })
})

describe.each(['redis', 'rabbitmq'] as const)(
  'over %s, which keeps what is out, a program',
  (broker) => {
    it('gets what it has given back once more, marked', () => {
      const log = run(function* (api) {
        send(api, 'once')
        yield sleep(seconds(1))
        yield* consume()
        const first = yield* drain()
        yield* ask({ do: 'settle', channel: 1, tag: first?.tag ?? -1, how: 'requeue' })
        return (yield* drain())?.body ?? null
      }, broker)
      expect(returned(log)).toBe('once')
      const rows = Array.from({ length: log.length }, (_, row) => log.entry(row))
      const fetched = rows.flatMap((one) =>
        one.kind === 'message-fetched' ? [one.detail.redelivered] : [],
      )
      expect(fetched.slice(0, 2)).toEqual([false, true])
    })

    it('leaves what it holds to its queue when its channel closes', () => {
      const log = run(function* (api) {
        send(api, 'kept')
        yield sleep(seconds(1))
        yield* ask({ do: 'take', queue: 'jobs', channel: 1 })
        yield* ask({ do: 'close', channels: [1] })
        yield sleep(seconds(1))
        return yield* ask({ do: 'look', queue: 'jobs' })
      }, broker)
      expect(returned(log)).toEqual({ message_count: 1, consumer_count: 0 })
    })
  },
)

describe('when the program ends', () => {
  it.each(['redis', 'rabbitmq'] as const)('%s has what it held again', (broker) => {
    const log = run(function* (api) {
      send(api, 'kept')
      yield sleep(seconds(1))
      yield* ask({ do: 'take', queue: 'jobs', channel: 1 })
      return null
    }, broker)
    const rows = Array.from({ length: log.length }, (_, row) => log.entry(row))
    expect(
      rows.flatMap((one) => (one.kind === 'message-enqueued' ? [one.detail.reason] : [])),
    ).toEqual(['published', 'restored'])
  })
})

describe('a message of the program that reaches a worker', () => {
  it('is thrown away where it names no task (rule 1.10)', () => {
    const log = run(function* (api) {
      api.tell('send', {
        exchange: '',
        routingKey: 'celery',
        body: { hello: 'world' },
        headers: {},
        properties: {},
        contentType: 'application/json',
        contentEncoding: 'utf-8',
        declare: [],
        retry: null,
      })
      yield sleep(seconds(1))
      return null
    }, 'redis')
    const rows = Array.from({ length: log.length }, (_, row) => log.entry(row))
    expect(rows.some(({ kind }) => kind === 'message-invalid')).toBe(true)
    expect(rows.some(({ kind }) => kind === 'message-rejected')).toBe(true)
  })
})
