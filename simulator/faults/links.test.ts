import { describe, expect, it } from 'vitest'
import {
  result,
  runScript,
  type Script,
  type ScriptedRun,
  sleep,
} from '../../tests/support/scripted.ts'
import type { Fault } from '../cluster/fault-spec.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import type { Entry } from '../log/entry.ts'
import type { FactKind } from '../log/facts.ts'
import type { Log } from '../log/log.ts'

/** What was seen with Celery 5.6.3 and two network namespaces: see `faults/partition.ts` and `world/tcp.ts`. */
const entries = (log: Log): Entry[] => Array.from({ length: log.length }, (_, r) => log.entry(r))

const times = (log: Log, kind: FactKind, actor?: string): Micros[] =>
  entries(log).flatMap((one) =>
    one.kind === kind && (actor === undefined || one.actor.name === actor) ? [one.time] : [],
  )

const nap = (acksLate: boolean) => ({
  options: { acks_late: acksLate },
  *body(args: readonly unknown[]) {
    yield sleep(seconds(Number(args[0])))
    return 'done'
  },
})

const script = (main: Script['main'], settings: Script['settings'] = {}): Script => ({
  settings,
  tasks: { 'tasks.late': nap(true), 'tasks.early': nap(false) },
  main,
})

/** Runs with one fault from 3 s on. */
const run = (main: Script, fault: Fault, options: ScriptedRun = {}): Log =>
  runScript(main, {
    actions: [{ on: { kind: 'time' }, after: seconds(3), ...fault }],
    until: seconds(300),
    ...options,
  })

const cluster = (broker: 'redis' | 'rabbitmq', options = ['-c 1 --prefetch-multiplier=3']) =>
  ({
    broker,
    backend: 'redis',
    workers: options.map((one, at) => ({ name: `w${at + 1}`, options: one, autostart: true })),
  }) as const

const cut = (lasts: number, nodes: readonly string[] | null = null, from = 'broker' as const) =>
  ({ fault: 'partition', nodes, from, lasts: seconds(lasts) }) as const

describe('a partition from RabbitMQ', () => {
  const main: Script['main'] = function* (_args, api) {
    for (const n of [15, 1, 1]) api.send('tasks.late', [n])
    yield sleep(seconds(4))
    for (let i = 0; i < 3; i++) {
      api.send('tasks.late', [1])
      yield sleep(seconds(1))
    }
    yield sleep(seconds(60))
    return null
  }
  const log = run(script(main, { broker_heartbeat: 6 }), cut(40), { cluster: cluster('rabbitmq') })
  const [connected = 0] = times(log, 'logged', 'w1@sim')

  it('is noticed by a worker 1.4 s after its next heartbeat, every second look', () => {
    expect(times(log, 'connection-lost', 'w1@sim')).toEqual([connected + seconds(4 + 1.4)])
  })

  it('makes RabbitMQ take back what the worker had, at the third look: 18 s after the connection', () => {
    expect(times(log, 'heartbeat-missed', 'broker')).toEqual([connected + seconds(18)])
    const back = entries(log).filter(
      (one) => one.kind === 'message-enqueued' && one.detail.reason === 'restored',
    )
    expect(back.map(({ time }) => time)).toEqual(Array(3).fill(connected + seconds(18)))
    expect(times(log, 'ack-void', 'w1@sim')).toHaveLength(1)
    expect(times(log, 'task-started')).toHaveLength(4)
  })

  it('loses what a client had published before it noticed, and then makes it wait 4 s for each try', () => {
    expect(times(log, 'message-lost', 'client')).toHaveLength(2)
    const [lost = 0] = times(log, 'connection-lost', 'client')
    const sent = times(log, 'message-published', 'client')
    expect(lost).toBe((sent[3] ?? 0) + seconds(1.4))
    const refused = times(log, 'connection-refused', 'client')
    expect(refused).toHaveLength(4)
    expect((refused[3] ?? 0) - (sent[5] ?? 0)).toBe(seconds(4 * 4 + 0.2 + 0.4))
  })

  it('has a worker try again for 4 s, and longer apart each time', () => {
    const gaps = times(log, 'connection-refused', 'w1@sim').map((time, at, all) =>
      at === 0 ? 0 : time - (all[at - 1] ?? 0),
    )
    expect(gaps.slice(1)).toEqual([6, 8, 10].map(seconds))
    expect(times(log, 'connection-opened', 'w1@sim')).toHaveLength(1)
  })

  it('is nothing but a delay where it is short', () => {
    const short = run(
      script(function* (_args, api) {
        api.send('tasks.early', [0.1])
        yield sleep(seconds(2))
        api.send('tasks.early', [0.1])
        yield sleep(seconds(5))
        return null
      }),
      cut(1, ['client']),
      { cluster: cluster('rabbitmq') },
    )
    const [, sent = 0] = times(short, 'message-published')
    const [, arrived = 0] = times(short, 'message-enqueued')
    expect(arrived - sent).toBe(seconds(0.6))
    expect(times(short, 'connection-lost')).toEqual([])
  })

  it('swallows messages for a worker that nobody hears of, until its heartbeats are missed', () => {
    const two = run(
      script(
        function* (_args, api) {
          yield sleep(seconds(3))
          const ids = Array.from({ length: 6 }, () => api.send('tasks.late', [0.1]))
          for (const id of ids) yield* result(id)
          return null
        },
        { broker_heartbeat: 6 },
      ),
      cut(100, ['w1']),
      { cluster: cluster('rabbitmq', ['-c 1', '-c 1']) },
    )
    const ends = times(two, 'task-succeeded')
    const [missed = 0] = times(two, 'heartbeat-missed', 'broker')
    expect(ends.filter((time) => time < missed)).toHaveLength(3)
    expect(ends.filter((time) => time > missed)).toHaveLength(3)
    expect(
      new Set(entries(two).flatMap((e) => (e.kind === 'task-succeeded' ? [e.actor.name] : []))),
    ).toEqual(new Set(['w2@sim/1']))
  })

  it('goes unnoticed without heartbeats, until something is sent', () => {
    const log0 = run(
      script(
        function* (_args, api) {
          api.send('tasks.late', [10])
          yield sleep(seconds(30))
          return null
        },
        { broker_heartbeat: 0 },
      ),
      cut(20, ['w1']),
      { cluster: cluster('rabbitmq') },
    )
    const [end = 0] = times(log0, 'task-succeeded')
    const [lost = 0] = times(log0, 'connection-lost')
    expect(lost - end).toBeGreaterThanOrEqual(seconds(1.4))
    expect(lost - end).toBeLessThan(seconds(1.41))
    // The acknowledgement died with the connection: the task runs again.
    expect(times(log0, 'ack-lost')).toHaveLength(1)
    expect(times(log0, 'task-started')).toHaveLength(2)
  })
})

describe('a partition from Redis', () => {
  const main: Script['main'] = function* (_args, api) {
    api.send('tasks.late', [4])
    yield sleep(seconds(3))
    api.send('tasks.late', [0.1])
    yield sleep(seconds(1))
    return null
  }

  it('is noticed by nobody: who waits for an answer stands still until it is sent again', () => {
    const log = run(script(main), cut(28), { cluster: cluster('redis') })
    expect(times(log, 'connection-lost')).toEqual([])
    const [stalled = 0] = times(log, 'link-stalled', 'client')
    const [resumed = 0] = times(log, 'link-resumed', 'client')
    expect(resumed - stalled).toBe(seconds(51))
    expect(times(log, 'task-succeeded')).toHaveLength(2)
    expect(times(log, 'message-acked')).toHaveLength(2)
    // The client's program stood still with it.
    expect(times(log, 'program-ended')[0]).toBeGreaterThan(resumed)
  })

  it('from the result backend keeps a process from storing, and a program from hearing', () => {
    const log = run(
      script(function* (_args, api) {
        const id = api.send('tasks.early', [4])
        const none = yield* result(id, seconds(10))
        const some = yield* result(id)
        return [none?.status ?? null, some?.status ?? null]
      }),
      { fault: 'partition', nodes: null, from: 'backend', lasts: seconds(20) },
      { cluster: cluster('rabbitmq') },
    )
    const [ended] = entries(log).flatMap((one) => (one.kind === 'program-ended' ? [one] : []))
    expect(ended?.detail.returned).toEqual([null, 'SUCCESS'])
    // Its first connection: asked for again after 1, 2, 3, 4, 5, 7, 11 and 19 s.
    const [stalled = 0] = times(log, 'link-stalled', 'w1@sim/1')
    const [stored = 0] = times(log, 'state-stored')
    expect(Math.round((stored - stalled) / 1e6)).toBe(19)
  })
})

describe('slow links', () => {
  const many: Script = script(function* (_args, api) {
    yield sleep(seconds(3))
    for (let i = 0; i < 12; i++) api.send('tasks.early', [0])
    yield sleep(seconds(20))
    return null
  })
  const order = (log: Log, kind: FactKind): (string | null)[] =>
    entries(log).flatMap((one) => (one.kind === kind ? [one.task] : []))

  it.each(['redis', 'rabbitmq'] as const)('take longer by what they are told: %s', (broker) => {
    const slow = { fault: 'slow-link', nodes: ['client'], from: 'broker' } as const
    const at = { delay: seconds(0.2), jitter: 0, lasts: seconds(30) }
    const log = run(many, { ...slow, ...at }, { cluster: cluster(broker) })
    const [sent = 0, second = 0] = times(log, 'message-published')
    const [arrived = 0] = times(log, 'message-enqueued')
    // Over AMQP nobody waits; Redis answers each command.
    if (broker === 'rabbitmq') {
      expect(arrived - sent).toBeGreaterThanOrEqual(seconds(0.2))
      expect(second - sent).toBeLessThan(seconds(0.01))
    } else expect(second - sent).toBeGreaterThanOrEqual(seconds(0.4))
  })

  it('keep the order inside one connection, whatever their jitter; nothing is lost', () => {
    const jitter = {
      fault: 'reordering',
      nodes: null,
      from: 'broker',
      jitter: seconds(0.5),
    } as const
    const log = run(many, { ...jitter, lasts: seconds(30) }, { cluster: cluster('rabbitmq') })
    const arrived = order(log, 'message-enqueued')
    expect(arrived).toEqual(order(log, 'message-published'))
    expect(order(log, 'message-delivered')).toEqual(arrived)
    expect(order(log, 'message-acked')).toHaveLength(12)
  })

  it('let connections overtake each other', () => {
    const jitter = {
      fault: 'reordering',
      nodes: null,
      from: 'broker',
      jitter: seconds(0.5),
    } as const
    const log = run(
      script(function* (_args, api) {
        for (let i = 0; i < 12; i++) api.send('tasks.late', [0.5])
        yield sleep(seconds(20))
        return null
      }),
      { ...jitter, lasts: seconds(30) },
      // Two workers end two tasks each at the same time, again and again.
      { cluster: cluster('rabbitmq', ['-c 2', '-c 2']) },
    )
    const told = order(log, 'message-acked')
    expect([...told].sort()).toEqual([...order(log, 'task-succeeded')].sort())
    expect(told).not.toEqual(order(log, 'task-succeeded'))
  })

  it('that lose packets send them again', () => {
    const lossy = { fault: 'lossy-link', nodes: ['client'], from: 'broker', loss: 0.4 } as const
    const log = run(many, { ...lossy, lasts: seconds(30) }, { cluster: cluster('redis') })
    const gaps = times(log, 'message-published').map(
      (time, at, all) => time - (all[at - 1] ?? time),
    )
    expect(gaps.some((gap) => gap > seconds(0.2))).toBe(true)
    expect(times(log, 'message-acked')).toHaveLength(12)
  })
})
