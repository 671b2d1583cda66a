import { describe, expect, it } from 'vitest'
import {
  type Api,
  type Body,
  runScript,
  type Script,
  type ScriptedRun,
  sleep,
} from '../../../tests/support/scripted.ts'
import { type Json, type Log, type ResumeValue, seconds, type Wait } from '../../index.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

function returned(log: Log): Json {
  const found = entries(log).find(({ kind }) => kind === 'program-ended')
  if (found?.kind !== 'program-ended') throw new Error('the program did not end')
  return found.detail.returned
}

/** Texts of a worker's log. */
const lines = (log: Log): readonly string[] =>
  entries(log).flatMap((entry) => (entry.kind === 'logged' ? [entry.detail.text] : []))

const times = (log: Log, kind: string): readonly number[] =>
  entries(log).flatMap((entry) => (entry.kind === kind ? [entry.time] : []))

interface Options {
  readonly destination?: readonly string[]
  readonly pattern?: string
  readonly matcher?: string
  readonly limit?: number
  readonly timeout?: number
}

/** Sends a command and gives the replies as `{worker: reply}` pairs. */
function* ask(
  api: Api,
  method: string,
  args: { readonly [name: string]: Json } = {},
  { destination, pattern, matcher, limit, timeout = 1 }: Options = {},
): Generator<Wait, Json, ResumeValue> {
  const { ticket } = api.tell('control', {
    method,
    arguments: args,
    destination: destination ?? null,
    pattern: pattern ?? null,
    matcher: matcher ?? null,
    reply: true,
  })
  const heard = yield {
    kind: 'replies',
    ticket,
    timeout: seconds(timeout),
    limit: limit ?? destination?.length ?? null,
  }
  if (heard.kind !== 'replies') throw new Error(`expected replies, heard ${heard.kind}`)
  return heard.replies.map(({ worker, reply }) => [worker, reply])
}

/** The reply of the only worker. */
function* one(
  api: Api,
  method: string,
  args: { readonly [name: string]: Json } = {},
): Generator<Wait, Json, ResumeValue> {
  const replies = (yield* ask(api, method, args)) as readonly (readonly [string, Json])[]
  return replies[0]?.[1] ?? null
}

const TASKS: Script['tasks'] = {
  'tasks.add': {
    *body([x, y]) {
      return Number(x) + Number(y)
    },
  },
  'tasks.slow': {
    options: { rate_limit: '100/s' },
    *body([duration]) {
      yield sleep(seconds(Number(duration)))
      return 'slow'
    },
  },
}

const run = (main: Body, options: ScriptedRun = {}): Log =>
  runScript({ tasks: TASKS, main }, options)

const workers = (...options: readonly string[]) =>
  options.map((text, i) => ({ name: `w${i + 1}`, options: text, autostart: true }))

const TWO = { cluster: { workers: workers('-c 1 -Q a', '-c 1 -Q b') } }
const ONE = { cluster: { workers: workers('-c 1') } }

describe('a broadcast (rules 3.62, 3.63)', () => {
  it('is answered by every worker, and waits its whole timeout for more', () => {
    const log = run(function* (_args, api) {
      return yield* ask(api, 'ping')
    }, TWO)
    expect(returned(log)).toHaveLength(2)
    expect(returned(log)).toContainEqual(['w2@sim', { ok: 'pong' }])
    // The workers have asked for their neighbours before.
    const [began, ended] = [times(log, 'control-sent').at(-1), times(log, 'program-ended')[0]]
    expect((ended ?? 0) - (began ?? 0)).toBeGreaterThan(seconds(1))
  })

  it('comes back with the last reply it needs', () => {
    const log = run(function* (_args, api) {
      return yield* ask(api, 'ping', {}, { destination: ['w2@sim'] })
    }, TWO)
    expect(returned(log)).toEqual([['w2@sim', { ok: 'pong' }]])
    const [began, ended] = [times(log, 'control-sent').at(-1), times(log, 'program-ended')[0]]
    expect((ended ?? 0) - (began ?? 0)).toBeLessThan(seconds(0.1))
  })

  it('finds workers by a pattern', () => {
    const log = run(function* (_args, api) {
      const glob = yield* ask(api, 'ping', {}, { pattern: 'w[!2]@*' })
      return [glob, yield* ask(api, 'ping', {}, { pattern: 'w2@.+', matcher: 'pcre' })]
    }, TWO)
    expect(returned(log)).toEqual([[['w1@sim', { ok: 'pong' }]], [['w2@sim', { ok: 'pong' }]]])
  })

  it('is lost where no worker runs: no replies after the timeout', () => {
    const log = run(
      function* (_args, api) {
        return yield* ask(api, 'ping')
      },
      { cluster: { workers: [] } },
    )
    expect(returned(log)).toEqual([])
  })

  it('of a command without what it needs is refused with its TypeError', () => {
    const log = run(function* (_args, api) {
      return [yield* one(api, 'cancel_consumer'), yield* one(api, 'rate_limit')]
    }, ONE)
    expect(returned(log)).toEqual([
      {
        error: `TypeError("cancel_consumer() missing 1 required positional argument: 'queue'")`,
      },
      {
        error: `TypeError("rate_limit() missing 2 required positional arguments: 'task_name' and 'rate_limit'")`,
      },
    ])
  })

  it('of a command that no worker knows is refused with its KeyError (rule 3.66)', () => {
    const log = run(function* (_args, api) {
      return yield* one(api, 'nosuch')
    }, ONE)
    expect(returned(log)).toEqual({ error: "KeyError('nosuch')" })
  })
})

describe('inspect (rule 3.65)', () => {
  it('tells what runs, what waits in the pool and what is held', () => {
    const log = run(function* (_args, api) {
      const slow = api.send('tasks.slow', [30])
      const waits = api.send('tasks.add', [1, 2])
      api.send('tasks.add', [3, 4], { countdown: 60 })
      yield sleep(seconds(0.5))
      const ids = { ids: [slow, waits, 'nope'] }
      const query = (yield* one(api, 'query_task', ids)) as {
        readonly [id: string]: readonly Json[]
      }
      const active = (yield* one(api, 'active')) as readonly { readonly [key: string]: Json }[]
      const reserved = (yield* one(api, 'reserved')) as readonly { readonly [key: string]: Json }[]
      const scheduled = (yield* one(api, 'scheduled')) as readonly Json[]
      const stats = (yield* one(api, 'stats')) as { readonly [key: string]: Json }
      return [
        [query[slow]?.[0] ?? null, query[waits]?.[0] ?? null, query['nope'] ?? null],
        active.map(({ name, args, acknowledged }) => [
          name ?? null,
          args ?? null,
          acknowledged ?? null,
        ]),
        reserved.map(({ name, args, time_start, worker_pid }) => [
          name ?? null,
          args ?? null,
          time_start ?? null,
          worker_pid ?? null,
        ]),
        scheduled.length,
        stats['total'] ?? null,
        stats['prefetch_count'] ?? null,
      ]
    }, ONE)
    expect(returned(log)).toEqual([
      ['active', 'reserved', null],
      [['tasks.slow', [30], true]],
      [['tasks.add', [1, 2], null, null]],
      1,
      { 'tasks.slow': 1 },
      5,
    ])
  })

  it('tells attributes that a task has by a setting or by nature', () => {
    const log = runScript(
      {
        tasks: TASKS,
        settings: { task_acks_late: true, task_default_rate_limit: '2/s' },
        *main(_args, api) {
          const items = ['acks_late', 'max_retries', 'priority', 'time_limit']
          return [
            yield* one(api, 'registered', { taskinfoitems: items }),
            yield* one(api, 'registered'),
          ]
        },
      },
      ONE,
    )
    expect(returned(log)).toEqual([
      ['tasks.add [acks_late=True max_retries=3]', 'tasks.slow [acks_late=True max_retries=3]'],
      ['tasks.add [rate_limit=2/s]', 'tasks.slow [rate_limit=100/s]'],
    ])
  })

  it('tells the tasks with their limits, and the settings with their secrets hidden', () => {
    const log = runScript(
      {
        tasks: TASKS,
        settings: {
          broker_url: 'redis://me:pw@host/0',
          redis_password: 'pw',
          task_acks_late: true,
        },
        *main(_args, api) {
          return [yield* one(api, 'registered'), yield* one(api, 'conf')]
        },
      },
      ONE,
    )
    expect(returned(log)).toEqual([
      ['tasks.add', 'tasks.slow [rate_limit=100/s]'],
      {
        broker_url: 'redis://me:**@host/0',
        deprecated_settings: null,
        include: ['celery.app.builtins', 'tasks'],
        redis_password: '********',
        task_acks_late: true,
        worker_disable_prefetch: false,
      },
    ])
  })
})

describe('commands (rule 3.66)', () => {
  it('change a rate limit, for all buckets of the worker anew (rule 3.23)', () => {
    const log = run(function* (_args, api) {
      const limit = (task: string, text: string) =>
        one(api, 'rate_limit', { task_name: task, rate_limit: text })
      const set = yield* limit('tasks.add', '1/s')
      const ids = [0, 1, 2].map(() => api.send('tasks.add', [1, 1]))
      yield { kind: 'results', ids: ids.slice(2), watch: [], timeout: null }
      return [
        set,
        yield* limit('tasks.add', 'fast'),
        yield* limit('tasks.none', '1/s'),
        yield* limit('tasks.add', ''),
      ]
    }, ONE)
    expect(returned(log)).toEqual([
      { ok: 'new rate limit set successfully' },
      {
        error:
          'Invalid rate limit string: ValueError("could not convert string to float: \'fast\'")',
      },
      { error: 'unknown task' },
      { ok: 'rate limit disabled successfully' },
    ])
    const [first = 0, second = 0, third = 0] = times(log, 'task-started')
    expect(second - first).toBeLessThan(seconds(0.1))
    expect(third - second).toBeGreaterThan(seconds(0.9))
  })

  it('say that time limits are set, and change nothing (documented otherwise)', () => {
    const log = run(function* (_args, api) {
      const args = { task_name: 'tasks.slow', soft: null, hard: 1 }
      const reply = yield* one(api, 'time_limit', args)
      const id = api.send('tasks.slow', [3])
      yield { kind: 'results', ids: [id], watch: [], timeout: null }
      return reply
    }, ONE)
    expect(returned(log)).toEqual({ ok: 'time limits set successfully' })
    expect(times(log, 'task-succeeded')).toHaveLength(1)
  })

  it('grow and shrink the pool, and the prefetch count with it (rule 3.43)', () => {
    const log = run(
      function* (_args, api) {
        const grown = yield* one(api, 'pool_grow', { n: 1 })
        for (let i = 0; i < 3; i++) api.send('tasks.slow', [20])
        // They come when the pool looks after itself.
        yield sleep(seconds(6))
        const active = ((yield* one(api, 'active')) as readonly Json[]).length
        const busy = yield* one(api, 'pool_shrink', { n: 1 })
        yield sleep(seconds(25))
        return [grown, active, busy, yield* one(api, 'pool_shrink', { n: 2 })]
      },
      { cluster: { workers: workers('-c 2') } },
    )
    expect(returned(log)).toEqual([
      { ok: 'pool will grow' },
      3,
      { error: 'ValueError("Can\'t shrink pool. All processes busy!")' },
      { ok: 'pool will shrink' },
    ])
    expect(
      entries(log).flatMap((entry) => (entry.kind === 'prefetch-set' ? [entry.detail.count] : [])),
    ).toEqual([8, 12, 4])
  })

  it('add and cancel a queue; what was taken from it stays (rule 3.67)', () => {
    const log = run(function* (_args, api) {
      const late = api.send('tasks.add', [1, 1], { queue: 'extra' })
      yield sleep(seconds(1))
      const added = yield* one(api, 'add_consumer', { queue: 'extra' })
      yield { kind: 'results', ids: [late], watch: [], timeout: null }
      const cancelled = yield* one(api, 'cancel_consumer', { queue: 'extra' })
      api.send('tasks.add', [2, 2], { queue: 'extra' })
      yield sleep(seconds(1))
      const left = yield { kind: 'broker', ask: { do: 'look', queue: 'extra' } }
      const queues = (yield* one(api, 'active_queues')) as readonly { readonly name: string }[]
      return [
        added,
        cancelled,
        left.kind === 'broker' ? left.value : null,
        queues.map(({ name }) => name),
      ]
    }, ONE)
    expect(returned(log)).toEqual([
      { ok: 'add consumer extra' },
      { ok: 'no longer consuming from extra' },
      { message_count: 1, consumer_count: 0 },
      ['celery'],
    ])
  })

  it('turn task events on, and off where -E did not ask for them', () => {
    const both: Body = function* (_args, api) {
      const replies = []
      for (const method of ['enable_events', 'enable_events', 'disable_events', 'disable_events'])
        replies.push(yield* one(api, method))
      return replies
    }
    const texts = (options: string) =>
      (returned(run(both, { cluster: { workers: workers(options) } })) as { ok: string }[]).map(
        ({ ok }) => ok.replace('task events ', ''),
      )
    expect(texts('-c 1')).toEqual(['enabled', 'already enabled', 'disabled', 'already disabled'])
    expect(texts('-c 1 -E')).toEqual([
      'already enabled',
      'already enabled',
      'already disabled',
      'already disabled',
    ])
  })

  it('stop a worker once its task is done; nobody hears a reply', () => {
    const log = run(function* (_args, api) {
      api.send('tasks.slow', [3])
      yield sleep(seconds(0.5))
      return yield* ask(api, 'shutdown')
    }, ONE)
    expect(returned(log)).toEqual([])
    expect(lines(log)).toContain('Got shutdown from remote')
    expect(times(log, 'task-succeeded')[0]).toBeLessThan(times(log, 'worker-stopped')[0] ?? 0)
  })
})

describe('purge (rule 3.68)', () => {
  it('empties the queues that the app has sent to, not what workers hold', () => {
    const log = run(
      function* (_args, api) {
        for (let i = 0; i < 3; i++) api.send('tasks.slow', [5])
        for (let i = 0; i < 2; i++) api.send('tasks.add', [1, 1], { queue: 'other' })
        yield sleep(seconds(1))
        const heard = yield { kind: 'purge' }
        return heard.kind === 'count' ? heard.count : null
      },
      { cluster: { workers: workers('-c 1 --prefetch-multiplier=1') } },
    )
    // One runs, one is held by the worker.
    expect(returned(log)).toBe(3)
    expect(times(log, 'task-succeeded')).toHaveLength(2)
    expect(times(log, 'message-dropped')).toHaveLength(3)
  })
})

describe('autoscale (rules 3.41 to 3.43)', () => {
  it('grows with each message, and shrinks 30 s after it grew last', () => {
    const log = run(
      function* (_args, api) {
        for (let i = 0; i < 6; i++) api.send('tasks.slow', [2])
        yield sleep(seconds(10))
        const during = (yield* one(api, 'stats')) as { readonly autoscaler: Json }
        yield sleep(seconds(70))
        const after = (yield* one(api, 'stats')) as { readonly autoscaler: Json }
        return [during.autoscaler, after.autoscaler]
      },
      { cluster: { workers: workers('--autoscale=1,3') } },
    )
    expect(returned(log)).toEqual([
      { max: 3, min: 1, current: 3, qty: 0 },
      { max: 3, min: 1, current: 1, qty: 0 },
    ])
    expect(lines(log).filter((text) => text.startsWith('Scaling'))).toEqual([
      'Scaling up 1 processes.',
      'Scaling up 1 processes.',
      'Scaling down 2 processes.',
    ])
    const count = entries(log).find(({ kind }) => kind === 'prefetch-set')
    expect(count?.detail).toEqual({ count: 12 })
  })

  it('is changed by remote control, and pool_grow is refused', () => {
    const main: Body = function* (_args, api) {
      return [
        yield* one(api, 'autoscale', { max: 5, min: 2 }),
        yield* one(api, 'pool_grow', { n: 1 }),
      ]
    }
    const answers = (options: string) =>
      returned(run(main, { cluster: { workers: workers(options) } }))
    expect(answers('--autoscale=3,1')).toEqual([
      { ok: 'autoscale now max=5 min=2' },
      { error: 'pool_grow is not supported with autoscale. Adjust autoscale range instead.' },
    ])
    expect(answers('-c 1')).toEqual([
      { error: "ValueError('Autoscale not enabled')" },
      { ok: 'pool will grow' },
    ])
  })
})
