import { describe, expect, it } from 'vitest'
import { Log, seconds } from '../../../simulator/index.ts'
import type { Actor, FactDetails, FactKind, TaskMessage } from '../../../simulator/index.ts'
import type { ScenarioInput } from '../trace/trace.ts'
import { project } from './project.ts'

const ID = 'aaaaaaaa-0000-4000-8000-000000000001'
const CHILD = 'bbbbbbbb-0000-4000-8000-000000000002'
const REPLIES = 'cccccccc-0000-4000-8000-000000000003'
const QUEUE: Actor = { kind: 'queue', name: 'celery' }
const CLIENT: Actor = { kind: 'client', name: 'client' }
const WORKER: Actor = { kind: 'worker', name: 'w1@sim' }
const PROCESS: Actor = { kind: 'process', name: 'w1@sim/1' }

const INPUT: ScenarioInput = {
  source: '',
  broker: 'redis',
  backend: 'redis',
  workers: [{ name: 'w1', options: '', start: 'before main' }],
  beat: null,
  actions: [],
  worker_flags: '',
}

function message(id: string, parent: string | null, eta: string | null): TaskMessage {
  return {
    exchange: '',
    routingKey: 'celery',
    headers: {
      lang: 'py',
      task: 'tasks.add',
      id,
      shadow: null,
      eta,
      expires: null,
      group: null,
      group_index: null,
      retries: 0,
      timelimit: [null, null],
      root_id: ID,
      parent_id: parent,
      argsrepr: '()',
      kwargsrepr: '{}',
      origin: 'gen7@box',
      ignore_result: false,
      replaced_task_nesting: 0,
      stamped_headers: null,
      stamps: {},
    },
    properties: { correlation_id: id, reply_to: REPLIES, delivery_mode: 2 },
    body: [[], {}, { callbacks: null, errbacks: null, chain: null, chord: null }],
    contentType: 'application/json',
    contentEncoding: 'utf-8',
    declare: ['celery'],
  }
}

/** A log written by hand: `add(at, kind, actor, task, detail)`. */
function written(): {
  readonly log: Log
  readonly add: <K extends FactKind>(
    at: number,
    kind: K,
    actor: Actor,
    task: string | null,
    detail: FactDetails[K],
  ) => void
} {
  const log = new Log()
  return {
    log,
    add: (at, kind, actor, task, detail) =>
      void log.append(
        seconds(at),
        kind,
        task === null ? -1 : log.task(task),
        log.actor(actor),
        -1,
        detail,
      ),
  }
}

/** A task that publishes another with a countdown of 2 s; that one waits in the worker at the end. */
function sample(): Log {
  const { log, add } = written()
  add(0, 'queue-declared', CLIENT, null, { name: 'celery', arguments: {} })
  add(0, 'queue-bound', CLIENT, null, { exchange: 'celery', routingKey: 'celery', queue: 'celery' })
  add(1, 'message-published', CLIENT, ID, { message: message(ID, null, null) })
  add(1, 'message-enqueued', QUEUE, ID, { tag: 1, reason: 'published', priority: 0 })
  add(1, 'message-delivered', WORKER, ID, { tag: 1, queue: 'celery', redelivered: false })
  add(1, 'task-received', WORKER, ID, { tag: 1 })
  add(1, 'message-acked', WORKER, ID, { tag: 1, queue: 'celery' })
  add(1, 'task-started', PROCESS, ID, { name: 'tasks.add', retries: 0 })
  const late = message(CHILD, ID, '2026-01-01T00:00:03+00:00')
  add(1, 'message-published', PROCESS, CHILD, { message: late })
  add(1, 'message-enqueued', QUEUE, CHILD, { tag: 2, reason: 'published', priority: 0 })
  add(1, 'message-delivered', WORKER, CHILD, { tag: 2, queue: 'celery', redelivered: false })
  add(1, 'task-received', WORKER, CHILD, { tag: 2 })
  add(1.3, 'state-stored', PROCESS, ID, { state: 'SUCCESS', result: CHILD, kept: true })
  add(1.3, 'task-succeeded', PROCESS, ID, { result: CHILD, repr: '', runtime: 0 })
  add(1.3, 'task-finished', PROCESS, ID, { state: 'SUCCESS' })
  add(1.4, 'printed', CLIENT, null, { stream: 'stdout', text: `got ${CHILD}` })
  add(1.5, 'program-ended', CLIENT, null, { returned: [CHILD], repr: '' })
  add(1.9, 'message-acked', WORKER, 'unseen', { tag: 9, queue: 'celery' })
  add(3, 'task-started', PROCESS, CHILD, { name: 'tasks.add', retries: 0 })
  return log
}

describe('a log read as a recording', () => {
  const run = project(INPUT, sample())

  it('names ids in the order of publishing, inside texts too', () => {
    expect(run.main).toEqual({ returned: ['t2'], error: null, printed: ['got t2'] })
    expect(run.order['published']).toEqual(['t1', 't2'])
  })

  it('tells who published what in which task, and moments as seconds from the publish', () => {
    expect(run.messages.map(({ publisher, in_task }) => [publisher, in_task])).toEqual([
      ['client', null],
      ['w1', 't1'],
    ])
    expect(run.messages[1]).toMatchObject({
      headers: {
        id: 't2',
        parent_id: 't1',
        eta: { in_seconds: { $num: '2.0' } },
        origin: 'gen@w1',
      },
      properties: { correlation_id: 't2', reply_to: 'r1' },
    })
  })

  it('gathers what happened to each task', () => {
    expect(run.tasks[0]).toMatchObject({
      id: 't1',
      states: ['SUCCESS'],
      final_state: 'SUCCESS',
      result: 't2',
      exc: null,
      acks: ['ack'],
      workers: ['w1'],
      signals: { worker: ['task_received'], run: ['task_prerun', 'task_success', 'task_postrun'] },
      timings: {
        published: [{ $num: '0.0' }],
        started: [{ $num: '0.0' }],
        finished: [{ $num: '0.3' }],
      },
    })
  })

  it('looks until half a second after the end of main()', () => {
    expect(run.order['started']).toEqual(['t1'])
    expect(run.broker_end).toEqual({
      '_kombu.binding.celery': { members: ['celery |  | celery'] },
      unacked: { hash_len: 1 },
      unacked_index: { zset_len: 1 },
    })
  })
})
