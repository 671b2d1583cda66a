import { type FactKind, type Log, type Micros, tables } from '../../../simulator/index.ts'
import { TaskRows } from '../../lib/history/task-rows.ts'

/** The chart that every task of a simulation moves through. */
export const CHART = tables.task

/** One arrow that a task has taken. */
export interface Step {
  /** The fact that tells of it. */
  readonly row: number
  readonly time: Micros
  readonly event: string
  /** Names of the chart's states. */
  readonly from: string
  readonly to: string
}

/** The event of the chart that a fact about a task stands for. */
const EVENTS: { readonly [K in FactKind]?: string } = {
  'message-published': 'PUBLISH',
  'message-dropped': 'DROP',
  'message-unroutable': 'DROP',
  'message-lost': 'DROP',
  'message-invalid': 'INVALID',
  'task-received': 'RECEIVE',
  'task-held': 'HOLD',
  'task-reserved': 'RESERVE',
  'task-started': 'START',
  'task-skipped': 'SKIP',
  'task-succeeded': 'SUCCEED',
  'task-failed': 'FAIL',
  'task-retried': 'RETRY',
  'task-ignored': 'IGNORE',
  'task-rejected': 'REJECT',
  'task-revoked': 'REVOKE',
  'task-unknown': 'UNKNOWN',
  'task-cancelled': 'RESTORE',
}

/** The way that a task has taken through the chart among the first `rows` facts. */
export class TaskPath {
  readonly #log: Log
  readonly #rows: TaskRows

  constructor(log: Log, task: string) {
    this.#log = log
    this.#rows = new TaskRows(log, task)
  }

  upTo(rows: number): readonly Step[] {
    const steps: Step[] = []
    let state = CHART.initial
    for (const row of this.#rows.upTo(rows)) {
      const event = this.#eventAt(row)
      const code =
        event === null ? -1 : CHART.events.indexOf(event as (typeof CHART.events)[number])
      const next = code < 0 ? -1 : CHART.next(state, code)
      // Two requests of one id run side by side: what fits no arrow is told of the other one.
      if (event === null || next < 0) continue
      const [from, to] = [CHART.states[state]!, CHART.states[next]!]
      steps.push({ row, time: this.#log.timeAt(row), event, from, to })
      state = next
    }
    return steps
  }

  #eventAt(row: number): string | null {
    const kind = this.#log.kindAt(row)
    if (kind !== 'message-enqueued') return EVENTS[kind] ?? null
    const { reason } = this.#log.detail(row, kind)
    return BACK.has(reason) ? 'RESTORE' : null
  }
}

/** How often each arrow was taken, by `from to`. */
export function timesTaken(steps: readonly Step[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { from, to } of steps) {
    const key = `${from} ${to}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** Reasons for which a message is in its queue again. */
const BACK: ReadonlySet<string> = new Set([
  'requeued',
  'restored',
  'returned',
  'overdue',
  'untaken',
])
