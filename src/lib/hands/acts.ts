import {
  type ClusterSpec,
  type Fault,
  type Log,
  type Micros,
  type Order,
  type Picture,
  type TaskMessage,
  faultsOf,
  millis,
  seconds,
} from '../../../simulator/index.ts'

/** What somebody does to the cluster by hand. */
export type Doing = Order | Fault

/** A thing on the stage that something can be done to. */
export type NodeRef =
  | { readonly kind: 'client' | 'broker' | 'results' }
  | { readonly kind: 'queue' | 'worker' | 'service' | 'beat' | 'task'; readonly name: string }
  | { readonly kind: 'process'; readonly name: string; readonly index: number }

/** One thing that can be done. */
export interface Act {
  /** Names it among all of its node. */
  readonly id: string
  readonly title: string
  /** What it means, in a few words. */
  readonly hint: string
  /** Everything it does, in this order. */
  readonly doings: readonly Doing[]
  /** Why it cannot be done now; null where it can. */
  readonly not: string | null
}

/** How long and how strong a fault is. */
export interface Strength {
  readonly lasts: Micros
  readonly delay: Micros
}

/** What a menu takes where nobody has said otherwise. */
export const USUAL: Strength = { lasts: seconds(10), delay: millis(500) }

/** What acts are read from. */
export interface Moment {
  readonly cluster: ClusterSpec | null
  readonly picture: Picture
  readonly log: Log
}

/** All that can be done to a node at a moment, the mildest first. */
export function actsOn(node: NodeRef, moment: Moment, strength = USUAL): readonly Act[] {
  switch (node.kind) {
    case 'client':
      return clientActs(moment, strength)
    case 'broker':
      return brokerActs(moment, strength)
    case 'results':
      return resultsActs(strength)
    case 'queue':
      return queueActs(node.name, moment)
    case 'worker':
      return workerActs(node.name, moment, strength)
    case 'process':
      return processActs(node.name, node.index, moment)
    case 'service':
      return serviceActs(node.name, moment, strength)
    case 'beat':
      return beatActs(node.name)
    case 'task':
      return taskActs(node.name, moment)
  }
}

const act = (
  id: string,
  title: string,
  hint: string,
  doings: Doing | readonly Doing[],
  not: string | null = null,
): Act => ({ id, title, hint, doings: 'length' in doings ? doings : [doings], not })

/** `w1` of `w1@sim`. */
export const shortOf = (worker: string): string => worker.replace(/@.*$/, '')

const span = (time: Micros): string =>
  time >= 1_000_000 ? `${time / 1_000_000} s` : `${time / 1000} ms`

function clientActs(moment: Moment, { lasts, delay }: Strength): readonly Act[] {
  return [...sendActs(moment, null), ...linkActs('client', 'the client', lasts, delay)]
}

/** One more of each type of task, with the arguments of the last one. */
function sendActs({ log, picture }: Moment, queue: string | null): readonly Act[] {
  return lastMessages(log, picture.rows)
    .slice(0, 6)
    .map(({ headers, body: [args, kwargs] }) =>
      act(
        `send ${headers.task}`,
        `Send ${headers.task.split('.').at(-1) ?? headers.task}`,
        args.length === 0 ? 'one more of this task' : `with ${headers.argsrepr}`,
        { verb: 'publish', target: headers.task, args, kwargs, queue },
      ),
    )
}

/** How far back somebody may have sent a type of task that is offered. */
const FAR = 5000

/** The last message of each type that was sent before a moment. */
function lastMessages(log: Log, rows: number): readonly TaskMessage[] {
  const found = new Map<string, TaskMessage>()
  for (let row = rows - 1; row >= Math.max(0, rows - FAR); row--) {
    if (log.kindAt(row) !== 'message-published') continue
    const { message } = log.detail(row, 'message-published')
    if (message.headers.task !== '' && !found.has(message.headers.task))
      found.set(message.headers.task, message)
  }
  return [...found.values()].sort((a, b) => (a.headers.task < b.headers.task ? -1 : 1))
}

function linkActs(node: string, who: string, lasts: Micros, delay: Micros): readonly Act[] {
  const ends = { nodes: [node], from: 'both' } as const
  return [
    act(`slow`, 'Slow the link down', `${span(delay)} more each way, for ${span(lasts)}`, {
      ...ends,
      fault: 'slow-link',
      delay,
      jitter: 0,
      lasts,
    }),
    act(`cut`, 'Cut the link', `nothing passes between ${who} and the servers for ${span(lasts)}`, {
      ...ends,
      fault: 'partition',
      lasts,
    }),
  ]
}

function brokerActs({ cluster }: Moment, { lasts }: Strength): readonly Act[] {
  const known = new Set(cluster === null ? [] : faultsOf(cluster.broker))
  const all: readonly Act[] = [
    act('drop', 'Drop all connections', 'and take new ones at once', {
      fault: 'drop-connections',
      lasts: null,
    }),
    act('restart', 'Restart the broker', `away for ${span(lasts)}, with what it has on its disk`, {
      fault: 'broker-restart',
      how: 'stop',
      lasts,
    }),
    act('crash', 'Kill the broker', `and start it again after ${span(lasts)}`, {
      fault: 'broker-restart',
      how: 'kill',
      lasts,
    }),
    act('away', 'Broker away', `nobody reaches it for ${span(lasts)}`, {
      fault: 'broker-away',
      lasts,
    }),
    act('alarm', 'Memory alarm', `it takes nothing from whoever sends for ${span(lasts)}`, {
      fault: 'memory-alarm',
      lasts,
    }),
  ]
  return all.filter(({ doings: [one] }) => !one || !('fault' in one) || known.has(one.fault))
}

const resultsActs = ({ lasts }: Strength): readonly Act[] => [
  act('away', 'Result backend away', `nobody reaches it for ${span(lasts)}`, {
    fault: 'backend-away',
    lasts,
  }),
]

function queueActs(name: string, moment: Moment): readonly Act[] {
  const waiting = moment.picture.queues.find((queue) => queue.name === name)?.waiting.length ?? 0
  return [
    ...sendActs(moment, name),
    act(
      'purge',
      'Purge',
      `throw away the ${waiting} that wait`,
      { verb: 'purge', target: name },
      waiting === 0 ? 'Nothing waits here.' : null,
    ),
    act('twice', 'Deliver twice', 'the next message is handed out two times', {
      fault: 'duplicate-delivery',
      queue: name,
      count: 1,
      lasts: null,
    }),
  ]
}

function workerActs(
  name: string,
  { picture, cluster }: Moment,
  { lasts, delay }: Strength,
): readonly Act[] {
  const target = shortOf(name)
  const worker = picture.workers.find((one) => one.name === name)
  const off = worker === undefined || worker.state === 'off'
  if (off)
    return [act('start', 'Start', 'it loads your program and connects', { verb: 'start', target })]
  const ready = worker.state === 'ready' ? null : 'It is not ready.'
  const unheard = cluster?.broker === 'sqs' ? 'Workers on SQS hear no remote control.' : ready
  const { prefetch, queues } = worker
  return [
    ...(queues.length > 0
      ? [pauseAct(target, queues, unheard)]
      : [resumeAct(target, cluster, unheard)]),
    act(
      'grow',
      'One process more',
      'the pool grows by remote control',
      grow(target, 'pool_grow'),
      unheard,
    ),
    act(
      'shrink',
      'One process less',
      'an idle process leaves the pool',
      grow(target, 'pool_shrink'),
      worker.concurrency < 2 ? 'It has only one.' : unheard,
    ),
    act(
      'prefetch-up',
      'Take more ahead',
      `up to ${twice(prefetch)} messages`,
      {
        verb: 'prefetch',
        target,
        count: twice(prefetch),
      },
      ready,
    ),
    act(
      'prefetch-one',
      'Take one at a time',
      'no message waits in the worker',
      {
        verb: 'prefetch',
        target,
        count: 1,
      },
      prefetch === 1 ? 'It does already.' : ready,
    ),
    act('stop', 'Stop', 'when its running tasks are done', { verb: 'stop', target }),
    act(
      'restart',
      'Restart',
      'stop, and start again (SIGHUP)',
      {
        verb: 'kill',
        target,
        signal: 'SIGHUP',
      },
      ready,
    ),
    ...linkActs(target, name, lasts, delay),
    act('crash', 'Kill, and start again', `gone at once, back after ${span(lasts)}`, {
      fault: 'kill-worker',
      worker: target,
      lasts,
    }),
    act('kill', 'Kill', 'gone at once (SIGKILL), and stays away', {
      fault: 'kill-worker',
      worker: target,
      lasts: null,
    }),
  ]
}

const twice = (prefetch: number): number => Math.max(2, prefetch * 2)

const grow = (target: string, method: 'pool_grow' | 'pool_shrink'): Order => ({
  verb: 'control',
  target,
  method,
  arguments: { n: 1 },
})

const pauseAct = (target: string, queues: readonly string[], not: string | null): Act =>
  act(
    'pause',
    'Pause',
    'it takes nothing more, and ends what it has',
    queues.map((queue) => consumer(target, 'cancel_consumer', queue)),
    not,
  )

function resumeAct(target: string, cluster: ClusterSpec | null, not: string | null): Act {
  const options = cluster?.workers.find(({ name }) => name === target)?.options ?? ''
  const given = /(?:^|\s)-Q[\s=]?(\S+)/.exec(options)?.[1]?.split(',') ?? ['celery']
  return act(
    'resume',
    'Go on',
    `take from ${given.join(', ')} again`,
    given.map((queue) => consumer(target, 'add_consumer', queue)),
    not,
  )
}

const consumer = (target: string, method: string, queue: string): Order => ({
  verb: 'control',
  target,
  method,
  arguments: { queue },
})

function processActs(name: string, index: number, { picture }: Moment): readonly Act[] {
  const process = picture.workers
    .find((worker) => worker.name === name)
    ?.processes.find((one) => one.index === index)
  const gone = process === undefined || process.state === 'gone' ? 'It is not running.' : null
  const task = process?.task ?? null
  return [
    act(
      'kill',
      'Kill this process',
      'with what it runs (SIGKILL)',
      {
        fault: 'kill-process',
        worker: shortOf(name),
        process: index,
        lasts: null,
      },
      gone,
    ),
    ...(task === null ? [] : [terminateAct(task, null)]),
  ]
}

function serviceActs(
  service: string,
  { cluster }: Moment,
  { lasts, delay }: Strength,
): readonly Act[] {
  const known = cluster?.services?.some(({ name }) => name === service) === true
  const not = known ? null : 'It belongs to Python here, and does as it is told.'
  return [
    act(
      'slow',
      'Slow down',
      `each call takes ${span(delay)} for ${span(lasts)}`,
      {
        fault: 'service-slow',
        service,
        latency: delay,
        lasts,
      },
      not,
    ),
    act(
      'away',
      'Away',
      `nobody listens there for ${span(lasts)}`,
      {
        fault: 'service-away',
        service,
        how: 'refuses',
        lasts,
      },
      not,
    ),
    act(
      'silent',
      'Silent',
      `no answer comes for ${span(lasts)}`,
      {
        fault: 'service-away',
        service,
        how: 'silent',
        lasts,
      },
      not,
    ),
  ]
}

const beatActs = (target: string): readonly Act[] => [
  act('stop', 'Stop', 'it sends nothing more', { verb: 'stop', target }),
  act('start', 'Start', 'it sends by its schedule', { verb: 'start', target }),
]

function taskActs(id: string, { picture, log }: Moment): readonly Act[] {
  const task = picture.tasks.get(id)
  if (!task) return []
  const over = task.finished === null || task.state === 'retry' ? null : 'It is over.'
  const message = lastMessages(log, picture.rows).find(({ headers }) => headers.task === task.name)
  return [
    act('revoke', 'Revoke', 'whoever would start it passes it over', control('revoke', id), over),
    terminateAct(id, task.state === 'started' ? null : 'It is not running.'),
    ...(message
      ? [
          act('again', 'Send one more like it', 'the same task, as it was last called', {
            verb: 'publish',
            target: task.name,
            args: message.body[0],
            kwargs: message.body[1],
            queue: null,
          } as const),
        ]
      : []),
  ]
}

const terminateAct = (id: string, not: string | null): Act =>
  act(
    'terminate',
    'Revoke and end it',
    'its process is told to end (SIGTERM)',
    {
      ...control('revoke', id),
      arguments: { task_id: id, terminate: true, signal: 'SIGTERM' },
    },
    not,
  )

const control = (method: string, id: string) =>
  ({ verb: 'control', target: '', method, arguments: { task_id: id } }) as const

/** Everything that something can be done to, in the order in which messages flow. */
export function nodesOf({ picture, cluster }: Moment): readonly NodeRef[] {
  const workers = new Set([
    ...(cluster?.workers ?? []).map(({ name }) => `${name}@sim`),
    ...picture.workers.map(({ name }) => name),
  ])
  const services = new Set([
    ...(cluster?.services ?? []).map(({ name }) => name),
    ...picture.services.map(({ name }) => name),
  ])
  return [
    { kind: 'client' },
    { kind: 'broker' },
    ...picture.queues.map(({ name }) => ({ kind: 'queue', name }) as const),
    ...[...workers].map((name) => ({ kind: 'worker', name }) as const),
    { kind: 'results' },
    ...[...services].map((name) => ({ kind: 'service', name }) as const),
  ]
}

/** What a node is called. */
export function nodeName(node: NodeRef): string {
  switch (node.kind) {
    case 'client':
      return 'Client'
    case 'broker':
      return 'Broker'
    case 'results':
      return 'Result backend'
    case 'queue':
      return `Queue ${node.name}`
    case 'process':
      return `${node.name}/${node.index}`
    case 'worker':
    case 'service':
    case 'beat':
    case 'task':
      return node.name
  }
}
