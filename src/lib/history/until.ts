/** Moments at which something that somebody waits for comes true: ahead of the playhead, or behind it. */
import type { FactKind, Log, Micros } from '../../../simulator/index.ts'
import type { Depth } from './data.ts'
import { countUpTo, historyOf } from './history.ts'
import { tell } from './tell.ts'

/** What a task may come to, in the order in which a form offers it. */
export const TASK_EVENTS = [
  'sent',
  'received',
  'started',
  'retried',
  'succeeded',
  'failed',
  'revoked',
  'rejected',
] as const

export type TaskEvent = (typeof TASK_EVENTS)[number]

export type Condition =
  /** A task of this type, or any where that is empty, comes to this. */
  | { readonly kind: 'task'; readonly event: TaskEvent; readonly type: string }
  /** The length of a queue reaches a number, from below or from above. */
  | {
      readonly kind: 'queue'
      readonly queue: string
      readonly is: 'at-least' | 'at-most'
      readonly length: number
    }
  /** A line of the log holds a text; capitals do not count. */
  | { readonly kind: 'text'; readonly text: string }

const KINDS: { readonly [event in TaskEvent]: FactKind } = {
  sent: 'message-published',
  received: 'task-received',
  started: 'task-started',
  retried: 'task-retried',
  succeeded: 'task-succeeded',
  failed: 'task-failed',
  revoked: 'task-revoked',
  rejected: 'task-rejected',
}

/** The first moment after one at which the condition comes true, as far as the log is known; null: none yet. */
export function nextMoment(log: Log, condition: Condition, after: Micros): Micros | null {
  if (condition.kind === 'queue') {
    const depth = historyOf(log).depths.get(condition.queue)
    if (!depth) return null
    for (let nth = countUpTo(depth.times, after); nth < depth.times.length; nth++)
      if (begins(depth, nth, condition)) return depth.times[nth]!
    return null
  }
  const holds = test(log, condition)
  for (let row = log.rowsUpTo(after); row < log.length; row++)
    if (holds(row)) return log.timeAt(row)
  return null
}

/** The last moment before one at which the condition came true; null: it never did. */
export function lastMoment(log: Log, condition: Condition, before: Micros): Micros | null {
  if (condition.kind === 'queue') {
    const depth = historyOf(log).depths.get(condition.queue)
    if (!depth) return null
    for (let nth = countUpTo(depth.times, before - 1) - 1; nth >= 0; nth--)
      if (begins(depth, nth, condition)) return depth.times[nth]!
    return null
  }
  const holds = test(log, condition)
  for (let row = log.rowsUpTo(before - 1) - 1; row >= 0; row--)
    if (holds(row)) return log.timeAt(row)
  return null
}

/** Does the queue come to this length there, having been on the other side of it? */
function begins(
  { depths }: Depth,
  nth: number,
  { is, length }: Extract<Condition, { kind: 'queue' }>,
): boolean {
  const reached = (at: number): boolean =>
    is === 'at-least' ? depths[at]! >= length : depths[at]! <= length
  return reached(nth) && nth > 0 && !reached(nth - 1)
}

function test(
  log: Log,
  condition: Exclude<Condition, { kind: 'queue' }>,
): (row: number) => boolean {
  if (condition.kind === 'text') {
    const wanted = condition.text.toLowerCase()
    return (row) => tell(log, row).toLowerCase().includes(wanted)
  }
  const kind = KINDS[condition.event]
  const history = historyOf(log)
  return (row) => {
    if (log.kindAt(row) !== kind) return false
    const task = log.taskAt(row)
    return (
      condition.type === '' || (task >= 0 && history.tasks[task]?.label.name === condition.type)
    )
  }
}

/** Where the try of a task begins or ends: what a step by task goes to. */
const STEPS: ReadonlySet<FactKind> = new Set<FactKind>([
  'task-started',
  'task-succeeded',
  'task-failed',
  'task-retried',
  'task-rejected',
  'task-ignored',
  'task-revoked',
])

/**
 * The next moment (`way` 1) or the last one (-1) at which a task begins or ends a try; of the task with this
 * index in the log, anything that happens to it. Null where there is none.
 */
export function taskMoment(
  log: Log,
  from: Micros,
  way: 1 | -1,
  task: number | null,
): Micros | null {
  let row = way === 1 ? log.rowsUpTo(from) : log.rowsUpTo(from - 1) - 1
  for (; row >= 0 && row < log.length; row += way) {
    const meant = task === null ? STEPS.has(log.kindAt(row)) : log.taskAt(row) === task
    if (meant) return log.timeAt(row)
  }
  return null
}
