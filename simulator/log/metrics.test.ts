import { describe, expect, it } from 'vitest'
import { AssertionFailure } from '../kernel/assert.ts'
import { seconds } from '../kernel/units.ts'
import { Log } from './log.ts'
import { Metrics } from './metrics.ts'

interface Tables {
  readonly log: Log
  readonly queue: number
  readonly worker: number
}

function tables(window?: number): Tables {
  const log = new Log(window === undefined ? {} : { window })
  return {
    log,
    queue: log.actor({ kind: 'queue', name: 'mail' }),
    worker: log.actor({ kind: 'worker', name: 'w1@sim' }),
  }
}

const MESSAGE = { headers: { id: '', task: 'shop.mail' } } as never

function send({ log, queue }: Tables, at: number, id: string, tag: number): void {
  const task = log.task(id)
  log.append(at, 'message-published', task, queue, -1, { message: MESSAGE })
  log.append(at, 'message-enqueued', task, queue, -1, { tag, reason: 'published', priority: 0 })
}

function run({ log, worker }: Tables, at: number, id: string, tag: number): void {
  const task = log.task(id)
  const delivery = { tag, queue: 'mail', redelivered: false }
  log.append(at, 'message-delivered', task, worker, -1, delivery)
  log.append(at, 'task-started', task, worker, -1, { name: 'shop.mail', retries: 0 })
  const end = { result: null, repr: 'None', runtime: 0 }
  log.append(at, 'task-succeeded', task, worker, -1, end)
  log.append(at, 'message-acked', task, worker, -1, { tag, queue: 'mail' })
}

const second = { bucket: seconds(1) }

describe('metrics', () => {
  it('count what was sent, begun and ended in each bucket, and how deep the queues were', () => {
    const made = tables()
    send(made, 100, 'a', 1)
    send(made, 200, 'b', 2)
    run(made, seconds(2), 'a', 1)
    run(made, seconds(2) + 10, 'b', 2)
    const metrics = new Metrics(second)
    metrics.read(made.log)
    expect(metrics.length).toBe(3)
    const [first, still, last] = [0, 1, 2].map((at) => metrics.figures(at))
    expect(first!.tasks).toEqual({ ...NONE, sent: 2 })
    expect(first!.queues).toEqual({ mail: { most: 2, last: 2 } })
    expect(still!.tasks).toEqual(NONE)
    expect(still!.queues).toEqual({ mail: { most: 2, last: 2 } })
    expect(last!.tasks).toEqual({ ...NONE, started: 2, succeeded: 2 })
    expect(last!.queues).toEqual({ mail: { most: 2, last: 0 } })
    expect(last!.latency.count).toBe(2)
    expect(last!.latency.most).toBe(seconds(2) - 100)
    expect([last!.from, last!.until]).toEqual([seconds(2), seconds(3)])
  })

  it('count a task once that runs twice, and a message that comes back as waiting again', () => {
    const made = tables()
    const { log, queue, worker } = made
    send(made, 0, 'a', 1)
    const task = log.task('a')
    log.append(5, 'message-delivered', task, worker, -1, DELIVERY)
    const back = { tag: 1, reason: 'restored', priority: 0 } as const
    log.append(6, 'message-enqueued', task, queue, -1, back)
    const metrics = new Metrics(second)
    metrics.read(log)
    expect(metrics.figures(0).queues).toEqual({ mail: { most: 1, last: 1 } })
    run(made, 7, 'a', 1)
    run(made, 9, 'a', 1)
    metrics.read(log)
    expect(metrics.figures(0).tasks).toEqual({ ...NONE, sent: 1, started: 2, succeeded: 1 })
    expect(metrics.figures(0).queues).toEqual({ mail: { most: 1, last: 0 } })
  })

  it('keep no more buckets than they may: each two become one, and nothing is lost', () => {
    const few = new Metrics({ bucket: 10, most: 4 })
    const all = new Metrics({ bucket: 10 })
    const made = tables()
    for (let n = 0; n < 30; n++) {
      send(made, n * 10, `t${n}`, n)
      if (n % 3 > 0) run(made, n * 10 + 5, `t${n}`, n)
    }
    few.read(made.log)
    all.read(made.log)
    expect(few.length).toBeLessThanOrEqual(4)
    expect(few.bucket).toBe(80)
    expect(few.total().tasks).toEqual(all.total().tasks)
    expect(few.total().latency).toEqual(all.total().latency)
    expect(few.figures(few.length - 1).queues).toEqual(all.figures(all.length - 1).queues)
    expect(few.figures(0).tasks.sent).toBe(8)
    expect(few.figures(0).queues['mail']).toEqual({ most: 4, last: 3 })
  })

  it('say so when rows have gone that they have not read', () => {
    const made = tables(256)
    const metrics = new Metrics(second)
    for (let n = 0; n < 200; n++) send(made, n, `t${n}`, n)
    expect(() => metrics.read(made.log)).toThrow(AssertionFailure)
  })

  it('refuse a bucket of no length', () => {
    expect(() => new Metrics({ bucket: 0 })).toThrow('a bucket lasts some whole microseconds')
    expect(() => new Metrics({ bucket: 1, most: 3 })).toThrow('even number')
  })
})

const DELIVERY = { tag: 1, queue: 'mail', redelivered: false }
const NONE = { sent: 0, started: 0, succeeded: 0, failed: 0, retried: 0, other: 0 }
