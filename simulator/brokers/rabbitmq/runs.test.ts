import { describe, expect, it } from 'vitest'
import { Raise, result, runScript, type Script, sleep } from '../../../tests/support/scripted.ts'
import { INVARIANTS } from '../../../tests/properties/invariants.ts'
import { type ClusterSpec, type Json, type Log, seconds } from '../../index.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

/** `kind queue reason` of what happens to messages beside the usual. */
const story = (log: Log): readonly string[] =>
  entries(log).flatMap(({ kind, actor, detail }) => {
    if (kind === 'message-dead-lettered' || kind === 'message-dropped')
      return [`${kind} ${detail.queue} ${detail.reason}`]
    if (kind === 'message-refused') return [`${kind} ${detail.queue}`]
    if (kind === 'message-unroutable') return [`${kind} ${detail.exchange}`]
    if (kind === 'message-enqueued' && detail.reason === 'dead-lettered')
      return [`in ${actor.name}`]
    return []
  })

const cluster = (options = '-c 1'): Partial<ClusterSpec> => ({
  broker: 'rabbitmq',
  workers: [{ name: 'w1', options, autostart: true }],
})

const queue = (name: string, queue_arguments: object = {}, exchange: object = {}): Json =>
  ({
    name,
    routing_key: name,
    exchange: { name, type: 'direct', ...exchange },
    queue_arguments,
  }) as Json

const TASKS: Script['tasks'] = {
  'tasks.ok': {
    *body(args) {
      return args[0] ?? null
    },
  },
  'tasks.slow': {
    *body() {
      yield sleep(seconds(2))
      return null
    },
  },
  'tasks.odd': {
    options: { acks_late: true },
    *body() {
      throw new Raise({
        type: 'Reject',
        module: 'celery.exceptions',
        command: { kind: 'reject', reason: 'odd', requeue: false },
      })
    },
  },
}

const play = (script: Partial<Script> & Pick<Script, 'main'>, spec = cluster()): Log => {
  const log = runScript({ tasks: TASKS, ...script }, { cluster: spec })
  for (const [name, holds] of Object.entries(INVARIANTS))
    expect([name, holds(log)]).toEqual([name, []])
  return log
}

const DLX = { 'x-dead-letter-exchange': 'dlx', 'x-dead-letter-routing-key': 'dead' }

describe('a run on RabbitMQ', () => {
  it('loses a dead letter whose queue nobody declared, and says so (rule 2.19)', () => {
    const log = play(
      {
        settings: { task_queues: [queue('jobs', DLX), queue('dead', {}, { name: 'dlx' })] },
        *main(_args, api) {
          api.send('tasks.odd', [], { queue: 'jobs' })
          yield sleep(seconds(1))
          return null
        },
      },
      cluster('-c 1 -Q jobs'),
    )
    expect(story(log)).toEqual(['message-dead-lettered jobs rejected', 'message-unroutable dlx'])
  })

  it('keeps it where the queue is there', () => {
    const log = play(
      {
        settings: { task_queues: [queue('jobs', DLX), queue('dead', {}, { name: 'dlx' })] },
        *main(_args, api) {
          yield {
            kind: 'broker',
            ask: { do: 'declare', queue: queue('dead', {}, { name: 'dlx' }) },
          }
          api.send('tasks.odd', [], { queue: 'jobs' })
          yield sleep(seconds(1))
          const heard = yield { kind: 'broker', ask: { do: 'take', queue: 'dead', channel: null } }
          return heard.kind === 'broker' ? heard.value : null
        },
      },
      cluster('-c 1 -Q jobs'),
    )
    expect(story(log)).toEqual(['message-dead-lettered jobs rejected', 'in dead'])
    expect(entries(log).filter(({ kind }) => kind === 'message-taken')).toHaveLength(1)
  })

  it('expires what waits behind a busy worker (rule 1.14), at the time that it has', () => {
    const log = play({
      settings: { worker_prefetch_multiplier: 1 },
      *main(_args, api) {
        api.send('tasks.slow')
        api.send('tasks.slow')
        api.send('tasks.ok', [], { expires: 1 })
        yield sleep(seconds(6))
        return null
      },
    })
    expect(story(log)).toEqual(['message-dropped celery expired'])
  })

  it('drops the oldest of a queue that is full, or refuses the newest', () => {
    const run = (overflow: object) =>
      story(
        play(
          {
            settings: { task_queues: [queue('small', { 'x-max-length': 1, ...overflow })] },
            *main(_args, api) {
              for (let n = 0; n < 3; n++) api.send('tasks.ok', [n], { queue: 'small' })
              yield sleep(seconds(1))
              return null
            },
          },
          cluster('-c 1 -Q other'),
        ),
      )
    expect(run({})).toEqual(['message-dropped small maxlen', 'message-dropped small maxlen'])
    expect(run({ 'x-overflow': 'reject-publish' })).toEqual([
      'message-refused small',
      'message-refused small',
    ])
  })

  it('delays a countdown in the broker, level by level, where the exchange is a topic (rules 2.39, 2.40)', () => {
    const log = play({
      settings: {
        task_queues: [queue('jobs', { 'x-queue-type': 'quorum' }, { type: 'topic' })],
        task_default_queue: 'jobs',
      },
      *main(_args, api) {
        const id = api.send('tasks.ok', [5], { countdown: 5 })
        yield* result(id, seconds(20))
        return null
      },
    })
    expect(story(log)).toEqual([
      'message-dead-lettered celery_delayed_2 expired',
      'in celery_delayed_0',
      'message-dead-lettered celery_delayed_0 expired',
      'in jobs',
    ])
    const facts = entries(log)
    const sent = facts.find(({ kind }) => kind === 'message-published')?.time ?? 0
    const received = facts.find(({ kind }) => kind === 'task-received')?.time ?? 0
    expect((received - sent) / 1e6).toBeCloseTo(5, 1)
    expect(facts.some(({ kind }) => kind === 'task-held')).toBe(false)
  })

  it('raises in the caller, and ends the worker, where a queue is there with other arguments (rule 2.17)', () => {
    const log = play(
      {
        settings: {
          task_queues: [queue('jobs', { 'x-max-length': 9 })],
          task_default_queue: 'jobs',
        },
        *main(_args, api) {
          api.send('tasks.ok')
          const again = queue('jobs')
          const heard = yield { kind: 'broker', ask: { do: 'declare', queue: again } }
          const sent = api.tell('apply', {
            signature: {
              task: 'tasks.ok',
              args: [],
              kwargs: {},
              options: { queue: again },
              subtask_type: null,
              immutable: false,
            },
            args: [],
            kwargs: {},
            options: {},
          })
          return [
            heard.kind === 'broker' ? (heard.refusal?.['text'] ?? null) : null,
            'error' in sent ? sent.error.type : 'sent',
          ]
        },
      },
      cluster('-c 1 -Q other'),
    )
    const end = entries(log).find(({ kind }) => kind === 'program-ended')
    expect(end?.kind === 'program-ended' && end.detail.returned).toEqual([
      "PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'jobs' in vhost '/': received none but current is the value '9' of type 'signedint'",
      'amqp.exceptions.PreconditionFailed',
    ])
  })

  it('gives each queue a prefetch of its own where one of them is a quorum queue (rule 2.36)', () => {
    const held = (type: string): number => {
      const log = play(
        {
          settings: {
            worker_prefetch_multiplier: 1,
            task_acks_late: true,
            task_queues: ['a', 'b'].map((name) => queue(name, { 'x-queue-type': type })),
          },
          *main(_args, api) {
            for (let n = 0; n < 3; n++)
              for (const name of ['a', 'b']) api.send('tasks.slow', [], { queue: name })
            yield sleep(seconds(1))
            return null
          },
        },
        cluster('-c 1'),
      )
      const end = entries(log).find(({ kind }) => kind === 'program-ended')?.time ?? 0
      return entries(log).filter(({ kind, time }) => kind === 'message-delivered' && time < end)
        .length
    }
    expect([held('classic'), held('quorum')]).toEqual([1, 2])
  })
})
