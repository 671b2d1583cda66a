import { clockText, lengthText } from '../kernel/time-text.ts'
import { toSeconds } from '../kernel/units.ts'
import type { TaskMessage } from '../messages/message.ts'
import { isObject } from '../messages/json.ts'
import { pyrepr } from '../messages/repr.ts'
import type { EntryOf } from './entry.ts'
import type { FactDetails, FactKind, ParkedOn, Server } from './facts.ts'
import type { Fault, LinkEnds } from '../cluster/fault-spec.ts'
import type { Log } from './log.ts'
import { taskTitle } from './names.ts'
import { SENTENCES, type SentenceKey } from './sentence-texts.ts'

/** What stands in a sentence's slots. */
export type Slots = { readonly [slot: string]: string }

/** A sentence before it is put into words: its key in the table and what stands in its slots. */
export interface Phrase {
  readonly key: SentenceKey
  readonly slots: Slots
}

type Filled = readonly [key: SentenceKey, slots?: Slots]

/** What the sentences need besides their own row. */
interface Names {
  readonly title: (id: string) => string
}

/** Which sentence tells a fact, and its slots besides {who} and {task}. */
const PHRASES: {
  readonly [K in FactKind]: (entry: EntryOf<K>, names: Names) => Filled
} = {
  'program-started': ({ detail }) => ['program-started', { file: detail.file }],
  'program-ended': ({ detail }) => ['program-ended', { value: detail.repr }],
  'program-failed': ({ detail }) => ['program-failed', { error: detail.error.repr }],
  printed: ({ detail }) => ['printed', { text: detail.text.trimEnd() }],
  logged: ({ detail }) => ['logged', { text: detail.text }],
  noted: ({ detail }) => [detail.mistake ? 'noted-mistake' : 'noted', { text: detail.text }],
  'action-taken': ({ detail }) => actionPhrase(detail),
  'exchange-declared': ({ detail }) => [
    'exchange-declared',
    { exchange: detail.name, type: detail.type },
  ],
  'queue-declared': ({ detail }) => ['queue-declared', { queue: detail.name }],
  'queue-bound': ({ detail }) => [
    'queue-bound',
    { queue: detail.queue, exchange: detail.exchange, key: detail.routingKey },
  ],
  'exchange-bound': ({ detail }) => [
    'exchange-bound',
    { destination: detail.destination, exchange: detail.exchange, key: detail.routingKey },
  ],
  'message-dead-lettered': ({ detail }) => [
    'message-dead-lettered',
    {
      queue: detail.queue,
      reason: detail.reason,
      exchange: detail.exchange || '(default)',
      key: detail.routingKey,
    },
  ],
  'message-taken': ({ detail }) => ['message-taken', { queue: detail.queue }],
  'message-fetched': ({ detail }) => [
    detail.redelivered ? 'message-fetched/again' : 'message-fetched',
    { queue: detail.queue },
  ],
  'message-settled': ({ detail }) => [`message-settled/${detail.how}`, { queue: detail.queue }],
  'message-refused': ({ detail }) => [
    REFUSED[detail.reason] ?? 'message-refused',
    { queue: detail.queue },
  ],
  'queue-deleted': ({ detail }) => ['queue-deleted', { queue: detail.name, reason: detail.reason }],
  'queue-closed': ({ detail }) => ['queue-closed', { queue: detail.name, reason: detail.reason }],
  'queue-opened': ({ detail }) => ['queue-opened', { queue: detail.name }],
  'exchange-deleted': ({ detail }) => [
    'exchange-deleted',
    { exchange: detail.name, reason: detail.reason },
  ],
  'message-lost': ({ detail }) => [`message-lost/${detail.reason}`],
  'connection-blocked': () => ['connection-blocked'],
  'connection-unblocked': () => ['connection-unblocked'],
  'channel-closed': ({ detail }) => ['channel-closed', { text: detail.text }],
  'message-published': ({ detail }) => publishPhrase(detail.message),
  'message-enqueued': ({ actor, detail }) => [
    detail.reason === 'published' ? 'message-enqueued' : `message-enqueued/${detail.reason}`,
    { queue: actor.name },
  ],
  'message-unroutable': ({ detail }) => [
    'message-unroutable',
    { exchange: detail.exchange, key: detail.routingKey },
  ],
  'message-delivered': ({ detail }) => [
    detail.redelivered ? 'message-delivered/again' : 'message-delivered',
    { queue: detail.queue },
  ],
  'message-acked': () => ['message-acked'],
  'message-rejected': ({ detail }) => [
    detail.requeue ? 'message-rejected/requeue' : 'message-rejected',
    { queue: detail.queue },
  ],
  'message-dropped': ({ detail }) => [
    UNKEPT.find((reason) => reason === `message-dropped/${detail.reason}`) ?? 'message-dropped',
    { queue: detail.queue, reason: detail.reason },
  ],
  'worker-started': ({ detail }) => [
    detail.concurrency === 1 ? 'worker-started/one' : 'worker-started',
    { queues: detail.queues.join(', '), count: `${detail.concurrency}` },
  ],
  'worker-ready': () => ['worker-ready'],
  'worker-stopping': ({ detail }) => [`worker-stopping/${detail.how}`],
  'worker-stopped': ({ detail }) => [`worker-stopped/${detail.reason}`],
  'prefetch-set': ({ detail }) => [
    detail.count === 0 ? 'prefetch-set/unlimited' : 'prefetch-set',
    { count: `${detail.count}` },
  ],
  'process-started': () => ['process-started'],
  'process-ended': ({ detail }) => [`process-ended/${detail.reason}`],
  'task-received': () => ['task-received'],
  'task-held': ({ detail }) => ['task-held', { time: clockText(detail.until) }],
  'task-reserved': () => ['task-reserved'],
  'task-unknown': ({ detail }) => ['task-unknown', { name: detail.name }],
  'message-invalid': ({ detail }) => ['message-invalid', { reason: detail.reason }],
  'task-revoked': ({ detail }) => [`task-revoked/${detail.reason}`],
  'task-started': ({ detail }) => [
    detail.retries > 0 ? 'task-started/retry' : 'task-started',
    { retries: `${detail.retries}` },
  ],
  'body-parked': ({ detail }, names) => parkedPhrase(detail.on, names),
  'body-resumed': () => ['body-resumed'],
  'task-succeeded': ({ detail }) => ['task-succeeded', { value: detail.repr }],
  'task-failed': ({ detail }) => ['task-failed', { error: detail.error.repr }],
  'task-retried': ({ detail: { due, error } }) =>
    error === null
      ? ['task-retried', { time: clockText(due) }]
      : ['task-retried/error', { time: clockText(due), error: error.repr }],
  'task-ignored': ({ detail }) => ['task-ignored', { reason: detail.reason }],
  'task-rejected': ({ detail }) => [detail.requeue ? 'task-rejected/requeue' : 'task-rejected'],
  'task-finished': ({ detail }) => ['task-finished', { state: detail.state }],
  'task-internal-error': ({ detail }) => ['task-internal-error', { error: detail.error.repr }],
  'task-skipped': () => ['task-skipped'],
  'receivers-called': ({ detail }) => ['receivers-called', { signal: detail.signal }],
  'errback-called': ({ detail }) => ['errback-called', { name: detail.name }],
  'state-stored': ({ detail: { kept, state, result } }) =>
    !kept
      ? ['state-stored/refused', { state }]
      : state === 'SUCCESS'
        ? ['state-stored/value', { state, value: pyrepr(result) }]
        : ['state-stored', { state }],
  'result-forgotten': () => ['result-forgotten'],
  'chord-counted': ({ detail }) => [
    'chord-counted',
    { count: `${detail.count}`, size: `${detail.size}` },
  ],
  'chord-unlocked': () => ['chord-unlocked'],
  'chord-failed': ({ detail }) => ['chord-failed', { error: detail.error.repr }],
  'event-sent': ({ detail }) => ['event-sent', { type: detail.type }],
  'control-sent': ({ detail: { method, destination } }) =>
    destination === null
      ? ['control-sent', { method }]
      : ['control-sent/some', { method, workers: destination.join(', ') }],
  'control-handled': ({ detail: { method, reply } }) =>
    isObject(reply) && typeof reply['error'] === 'string'
      ? ['control-handled/refused', { method, error: reply['error'] }]
      : ['control-handled', { method }],
  'consumer-added': ({ detail }) => ['consumer-added', { queue: detail.queue }],
  'consumer-cancelled': ({ detail }) => ['consumer-cancelled', { queue: detail.queue }],
  'eager-started': ({ detail }) => ['eager-started', { name: detail.name }],
  'eager-ended': ({ detail }) => [
    detail.thrown ? 'eager-ended/thrown' : 'eager-ended',
    { state: detail.state, value: detail.repr },
  ],
  'connection-lost': ({ detail }) => [
    'connection-lost',
    { server: SERVERS[detail.to], reason: detail.reason },
  ],
  'connection-refused': ({ detail: { to, error, retryIn } }) =>
    retryIn === null
      ? ['connection-refused/last', { server: SERVERS[to], error }]
      : ['connection-refused', { server: SERVERS[to], error, seconds: `${toSeconds(retryIn)}` }],
  'connection-opened': ({ detail }) => ['connection-opened', { server: SERVERS[detail.to] }],
  'publish-failed': ({ detail: { again, error } }) => [
    again ? 'publish-failed' : 'publish-failed/last',
    { error },
  ],
  'call-unwritten': ({ detail }) => ['call-unwritten', { ...detail }],
  'ack-void': ({ detail: { refused, finds, queue } }) => {
    if (finds !== undefined) return [`ack-void/${finds}`, { queue }]
    return [refused ? 'ack-void' : 'ack-void/taken']
  },
  'heartbeat-missed': ({ actor, detail }) => [
    actor.kind === 'broker' ? 'heartbeat-missed/broker' : 'heartbeat-missed',
    { worker: detail.worker },
  ],
  'service-effect': ({ detail }) => ['service-effect', { call: callText(detail) }],
  'service-away': ({ detail }) => [`service-away/${detail.how}`, { time: clockText(detail.until) }],
  'service-back': () => ['service-back'],
  'service-slowed': ({ detail: { until, latency } }) => [
    'service-slowed',
    { time: clockText(until), latency: lengthText(latency) },
  ],
  'service-recovered': () => ['service-recovered'],
  'service-missed': ({ detail }) => [
    `service-missed/${detail.why}`,
    { call: callText(detail), reply: `${detail.code ?? ''} ${detail.text}`.trim() },
  ],
  'request-started': ({ detail }) => [
    'request-started',
    { request: requestText(detail), waited: lengthText(detail.waited) },
  ],
  'request-arrived': ({ detail }) => ['request-arrived', { request: requestText(detail) }],
  'request-handled': ({ detail }) => [
    'request-handled',
    { request: requestText(detail), status: `${detail.status}` },
  ],
  'request-ended': ({ detail }) => {
    const { status, wanted = status } = detail
    const latency = lengthText(detail.latency)
    const told = { request: requestText(detail), status: `${status}`, latency }
    return wanted === status
      ? ['request-ended', told]
      : ['request-ended/unwanted', { ...told, wanted: `${wanted}` }]
  },
  'service-answered': ({ detail }) => answeredPhrase(detail),
  'link-stalled': ({ detail }) => ['link-stalled', { server: SERVERS[detail.to] }],
  'link-resumed': ({ detail }) => ['link-resumed', { server: SERVERS[detail.to] }],
  'fault-began': ({ detail }) => faultPhrase(detail),
  'fault-ended': ({ detail }) => ['fault-ended', { fault: detail.fault }],
  'ack-lost': () => ['ack-lost'],
  'autoscaler-decided': ({ detail }) => decisionPhrase(detail),
  'pod-changed': ({ detail }) => podPhrase(detail),
  'task-cancelled': ({ detail }) => [
    detail.requeued ? 'task-cancelled/requeued' : 'task-cancelled',
  ],
  'task-limited': ({ detail }) => ['task-limited', { time: clockText(detail.until) }],
}

/** Reasons for which a message is gone that have a sentence of their own. */
const UNKEPT = [
  'message-dropped/not kept',
  'message-dropped/forgotten',
  'message-dropped/merged',
] as const satisfies readonly SentenceKey[]

const SERVERS = { broker: 'broker', backend: 'result backend' } as const satisfies {
  readonly [K in Server]: string
}

/** Which sentence tells a row, for whoever puts sentences into another language. */
export function phrase(log: Log, row: number): Phrase {
  const entry = log.entry(row)
  const pick = PHRASES[entry.kind] as (entry: EntryOf<FactKind>, names: Names) => Filled
  const title = (id: string): string => {
    const task = log.findTask(id)
    return task < 0 ? UNKNOWN_TASK : taskTitle(log, task)
  }
  const [key, slots] = pick(entry, { title })
  const task = entry.task === null ? NO_TASK : title(entry.task)
  return { key, slots: { who: entry.actor.name, task, ...slots } }
}

/** A fact in plain English. */
export function sentence(log: Log, row: number): string {
  const { key, slots } = phrase(log, row)
  return SENTENCES[key].replace(/\{(\w+)\}/g, (whole, slot: string) => slots[slot] ?? whole)
}

/** What a sentence about a message without a task calls it. */
const NO_TASK = 'a message'

/** What a task is called that the log has never heard of: an id somebody made up. */
const UNKNOWN_TASK = 'an unknown task'

const ACTIONS: { readonly [verb: string]: SentenceKey } = {
  start: 'action-taken/start',
  stop: 'action-taken/stop',
  kill: 'action-taken/kill',
  dropconnections: 'action-taken/dropconnections',
  purge: 'action-taken/purge',
  publish: 'action-taken/publish',
  prefetch: 'action-taken/prefetch',
  deploy: 'action-taken/deploy',
  reconfigure: 'action-taken/reconfigure',
  reseed: 'action-taken/reseed',
}

function actionPhrase({ verb, target, signal }: FactDetails['action-taken']): Filled {
  if (signal === 'SIGHUP') return ['action-taken/restart', { worker: target }]
  if (signal !== undefined) return ['action-taken/signal', { worker: target, signal }]
  if (verb === 'control')
    return target === ''
      ? ['action-taken/control-all']
      : ['action-taken/control', { worker: target }]
  return [ACTIONS[verb] ?? 'action-taken', { worker: target, verb, target }]
}

/** Why a message was refused, where it is not that the queue is full. */
const REFUSED: { readonly [reason: string]: SentenceKey } = {
  'went round': 'message-refused/round',
  'out of memory': 'message-refused/memory',
  'nobody listens': 'message-refused/broadcast',
  'node down': 'message-refused/node',
}

/** Whom a fault strikes; where the body that sets it off decides, nobody is named. */
function faultPhrase(fault: Fault): Filled {
  if (fault.fault === 'broker-restart') return [`fault-began/broker-restart/${fault.how}`]
  if ('from' in fault) return linkPhrase(fault)
  const key = `fault-began/${fault.fault}` as const
  if (fault.fault === 'clock-skew')
    return [key, { target: fault.worker, seconds: `${toSeconds(fault.by)}` }]
  if (fault.fault === 'duplicate-delivery' || fault.fault === 'poison-message')
    return [key, { target: fault.queue }]
  if (fault.fault === 'poison-task') return [key, { target: fault.task }]
  if (fault.fault === 'fail-over') return [key, { seconds: `${toSeconds(fault.unreplicated)}` }]
  if (fault.fault === 'service-away') return [key, { target: fault.service }]
  if (fault.fault === 'service-slow')
    return [key, { target: fault.service, seconds: `${toSeconds(fault.latency)}` }]
  if (fault.fault === 'memory-alarm') return [key]
  if (fault.fault === 'broker-node-down') return [key, { target: fault.node }]
  if (
    fault.fault === 'drop-connections' ||
    fault.fault === 'broker-away' ||
    fault.fault === 'backend-away' ||
    fault.fault === 'kill-pod'
  )
    return [key]
  if (fault.fault === 'kill-node') return [key, { target: fault.node ?? 'of the task' }]
  return [key, { target: fault.worker ?? 'the worker of the task' }]
}

function linkPhrase(fault: Extract<Fault, LinkEnds>): Filled {
  const ends = {
    target: fault.nodes === null ? 'all machines' : fault.nodes.join(', '),
    server: ENDS[fault.from],
  }
  switch (fault.fault) {
    case 'partition':
      return ['fault-began/partition', ends]
    case 'slow-link': {
      const [seconds, jitter] = [`${toSeconds(fault.delay)}`, `${toSeconds(fault.jitter)}`]
      return ['fault-began/slow-link', { ...ends, seconds, jitter }]
    }
    case 'lossy-link':
      return ['fault-began/lossy-link', { ...ends, percent: `${Math.round(fault.loss * 100)}` }]
    case 'reordering':
      return ['fault-began/reordering', { ...ends, jitter: `${toSeconds(fault.jitter)}` }]
  }
}

const ENDS = {
  broker: 'the broker',
  backend: 'the result backend',
  both: 'broker and result backend',
} as const satisfies { readonly [K in LinkEnds['from']]: string }

function publishPhrase(message: TaskMessage): Filled {
  const { exchange, routingKey, headers } = message
  if (headers.retries > 0) return ['message-published/retry', { retries: `${headers.retries}` }]
  if (exchange === '') return ['message-published', { queue: routingKey }]
  return ['message-published/exchange', { exchange, key: routingKey }]
}

function parkedPhrase(on: ParkedOn, { title }: Names): Filled {
  switch (on.kind) {
    case 'sleep':
      return ['body-parked/sleep', { time: clockText(on.until) }]
    case 'computing':
      return ['body-parked/computing']
    case 'service':
      return ['body-parked/service', { service: on.service, call: callText(on) }]
    case 'replies':
      return ['body-parked/replies', { method: on.method }]
    case 'state':
      return ['body-parked/state', { tasks: title(on.id) }]
    case 'result': {
      const [first, ...others] = on.ids
      return first !== undefined && others.length === 0
        ? ['body-parked/result', { tasks: title(first) }]
        : ['body-parked/results', { count: `${on.ids.length}` }]
    }
  }
}

function decisionPhrase(detail: FactDetails['autoscaler-decided']): Filled {
  const { metric, value, target, current, desired } = detail
  if (value === null) return ['autoscaler-decided/blind', { current: `${current}` }]
  const way = desired > current ? 'up' : desired < current ? 'down' : 'same'
  const shown = metric === 'queue' ? `${value}` : String(Math.round(value * 10) / 10)
  const slots = { value: shown, target: `${target}`, current: `${current}`, desired: `${desired}` }
  return [`autoscaler-decided/${metric}-${way}`, slots]
}

/** A call in the words of its protocol, and what it is about. */
const callText = ({
  call,
  subject,
}: {
  readonly call: string
  readonly subject: string
}): string => (subject === '' ? call : `${call} ${subject}`)

const requestText = ({
  number,
  method,
  path,
}: Pick<FactDetails['request-started'], 'number' | 'method' | 'path'>): string =>
  `${method} ${path} (request ${number})`

function answeredPhrase(detail: FactDetails['service-answered']): Filled {
  const { service, outcome, code, text } = detail
  const slots = { service, call: callText(detail), reply: `${code} ${text}`.trimEnd() }
  if (outcome !== 'answered') return [`service-answered/${outcome}`, slots]
  return [code === null ? 'service-answered' : 'service-answered/code', slots]
}

function podPhrase({ phase, killed = 0, lost }: FactDetails['pod-changed']): Filled {
  if (lost === true) return ['pod-changed/lost']
  return killed > 0 ? ['pod-changed/killed', { count: `${killed}` }] : [`pod-changed/${phase}`]
}
