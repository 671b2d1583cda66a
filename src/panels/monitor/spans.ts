/**
 * A task and all that it led to as spans of OpenTelemetry, named as its Celery instrumentation names them
 * (https://opentelemetry-python-contrib.readthedocs.io/en/latest/instrumentation/celery/celery.html).
 */
import type { Micros } from '../../../simulator/index.ts'
import type { History } from '../../lib/history/history.ts'
import type { Outcome, TaskHistory, Try } from '../../lib/history/task-history.ts'

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
  readonly attributes: Readonly<Record<string, string | number>>
  /** The task that it is about. */
  readonly task: string
}

/** More is not drawn. */
const MOST = 300

const STATES: Readonly<Record<Outcome, string>> = {
  running: 'STARTED',
  succeeded: 'SUCCESS',
  retry: 'RETRY',
  failed: 'FAILURE',
  ignored: 'IGNORED',
  rejected: 'REJECTED',
  revoked: 'REVOKED',
  killed: 'STARTED',
}

/** The trace that a task belongs to, from its first ancestor, up to a moment. */
export function traceOf(history: History, task: string, until: Micros): readonly Span[] {
  let root = history.byId(task)
  const seen = new Set<string>()
  for (let up = root; up && !seen.has(up.id); up = history.byId(up.parent)) {
    seen.add(up.id)
    root = up
  }
  const spans: Span[] = []
  if (root) addTask(history, root, null, 0, until, spans, new Set())
  return spans
}

function addTask(
  history: History,
  task: TaskHistory,
  parent: string | null,
  depth: number,
  until: Micros,
  spans: Span[],
  done: Set<string>,
): void {
  if (done.has(task.id) || task.sentAt > until || spans.length >= MOST) return
  done.add(task.id)
  const sent = sendSpan(task, parent, depth)
  spans.push(sent)
  const runs = task.tries.filter(({ start }) => start <= until)
  for (const attempt of runs) spans.push(runSpan(task, attempt, sent.id, depth + 1, until))
  const last = runs.at(-1)
  for (const index of task.children) {
    const child = history.tasks[index]
    const from = last === undefined ? sent.id : `${task.id} run ${String(last.number)}`
    if (child) addTask(history, child, from, depth + 2, until, spans, done)
  }
}

function sendSpan(task: TaskHistory, parent: string | null, depth: number): Span {
  const { id, label, sentAt, exchange, queue } = task
  return {
    id: `${id} apply_async`,
    parent,
    depth,
    name: `apply_async/${label.name}`,
    kind: 'PRODUCER',
    start: sentAt,
    end: sentAt,
    status: 'UNSET',
    attributes: {
      'celery.action': 'apply_async',
      'celery.task_name': label.name,
      'messaging.message.id': id,
      'messaging.destination': exchange || (queue ?? ''),
      'messaging.destination_kind': 'queue',
    },
    task: id,
  }
}

function runSpan(
  { id, label }: TaskHistory,
  { number, process, start, end, outcome }: Try,
  parent: string,
  depth: number,
  until: Micros,
): Span {
  const now: Outcome = end > until ? 'running' : outcome
  return {
    id: `${id} run ${String(number)}`,
    parent,
    depth,
    name: `run/${label.name}`,
    kind: 'CONSUMER',
    start,
    end: Math.min(end, until),
    status: now === 'failed' ? 'ERROR' : 'UNSET',
    attributes: {
      'celery.action': 'run',
      'celery.state': STATES[now],
      'celery.task_name': label.name,
      'celery.hostname': process.replace(/\/\d+$/u, ''),
      'celery.retries': number - 1,
      'messaging.message.id': id,
    },
    task: id,
  }
}
