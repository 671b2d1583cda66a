/**
 * A task and all that it led to as spans of OpenTelemetry, named as its Celery instrumentation names them: a
 * span for each publish (also that of a retry) and one for each try, which hangs below the publish that its
 * message carries. Names and attributes are those of
 * https://github.com/open-telemetry/opentelemetry-python-contrib/blob/main/instrumentation/opentelemetry-instrumentation-celery/src/opentelemetry/instrumentation/celery/utils.py
 * (`CELERY_CONTEXT_ATTRIBUTES`) and of `__init__.py` beside it, which are still the older messaging
 * conventions (`messaging.destination`, `messaging.conversation_id`), but for `messaging.message.id`.
 */
import type { Micros, TaskMessage } from '../../../simulator/index.ts'
import type { History } from '../../lib/history/history.ts'
import type { Outcome, TaskHistory, Try } from '../../lib/history/task-history.ts'
import { publishesOf } from './sendings.ts'

/** What a span knows by its names. */
export type Attributes = Readonly<Record<string, string | number>>

/** A span; `start` and `end` are simulated. */
export interface Span {
  readonly id: string
  /** Null: the root of its trace. */
  readonly parent: string | null
  readonly depth: number
  readonly name: string
  readonly kind: 'PRODUCER' | 'CONSUMER'
  readonly start: Micros
  readonly end: Micros
  readonly status: 'UNSET' | 'ERROR'
  readonly attributes: Attributes
  /** The task that it is about. */
  readonly task: string
}

/** More is not drawn. */
const MOST = 300

/** The state of `task_postrun`; a try that runs or was cut off never comes to it. */
const STATES: Readonly<Partial<Record<Outcome, string>>> = {
  succeeded: 'SUCCESS',
  retry: 'RETRY',
  failed: 'FAILURE',
  ignored: 'IGNORED',
  rejected: 'REJECTED',
}

/** The trace that a task belongs to, from its first ancestor, up to a moment. */
export function traceOf(history: History, task: string, until: Micros): readonly Span[] {
  let root = history.byId(task)
  const seen = new Set<string>()
  for (let up = root; up && !seen.has(up.id); up = history.byId(up.parent)) {
    seen.add(up.id)
    root = up
  }
  const trace = new Trace(history, until)
  if (root) trace.add(root, null)
  return trace.spans
}

class Trace {
  readonly spans: Span[] = []
  readonly #history: History
  readonly #until: Micros
  readonly #done = new Set<string>()

  constructor(history: History, until: Micros) {
    this.#history = history
    this.#until = until
  }

  /** A task's publishes and tries as they came, then what its last try sent. */
  add(task: TaskHistory, parent: Span | null): void {
    if (this.#done.has(task.id) || task.sentAt > this.#until || this.spans.length >= MOST) return
    this.#done.add(task.id)
    const { log } = this.#history
    const publishes = publishesOf(this.#history, task.task)
    const runs = task.tries.filter(({ start }) => start <= this.#until)
    let sent = this.#send(task, publishes[0], 0, parent)
    let last: Span | null = null
    let next = 1
    for (const attempt of runs) {
      // A try that nothing was published for was handed out again: it carries the message of the one before.
      const again = publishes[next]
      if (last && again !== undefined && log.timeAt(again) <= attempt.start)
        sent = this.#send(task, again, next++, last)
      last = this.#run(task, attempt, publishes[next - 1], sent)
    }
    const again = publishes[next]
    if (last && again !== undefined && log.timeAt(again) <= this.#until)
      this.#send(task, again, next, last)
    for (const index of task.children) {
      const child = this.#history.tasks[index]
      if (child) this.add(child, last ?? sent)
    }
  }

  #send(task: TaskHistory, row: number | undefined, nth: number, parent: Span | null): Span {
    const { id, label } = task
    const message = this.#message(row)
    const at = row === undefined ? task.sentAt : this.#history.log.timeAt(row)
    return this.#keep({
      id: `${id} apply_async ${String(nth)}`,
      parent: parent?.id ?? null,
      depth: parent === null ? 0 : parent.depth + 1,
      name: `apply_async/${label.name}`,
      kind: 'PRODUCER',
      start: at,
      end: at,
      status: 'UNSET',
      attributes: {
        'celery.action': 'apply_async',
        'messaging.message.id': id,
        'celery.task_name': label.name,
        ...(message ? this.#destination(message) : {}),
      },
      task: id,
    })
  }

  #run(
    { id, label }: TaskHistory,
    { number, start, end, outcome }: Try,
    row: number | undefined,
    parent: Span,
  ): Span {
    const state = end > this.#until ? undefined : STATES[outcome]
    const message = this.#message(row)
    return this.#keep({
      id: `${id} run ${String(number)}`,
      parent: parent.id,
      depth: parent.depth + 1,
      name: `run/${label.name}`,
      kind: 'CONSUMER',
      start,
      end: Math.min(end, this.#until),
      status: state === 'FAILURE' ? 'ERROR' : 'UNSET',
      // They are written when it is over.
      attributes:
        state === undefined
          ? {}
          : {
              'celery.action': 'run',
              'celery.state': state,
              'messaging.message.id': id,
              ...(message ? contextOf(message) : {}),
              'celery.task_name': label.name,
            },
      task: id,
    })
  }

  #destination({ exchange, routingKey }: TaskMessage): Attributes {
    const type = this.#history.exchanges.get(exchange)?.type ?? 'direct'
    const kind = { direct: 'queue', topic: 'topic' }[type]
    return {
      ...(exchange === '' ? {} : { 'celery.exchange': exchange }),
      'messaging.destination': routingKey,
      ...(kind === undefined ? {} : { 'messaging.destination_kind': kind }),
    }
  }

  #message(row: number | undefined): TaskMessage | null {
    return row === undefined ? null : this.#history.log.detail(row, 'message-published').message
  }

  #keep(span: Span): Span {
    this.spans.push(span)
    return span
  }
}

/** What the request of a task tells: of what is not set, nothing. */
function contextOf({ routingKey, headers, properties }: TaskMessage): Attributes {
  const { eta, expires, retries, timelimit, origin } = headers
  const limits = timelimit.map((limit) => (typeof limit === 'number' ? String(limit) : ''))
  return {
    'messaging.conversation_id': properties.correlation_id,
    'messaging.destination': routingKey,
    ...(eta === null ? {} : { 'celery.eta': eta }),
    ...(expires === null ? {} : { 'celery.expires': expires }),
    // The worker's name stands there first; `origin`, who sent it, comes later under the same name.
    'celery.hostname': origin,
    'celery.reply_to': properties.reply_to,
    ...(retries === 0 ? {} : { 'celery.retries': retries }),
    ...(limits.every((limit) => limit === '') ? {} : { 'celery.timelimit': limits.join(', ') }),
  }
}
