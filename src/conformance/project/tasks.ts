import type { Entry, FactDetails, FactKind } from '../../../simulator/index.ts'
import { isList, isObject } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { bodyOf } from './messages.ts'
import type { Names } from './names.ts'
import type { Publication } from './publications.ts'
import { roleOf } from './roles.ts'
import { fromPublish, tenths } from './times.ts'

const WORKER_SIGNALS: Partial<Record<FactKind, string>> = {
  'task-received': 'task_received',
  'task-revoked': 'task_revoked',
  'task-unknown': 'task_unknown',
  'message-invalid': 'task_rejected',
}

const RUN_SIGNALS: Partial<Record<FactKind, string>> = {
  'task-started': 'task_prerun',
  'task-succeeded': 'task_success',
  'task-failed': 'task_failure',
  'task-retried': 'task_retry',
  'task-internal-error': 'task_internal_error',
  'task-finished': 'task_postrun',
}

/** What a store of one of these holds is an exception. */
const EXCEPTION_STATES = new Set(['FAILURE', 'RETRY', 'REVOKED'])

interface Row {
  name: string | null
  published: ValueObject | null
  readonly retries: Value[]
  readonly states: string[]
  readonly events: string[]
  readonly worker: string[]
  readonly run: string[]
  readonly acks: string[]
  readonly workers: string[]
  readonly timings: { published: Value[]; started: Value[]; finished: Value[] }
  stored: { state: string; result: Value } | null
}

/** What a projection of tasks needs besides the facts. */
export interface TaskContext {
  readonly names: Names
  readonly ordered: readonly Publication[]
  /** Seconds of the first publish. */
  readonly start: number
  /** The recorder watched stores of key-value backends only. */
  readonly storesSeen: boolean
  /** What came after the recorder had looked: it stopped everybody, and read the results then. */
  readonly afterwards: readonly Entry[]
}

/** `tasks[]` of a trace: all that happened to each task id, by name. */
export function projectTasks(entries: readonly Entry[], context: TaskContext): ValueObject[] {
  const rows = new Map<string, Row>()
  const rowOf = (id: string | null): Row | null => {
    const name = context.names.of(id)
    if (name === null) return null
    const row = rows.get(name) ?? emptyRow()
    rows.set(name, row)
    return row
  }
  for (const publication of context.ordered) {
    const row = rowOf(publication.message.headers.id)
    if (row !== null) notePublication(row, publication, context)
  }
  for (const entry of entries) {
    if (!concernsTask(entry, context)) continue
    const row = rowOf(entry.task)
    if (row !== null) noteFact(row, entry, context)
  }
  // Results were read once everybody had been stopped.
  for (const entry of context.afterwards) {
    if (entry.kind !== 'state-stored' || !entry.detail.kept || !concernsTask(entry, context))
      continue
    const row = rowOf(entry.task)
    if (row !== null) row.stored = stored(entry.detail, context.names)
  }
  return [...rows].sort(([a], [b]) => byName(a, b)).map(([name, row]) => finish(name, row))
}

function emptyRow(): Row {
  return {
    name: null,
    published: null,
    retries: [],
    states: [],
    events: [],
    worker: [],
    run: [],
    acks: [],
    workers: [],
    timings: { published: [], started: [], finished: [] },
    stored: null,
  }
}

function notePublication(row: Row, publication: Publication, context: TaskContext): void {
  const { message, at } = publication
  row.timings.published.push(tenths(at - context.start))
  row.retries.push(message.headers.retries)
  if (row.published !== null) return
  row.name = message.headers.task
  row.published = publishedPart(publication, context.names)
}

function publishedPart({ message, publisher, inTask, at }: Publication, names: Names): ValueObject {
  const { headers } = message
  const body = bodyOf(message, at)
  const [args, kwargs, embed] = isList(body) ? body : [body]
  return {
    published_by: publisher,
    published_in: names.of(inTask),
    args: names.value(args ?? null),
    kwargs: names.value(kwargs ?? null),
    parent: names.of(headers.parent_id),
    root: names.of(headers.root_id),
    group: names.of(headers.group),
    chord: names.of(chordId(embed)),
    exchange: message.exchange,
    routing_key: message.routingKey,
    priority: message.properties.priority ?? null,
    countdown: secondsOf(fromPublish(headers.eta, at)),
    expires_in: secondsOf(fromPublish(headers.expires, at)),
  }
}

function chordId(embed: Value | undefined): unknown {
  const chord = isObject(embed) ? embed['chord'] : null
  const options = isObject(chord) ? chord['options'] : null
  return isObject(options) ? options['task_id'] : null
}

function secondsOf(moment: Value): Value {
  return isObject(moment) ? (moment['in_seconds'] ?? null) : null
}

function concernsTask(entry: Entry, { storesSeen }: TaskContext): boolean {
  if (entry.task === null) return false
  switch (entry.kind) {
    case 'state-stored':
    case 'result-forgotten':
      return storesSeen
    case 'message-acked':
    case 'message-rejected':
    case 'ack-void':
      return isAcknowledgement(entry)
    case 'event-sent':
      return entry.detail.type !== 'task-sent'
    case 'call-unwritten':
    case 'eager-started':
    case 'eager-ended':
      return true
    default:
      return entry.kind in WORKER_SIGNALS || entry.kind in RUN_SIGNALS || isCutOff(entry)
  }
}

function noteFact(row: Row, entry: Entry, context: TaskContext): void {
  const { kind } = entry
  const workerSignal = WORKER_SIGNALS[kind]
  const runSignal = RUN_SIGNALS[kind]
  if (workerSignal !== undefined) row.worker.push(workerSignal)
  if (runSignal !== undefined) row.run.push(runSignal)
  if (isCutOff(entry)) row.run.push('task_retry')
  if (kind === 'task-unknown') row.name ??= entry.detail.name
  if (kind === 'task-started') {
    row.name ??= entry.detail.name
    row.workers.push(roleOf(entry.actor))
    row.timings.started.push(tenths(entry.time / 1e6 - context.start))
  } else if (kind === 'task-finished') {
    row.timings.finished.push(tenths(entry.time / 1e6 - context.start))
  } else if (kind === 'call-unwritten') {
    row.name ??= entry.detail.name
  } else if (kind === 'eager-started') {
    row.name ??= entry.detail.name
    row.run.push('task_prerun')
    row.workers.push(roleOf(entry.actor))
    row.timings.started.push(tenths(entry.time / 1e6 - context.start))
  } else if (kind === 'eager-ended') {
    row.run.push(...eagerSignals(entry.detail))
    row.timings.finished.push(tenths(entry.time / 1e6 - context.start))
  } else if (isAcknowledgement(entry)) {
    row.acks.push(acknowledgement(entry))
  } else if (kind === 'event-sent') {
    row.events.push(entry.detail.type)
  } else if (kind === 'result-forgotten') {
    row.stored = null
  } else if (kind === 'state-stored') {
    row.states.push(entry.detail.state)
    if (entry.detail.kept) row.stored = stored(entry.detail, context.names)
  }
}

/** A cold shutdown has stored RETRY for it (rule 3.47). */
const isCutOff = (entry: Entry): boolean =>
  entry.kind === 'task-cancelled' && !entry.detail.requeued

const EAGER_SIGNALS: { readonly [state: string]: string } = {
  SUCCESS: 'task_success',
  FAILURE: 'task_failure',
  RETRY: 'task_retry',
}

/** The signals of an eager task's end (rules 4.46, 4.47). */
function eagerSignals({ state, thrown }: FactDetails['eager-ended']): readonly string[] {
  if (thrown) return ['task_postrun', 'task_internal_error']
  const signal = EAGER_SIGNALS[state]
  return signal === undefined ? ['task_postrun'] : [signal, 'task_postrun']
}

/** Did a worker settle a message here? One that is too late and still removes the message is told by the next fact. */
export const isAcknowledgement = ({ kind, detail }: Entry): boolean =>
  kind === 'message-acked' || kind === 'message-rejected' || (kind === 'ack-void' && detail.refused)

/** `ack`, `reject` or `reject:requeue`. */
export function acknowledgement(entry: Entry): string {
  if (entry.kind !== 'message-rejected') return 'ack'
  return entry.detail.requeue ? 'reject:requeue' : 'reject'
}

type Stored = Extract<Entry, { kind: 'state-stored' }>['detail']

function stored(
  { state, result, error, serializer }: Stored,
  names: Names,
): { state: string; result: Value } {
  // The recorder reads JSON alone.
  if (serializer !== undefined) return { state: 'unreadable: not JSON', result: null }
  const isDocument = isObject(result) && 'exc_type' in result
  const document: Value =
    error !== undefined && EXCEPTION_STATES.has(state) && !isDocument
      ? { exc_type: error.type, exc_message: error.args, exc_module: error.module }
      : result
  return { state, result: names.value(document) }
}

function finish(id: string, row: Row): ValueObject {
  const seen: ValueObject = {
    id,
    name: row.name,
    states: row.states,
    events: row.events,
    signals: { worker: row.worker, run: row.run },
    acks: row.acks,
    workers: row.workers,
    timings: row.timings,
  }
  return {
    ...seen,
    ...(row.published === null ? {} : { ...row.published, retries_published: row.retries }),
    ...(row.stored === null ? {} : final(row.stored)),
  }
}

function final({ state, result }: { state: string; result: Value }): ValueObject {
  const isException = EXCEPTION_STATES.has(state)
  return {
    final_state: state,
    result: isException ? null : result,
    exc: isException ? result : null,
  }
}

/** t2 before t10. */
export function byName(a: string, b: string): number {
  return a.charAt(0).localeCompare(b.charAt(0)) || Number(a.slice(1)) - Number(b.slice(1))
}
