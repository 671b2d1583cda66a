import { describe, expect, test } from 'vitest'
import type { Picture } from './picture.ts'
import { PictureSeeker } from './seeker.ts'
import { BOOM, messageOf, Scribe } from './testing.ts'

const now = (scribe: Scribe): Picture => new PictureSeeker(scribe.log).at(Infinity)

/** A worker with two processes, ready, and the queue it consumes. */
function ready(): Scribe {
  const scribe = new Scribe()
  scribe.say('client', 'program-started', { file: 'client.py' })
  scribe.say('w1@sim', 'worker-started', {
    hostname: 'w1@sim',
    queues: ['celery'],
    concurrency: 2,
    pool: 'prefork',
  })
  scribe.say('w1@sim', 'queue-declared', { name: 'celery', arguments: {} })
  scribe.say('w1@sim/2', 'process-started', { index: 2, pid: 102 })
  scribe.say('w1@sim/1', 'process-started', { index: 1, pid: 101 })
  scribe.say('w1@sim', 'prefetch-set', { count: 8 })
  scribe.say('w1@sim', 'worker-ready', {})
  return scribe
}

function publish(scribe: Scribe, task: string, tag: number): void {
  scribe.say('client', 'message-published', { message: messageOf(task, 'tasks.add') }, { task })
  scribe.say(
    'queue:celery',
    'message-enqueued',
    { tag, reason: 'published', priority: 0 },
    { task },
  )
}

function deliver(scribe: Scribe, task: string, tag: number): void {
  scribe.say('w1@sim', 'message-delivered', { tag, queue: 'celery', redelivered: false }, { task })
  scribe.say('w1@sim', 'task-received', { tag }, { task })
}

function start(scribe: Scribe, task: string, tag: number): void {
  scribe.say('w1@sim', 'task-reserved', {}, { task })
  scribe.say('w1@sim', 'message-acked', { tag, queue: 'celery' }, { task })
  scribe.say('w1@sim/1', 'task-started', { name: 'tasks.add', retries: 0 }, { task })
}

const queue = (picture: Picture) => picture.queues[0]!
const worker = (picture: Picture) => picture.workers[0]!

describe('a picture', () => {
  test('of nothing is empty', () => {
    const picture = now(new Scribe())
    expect(picture.rows).toBe(0)
    expect(picture.tasks.size).toBe(0)
    expect(picture.client.state).toBe('absent')
  })

  test('follows one task from its call to its result', () => {
    const scribe = ready()
    expect(worker(now(scribe))).toMatchObject({ state: 'ready', prefetch: 8, concurrency: 2 })
    expect(worker(now(scribe)).processes.map(({ name }) => name)).toEqual(['w1@sim/1', 'w1@sim/2'])

    publish(scribe, 'a', 0)
    publish(scribe, 'b', 1)
    expect(queue(now(scribe))).toMatchObject({ waiting: ['a', 'b'], unacked: 0 })
    expect(now(scribe).tasks.get('a')).toMatchObject({
      state: 'sent',
      label: 't1',
      name: 'tasks.add',
      queue: 'celery',
    })

    deliver(scribe, 'a', 0)
    expect(queue(now(scribe))).toMatchObject({ waiting: ['b'], unacked: 1, unackedTags: [0] })
    expect(worker(now(scribe)).waitingRoom).toEqual([
      { task: 'a', tag: 0, queue: 'celery', until: null },
    ])

    start(scribe, 'a', 0)
    const started = scribe.time
    expect(queue(now(scribe)).unacked).toBe(0)
    expect(worker(now(scribe)).waitingRoom).toEqual([])
    expect(worker(now(scribe)).processes[0]).toMatchObject({
      state: 'running',
      task: 'a',
      since: started,
    })

    const on = { kind: 'sleep', until: 1000 } as const
    scribe.say('w1@sim/1', 'body-parked', { on }, { task: 'a' })
    expect(worker(now(scribe)).processes[0]).toMatchObject({ state: 'parked', waitsFor: on })
    scribe.say('w1@sim/1', 'body-resumed', {}, { task: 'a' })
    expect(worker(now(scribe)).processes[0]).toMatchObject({ state: 'running', waitsFor: null })

    const stored = { state: 'SUCCESS', result: 5, kept: true }
    scribe.say('w1@sim/1', 'state-stored', stored, { task: 'a' })
    scribe.say('w1@sim/1', 'task-succeeded', { result: 5, repr: '5', runtime: 9 }, { task: 'a' })
    scribe.say('w1@sim/1', 'task-finished', { state: 'SUCCESS' }, { task: 'a' })
    expect(worker(now(scribe)).processes[0]).toMatchObject({ state: 'idle', task: null })
    expect(now(scribe).results).toEqual({ SUCCESS: 1 })
    expect(now(scribe).tasks.get('a')).toMatchObject({
      state: 'succeeded',
      stored: 'SUCCESS',
      result: '5',
      worker: 'w1@sim',
      process: 'w1@sim/1',
      runs: 1,
      started,
    })
  })

  test('shows what waits for its ETA in the worker, and a retry with the moment it is due', () => {
    const scribe = ready()
    publish(scribe, 'a', 0)
    deliver(scribe, 'a', 0)
    scribe.say('w1@sim', 'task-held', { until: 5000 }, { task: 'a' })
    expect(worker(now(scribe)).waitingRoom[0]?.until).toBe(5000)
    expect(now(scribe).tasks.get('a')).toMatchObject({ state: 'held', due: 5000 })
    start(scribe, 'a', 0)
    const message = messageOf('a', 'tasks.add', { retries: 1 })
    scribe.say('w1@sim/1', 'message-published', { message }, { task: 'a' })
    expect(now(scribe).tasks.get('a')?.state).toBe('started')
    scribe.say('w1@sim/1', 'task-retried', { error: BOOM, due: 9000, retries: 1 }, { task: 'a' })
    expect(now(scribe).tasks.get('a')).toMatchObject({
      state: 'retry',
      due: 9000,
      retries: 1,
      error: "ValueError('boom')",
    })
  })

  test('keeps a retry received when it was received before the try said so (rule 4.7)', () => {
    const scribe = ready()
    publish(scribe, 'a', 0)
    deliver(scribe, 'a', 0)
    start(scribe, 'a', 0)
    publish(scribe, 'a', 1)
    deliver(scribe, 'a', 1)
    scribe.say('w1@sim/1', 'task-retried', { error: null, due: 0, retries: 1 }, { task: 'a' })
    expect(now(scribe).tasks.get('a')).toMatchObject({ state: 'received', retries: 1 })
  })

  test('loses a body with its process, and takes it up again when the message comes back', () => {
    const scribe = ready()
    for (const [tag, task] of ['a', 'b', 'c'].entries()) publish(scribe, task, tag)
    deliver(scribe, 'a', 0)
    deliver(scribe, 'b', 1)
    scribe.say('w1@sim/1', 'task-started', { name: 'tasks.add', retries: 0 }, { task: 'a' })
    scribe.say('w1@sim/1', 'process-ended', { reason: 'killed' })
    expect(now(scribe).tasks.get('a')?.state).toBe('lost')
    expect(worker(now(scribe)).processes[0]).toMatchObject({ state: 'gone', task: null })
    scribe.say('w1@sim', 'worker-stopped', { reason: 'killed' })
    expect(worker(now(scribe))).toMatchObject({ state: 'off', ended: 'killed', waitingRoom: [] })
    expect(worker(now(scribe)).processes[1]?.state).toBe('gone')
    expect(queue(now(scribe))).toMatchObject({ waiting: ['c'], unacked: 2 })
    const back = { reason: 'restored', priority: 0 } as const
    scribe.say('queue:celery', 'message-enqueued', { tag: 0, before: 2, ...back }, { task: 'a' })
    scribe.say('queue:celery', 'message-enqueued', { tag: 1, before: 2, ...back }, { task: 'b' })
    expect(queue(now(scribe))).toMatchObject({ waiting: ['a', 'b', 'c'], unacked: 0 })
    expect(now(scribe).tasks.get('a')?.state).toBe('sent')
  })

  test('puts back once a message that was on its way to a worker that died', () => {
    const scribe = ready()
    publish(scribe, 'a', 0)
    const back = { tag: 0, reason: 'restored', priority: 0 } as const
    scribe.say('queue:celery', 'message-enqueued', back, { task: 'a' })
    expect(queue(now(scribe))).toMatchObject({ waiting: ['a'], waitingTags: [0], unacked: 0 })
  })

  test('marks the steps of a failed chain that never ran (rule 5.18)', () => {
    const scribe = ready()
    const stored = { state: 'FAILURE', result: null, error: BOOM, kept: true }
    scribe.say('w1@sim/1', 'state-stored', stored, { task: 'later' })
    expect(now(scribe).tasks.get('later')).toMatchObject({
      state: 'failed',
      error: "ValueError('boom')",
      runs: 0,
    })
  })

  test('counts each id once among the results, and not what was refused (rule 6.10)', () => {
    const scribe = ready()
    const store = (task: string, state: string, kept: boolean): number =>
      scribe.say('w1@sim/1', 'state-stored', { state, result: null, kept }, { task })
    store('a', 'PROGRESS', true)
    store('b', 'SUCCESS', true)
    expect(now(scribe).results).toEqual({ PROGRESS: 1, SUCCESS: 1 })
    store('a', 'SUCCESS', true)
    store('b', 'REVOKED', false)
    expect(now(scribe).results).toEqual({ SUCCESS: 2 })
    scribe.say('client', 'result-forgotten', {}, { task: 'a' })
    expect(now(scribe).results).toEqual({ SUCCESS: 1 })
    expect(now(scribe).tasks.get('a')?.stored).toBeNull()
  })

  test('shows topology, the client and chords', () => {
    const scribe = ready()
    scribe.say('client', 'exchange-declared', { name: 'mail', type: 'topic' })
    const binding = { exchange: 'mail', routingKey: 'mail.#', queue: 'celery' }
    scribe.say('client', 'queue-bound', binding)
    scribe.say('client', 'body-parked', { on: { kind: 'result', ids: ['a'] } })
    scribe.say('w1@sim/1', 'chord-counted', { group: 'g', count: 1, size: 2 })
    expect(now(scribe)).toMatchObject({
      exchanges: [{ name: 'mail', type: 'topic' }],
      bindings: [binding],
      client: { state: 'waiting', waitsFor: { kind: 'result', ids: ['a'] } },
      chords: [{ group: 'g', count: 1, size: 2, state: 'counting', body: null }],
    })
    scribe.say('w1@sim/1', 'chord-unlocked', { group: 'g', body: 'b' })
    scribe.say('client', 'body-resumed', {})
    scribe.say('client', 'program-failed', { error: BOOM })
    expect(now(scribe).chords[0]).toMatchObject({ state: 'unlocked', body: 'b' })
    expect(now(scribe).client.state).toBe('failed')
  })

  test('drops a message that leads nowhere or is of no use', () => {
    const scribe = ready()
    for (const [tag, task] of ['a', 'b', 'c', 'd', 'e'].entries()) publish(scribe, task, tag)
    const nowhere = { exchange: 'x', routingKey: 'y' }
    scribe.say('broker', 'message-unroutable', nowhere, { task: 'a' })
    const purged = { tag: 1, queue: 'celery', reason: 'purged' }
    scribe.say('queue:celery', 'message-dropped', purged, { task: 'b' })
    scribe.say('w1@sim', 'message-invalid', { reason: 'eta' }, { task: 'c' })
    scribe.say('w1@sim', 'task-unknown', { name: 'tasks.add' }, { task: 'd' })
    scribe.say('w1@sim', 'task-revoked', { reason: 'expired' }, { task: 'e' })
    const states = [...now(scribe).tasks.values()].map(({ state }) => state)
    expect(states).toEqual(['dropped', 'dropped', 'dropped', 'failed', 'revoked'])
    expect(queue(now(scribe)).waitingTags).toEqual([0, 2, 3, 4])
  })
})
