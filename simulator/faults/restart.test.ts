import { describe, expect, it } from 'vitest'
import { type Api, runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import {
  type BrokerServer,
  type ClusterSpec,
  type Json,
  type Log,
  parseActions,
  parseClusterSpec,
  seconds,
} from '../index.ts'

const tasks: Script['tasks'] = {
  'tasks.slow': {
    options: { acks_late: true },
    *body(args) {
      yield sleep(seconds(3))
      return args[0] ?? null
    },
  },
  'tasks.quick': {
    *body(args) {
      yield sleep(seconds(0.01))
      return args[0] ?? null
    },
  },
}

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

interface Case {
  readonly broker: ClusterSpec['broker']
  readonly server?: BrokerServer
  readonly options?: string
  readonly fault: { readonly [name: string]: unknown }
  readonly settings?: Script['settings']
  readonly main: Script['main']
}

function run({
  broker,
  server,
  options = '-c 1 --without-mingle',
  fault,
  settings,
  main,
}: Case): Log {
  const cluster: ClusterSpec = {
    broker,
    backend: 'redis',
    app: 'tasks',
    workers: [{ name: 'w1', options, autostart: true }],
    ...(server === undefined ? {} : { server }),
  }
  const parsed = parseActions([JSON.parse(JSON.stringify({ at: 2, lasts: 1, ...fault }))], cluster)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const script = { tasks, main, ...(settings === undefined ? {} : { settings }) }
  return runScript(script, { cluster, actions: parsed.actions, until: seconds(60) })
}

/** What the broker said of its messages from the fault on, by the first argument of each. */
function story(log: Log): readonly string[] {
  const args = new Map<string, string>()
  let begun = false
  return entries(log).flatMap(({ kind, task, detail }) => {
    if (kind === 'message-published') args.set(task ?? '', detail.message.headers.argsrepr)
    begun ||= kind === 'fault-began'
    const what = args.get(task ?? '') ?? ''
    if (!begun) return []
    if (kind === 'message-dropped') return [`${detail.reason} ${what}`]
    if (kind === 'message-lost') return [`lost ${what}`]
    if (kind === 'queue-deleted' || kind === 'exchange-deleted') return [`deleted ${detail.name}`]
    if (kind === 'message-enqueued' && detail.reason !== 'published')
      return [`${detail.reason} ${what}`]
    if (kind === 'task-succeeded') return [`done ${what}`]
    return []
  })
}

/** One task runs, one is prefetched, and two wait where nobody listens. */
const four: Script['main'] = function* (_args, api) {
  yield sleep(seconds(1))
  for (const n of [1, 2]) api.send('tasks.slow', [n])
  for (const n of [3, 4]) api.send('tasks.quick', [n], { queue: 'other' })
  yield sleep(seconds(20))
  return null
}

describe('a Redis that is restarted', () => {
  const restart = (how: string, server?: BrokerServer): readonly string[] =>
    story(
      run({
        broker: 'redis',
        ...(server === undefined ? {} : { server }),
        options: '-c 1 -Q celery --prefetch-multiplier 2 --without-mingle',
        fault: { fault: 'broker-restart', how },
        main: four,
      }),
    ).filter((line) => !line.startsWith('deleted'))
  const all = ['(3,)', '(4,)', '(1,)', '(2,)'].map((args) => `broker restarted ${args}`)

  it('keeps everything where it takes a snapshot as it stops', () => {
    expect(restart('stop')).toEqual(['done (1,)'])
  })

  it('loses what came since the last snapshot where it is killed, and what workers had of it', () => {
    expect(restart('kill')).toEqual([...all, 'done (1,)'])
    expect(restart('stop', { save: [] })).toEqual([...all, 'done (1,)'])
  })

  it('keeps everything in a file of its writes, but for the last second of a power loss', () => {
    expect(restart('kill', { appendonly: true })).toEqual(['done (1,)'])
    expect(restart('power-loss', { appendonly: true })).toEqual([...all, 'done (1,)'])
  })

  it('runs again what was done since the last snapshot', () => {
    const log = run({
      broker: 'redis',
      // 1.0 s after the first change, at about 1.5 s.
      server: { save: [[1, 1]] },
      fault: { at: 1.9, fault: 'broker-restart', how: 'kill' },
      settings: { broker_transport_options: { visibility_timeout: 1 } },
      *main(_args, api) {
        api.send('tasks.quick', [0], { countdown: 1.1 })
        yield sleep(seconds(20))
        return null
      },
    })
    expect(story(log)).toEqual(['overdue (0,)', 'done (0,)'])
  })
})

describe('a Redis that fails over', () => {
  it('loses the writes that its replica had not heard of, and runs again what they settled', () => {
    const log = run({
      broker: 'redis',
      fault: { fault: 'fail-over', unreplicated: 0.5 },
      *main(_args, api) {
        yield sleep(seconds(0.9))
        api.send('tasks.quick', [1])
        yield sleep(seconds(0.4))
        api.send('tasks.quick', [2], { queue: 'other' })
        yield sleep(seconds(20))
        return null
      },
    })
    expect(story(log)).toEqual(['not replicated (2,)'])
  })
})

describe('a RabbitMQ that is restarted', () => {
  const queue = (name: string, more: object = {}): Json => ({
    name,
    routing_key: name,
    exchange: { name, type: 'direct' },
    ...more,
  })

  it('keeps durable queues with persistent messages, and everything in a quorum queue', () => {
    const log = run({
      broker: 'rabbitmq',
      options: '-c 1 -Q celery --without-mingle',
      fault: { fault: 'broker-restart' },
      settings: {
        task_queues: [
          queue('celery'),
          queue('durable'),
          queue('passing', { durable: false, exchange: { name: 'passing', durable: false } }),
          queue('quorum', { queue_arguments: { 'x-queue-type': 'quorum' } }),
        ],
      },
      *main(_args, api) {
        for (const name of ['durable', 'passing', 'quorum'])
          for (const mode of [1, 2])
            api.send('tasks.quick', [name, mode], { queue: name, delivery_mode: mode })
        yield sleep(seconds(5))
        return null
      },
    })
    expect(story(log)).toEqual([
      'deleted passing',
      "broker restarted ('durable', 1)",
      "queue deleted ('passing', 1)",
      "queue deleted ('passing', 2)",
      'deleted passing',
    ])
  })

  it('gives out again what a worker had and had not acknowledged', () => {
    const log = run({
      broker: 'rabbitmq',
      fault: { fault: 'broker-restart', how: 'stop' },
      *main(_args, api) {
        yield sleep(seconds(1))
        api.send('tasks.slow', [1])
        yield sleep(seconds(20))
        return null
      },
    })
    expect(story(log)).toEqual(['restored (1,)', 'done (1,)', 'done (1,)'])
  })
})

describe('the memory alarm', () => {
  it('lets calls return, keeps their messages back in order, and lets consumers go on', () => {
    const log = run({
      broker: 'rabbitmq',
      fault: { fault: 'memory-alarm' },
      *main(_args, api) {
        yield sleep(seconds(1.2))
        api.send('tasks.slow', [0])
        yield sleep(seconds(0.5))
        for (const n of [1, 2]) api.send('tasks.quick', [n])
        api.tell('print', { stream: 'stdout', text: 'sent' })
        yield sleep(seconds(20))
        return null
      },
    })
    const at = (kind: string): readonly number[] =>
      entries(log).flatMap((one) => (one.kind === kind ? [Math.round(one.time / 1e5) / 10] : []))
    const [began, ended] = [at('fault-began')[0] ?? 0, at('fault-ended')[0] ?? 0]
    expect(at('connection-blocked')).toHaveLength(1)
    expect(at('connection-unblocked')).toEqual([ended])
    expect(at('printed')[0]).toBeLessThan(began + 1)
    expect(at('message-enqueued').slice(1)).toEqual([ended, ended])
    expect(at('message-acked')).toHaveLength(3)
  })

  it('keeps remote control waiting until it is over', () => {
    const log = run({
      broker: 'rabbitmq',
      fault: { fault: 'memory-alarm' },
      *main(_args, api) {
        yield sleep(seconds(1.7))
        const heard = api.tell('control', {
          method: 'ping',
          arguments: {},
          destination: null,
          pattern: null,
          matcher: null,
          reply: true,
        })
        yield { kind: 'replies', ticket: heard.ticket, timeout: seconds(5), limit: 1 }
        return null
      },
    })
    const handled = entries(log).find(({ kind }) => kind === 'control-handled')
    const ended = entries(log).find(({ kind }) => kind === 'fault-ended')
    expect(handled?.time).toBeGreaterThan(ended?.time ?? Infinity)
  })
})

describe('a Redis with too little memory', () => {
  const full = (maxmemoryPolicy: 'noeviction' | 'allkeys-lru'): Log =>
    run({
      broker: 'redis',
      server: { maxmemory: 2500, maxmemoryPolicy },
      options: '-c 1 -Q celery --without-mingle --prefetch-multiplier 1',
      fault: { fault: 'drop-connections', at: 30, lasts: undefined },
      *main(_args, api) {
        const raised: string[] = []
        for (const [n, queue] of ['celery', 'old', 'old', 'new', 'new'].entries()) {
          raised.push(sending(api, n, queue))
          yield sleep(seconds(0.1))
        }
        yield sleep(seconds(8))
        return raised
      },
    })

  it('raises in who publishes', () => {
    const log = full('noeviction')
    const ended = entries(log).find(({ kind }) => kind === 'program-ended')
    expect(ended?.kind === 'program-ended' && ended.detail.returned).toEqual([
      'sent',
      'sent',
      'sent',
      'sent',
      "kombu.exceptions.OperationalError: Command # 1 (LLEN new) of pipeline caused error: command not allowed when used memory > 'maxmemory'.",
    ])
  })

  it('throws away the list that nobody has touched for longest', () => {
    const dropped = entries(full('allkeys-lru')).filter(({ kind }) => kind === 'message-dropped')
    expect(dropped.map(({ detail }) => detail)).toMatchObject([
      { queue: 'old', reason: 'evicted' },
      { queue: 'old', reason: 'evicted' },
    ])
  })
})

describe('a broadcast on Redis', () => {
  it('is lost where nobody listens', () => {
    const log = run({
      broker: 'redis',
      options: '-c 1 -Q celery --without-mingle',
      fault: { fault: 'drop-connections', at: 30, lasts: undefined },
      *main(_args, api) {
        api.send('tasks.quick', [1], { queue: NEWS })
        yield sleep(seconds(2))
        return null
      },
    })
    expect(entries(log).filter(({ kind }) => kind === 'message-refused')).toMatchObject([
      { detail: { queue: 'news', reason: 'nobody listens' } },
    ])
  })
})

const NEWS = { name: 'news', exchange: { name: 'news', type: 'fanout' } } as const

/** Sends a task; what that raised, or `sent`. */
function sending(api: Api, n: number, queue: string): string {
  const signature = {
    task: 'tasks.slow',
    args: [n],
    kwargs: {},
    options: { queue },
    subtask_type: null,
    immutable: false,
  }
  const heard = api.tell('apply', { signature, args: [], kwargs: {}, options: {} })
  return 'error' in heard ? `${heard.error.type}: ${heard.error.message}` : 'sent'
}

describe('how the server is set up', () => {
  const problems = (value: object): readonly string[] => {
    const parsed = parseClusterSpec(value)
    return parsed.ok ? [] : parsed.problems.map(({ path, sentence }) => `${path}: ${sentence}`)
  }

  it('is read, with a sentence for what is wrong', () => {
    expect(problems({ server: { save: [[60, 1]], appendonly: true, maxmemory: 1000 } })).toEqual([])
    expect(problems({ broker: 'rabbitmq', server: { nodes: ['r1', 'r2', 'r3'] } })).toEqual([])
    expect(problems({ broker: 'memory', server: {} })).toEqual([
      'server: The broker memory has no server that could be set up. Leave "server" out, or take redis or rabbitmq.',
    ])
    expect(problems({ server: { nodes: ['r1'] } })).toEqual([
      'server.nodes: The server of redis has no setting "nodes". Allowed are: appendonly, save, maxmemory, maxmemoryPolicy.',
    ])
    expect(problems({ server: { save: 60, appendonly: 'yes' } })).toEqual([
      'server.appendonly: "appendonly" is "yes"; it must be true or false.',
      'server.save: The snapshots are a list of pairs, seconds and changes, such as [[60, 1]]; [] is for none.',
    ])
    expect(problems({ broker: 'rabbitmq', server: { nodes: ['r1', 'r1'] } })).toEqual([
      'server.nodes: The nodes are a list of up to 7 different names, such as [r1, r2, r3].',
    ])
  })
})

describe('a RabbitMQ of three nodes', () => {
  const queue = (name: string, type: string): Json => ({
    name,
    routing_key: name,
    exchange: { name, type: 'direct' },
    queue_arguments: { 'x-queue-type': type },
  })
  const play = (type: string, nodes: readonly string[]): Log => {
    const cluster: ClusterSpec = {
      broker: 'rabbitmq',
      backend: 'redis',
      app: 'tasks',
      server: { nodes: ['r1', 'r2', 'r3'] },
      workers: [{ name: 'w1', options: '-c 1 -Q jobs --without-mingle', autostart: true }],
    }
    const faults = nodes.map((node, i) => ({
      at: 2 + i / 10,
      fault: 'broker-node-down',
      node,
      lasts: 5,
    }))
    const parsed = parseActions(faults, cluster)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    return runScript(
      {
        tasks,
        settings: { task_queues: [queue('jobs', type)] },
        *main(_args, api) {
          yield sleep(seconds(2))
          for (const n of [1, 2]) {
            api.send('tasks.quick', [n], { queue: 'jobs' })
            yield sleep(seconds(1))
          }
          yield sleep(seconds(12))
          return null
        },
      },
      { cluster, actions: parsed.actions, until: seconds(60) },
    )
  }
  const kinds = (log: Log, ...wanted: readonly string[]): readonly string[] =>
    entries(log).flatMap(({ kind, time, actor }) =>
      // Native delay has quorum queues of its own.
      wanted.includes(kind) && !actor.name.startsWith('celery_delayed')
        ? [`${kind} ${(time / 1e6).toFixed(0)}`]
        : [],
    )

  it('goes on with a new leader where a quorum queue loses its own', () => {
    const log = play('quorum', ['r1'])
    expect(kinds(log, 'queue-closed', 'queue-opened')).toEqual(['queue-closed 2', 'queue-opened 3'])
    expect(kinds(log, 'task-succeeded')).toHaveLength(2)
  })

  it('waits for a majority, and loses nothing', () => {
    const log = play('quorum', ['r2', 'r3'])
    expect(kinds(log, 'queue-closed', 'queue-opened')).toEqual(['queue-closed 2', 'queue-opened 8'])
    expect(kinds(log, 'task-succeeded')).toHaveLength(2)
  })

  it('loses what is sent to a classic queue whose node is down, and its worker ends', () => {
    const log = play('classic', ['r1'])
    expect(kinds(log, 'queue-closed', 'queue-opened')).toEqual(['queue-closed 2', 'queue-opened 7'])
    expect(kinds(log, 'message-refused')).toHaveLength(2)
    expect(
      entries(log).flatMap((entry) => (entry.kind === 'logged' ? [entry.detail.text] : [])),
    ).toContainEqual(
      expect.stringContaining(
        `Unrecoverable error: NotFound(404, "NOT_FOUND - home node 'rabbit@r1' of durable queue 'jobs' in vhost '/' is down or inaccessible"`,
      ),
    )
  })

  it('is nowhere to be reached when all of them are down', () => {
    const log = play('quorum', ['r1', 'r2', 'r3'])
    expect(kinds(log, 'connection-refused').length).toBeGreaterThan(0)
  })
})
