import type { Micros } from '../../../simulator/index.ts'
import type { Mark } from '../marks.ts'
import type { TaskLabel } from './task-names.ts'

/** How a try went; `running` while the log knows no end of it. */
export type Outcome =
  'running' | 'succeeded' | 'retry' | 'failed' | 'ignored' | 'rejected' | 'revoked' | 'killed'

/** One execution of a task in a process. */
export interface Try {
  /** Index into the log's tasks. */
  readonly task: number
  /** The process's name, e.g. `w1@sim/1`. */
  readonly process: string
  readonly start: Micros
  /** Infinity while it runs. */
  end: Micros
  outcome: Outcome
  /** When the next try is planned; -1 where none is. */
  due: Micros
  /** Counted from 1. */
  readonly number: number
}

/** All that the log tells about one task, past and future. */
export interface TaskHistory {
  /** Index into the log's tasks. */
  readonly task: number
  readonly id: string
  label: TaskLabel
  parent: string | null
  readonly children: number[]
  /** First publish, or the first fact about it. */
  readonly sentAt: Micros
  readonly sentBy: string
  /** The queue of its latest message. */
  queue: string | null
  readonly tries: Try[]
  /** State changes: `marks[i]` holds from `times[i]` on. */
  readonly times: Micros[]
  readonly marks: Mark[]
  /** What came out: the repr of the result or of the error, and since when. */
  outcome: { readonly text: string; readonly at: Micros } | null
}

/** The state of a task at a moment; null before it was sent. */
export function markAt(task: TaskHistory, time: Micros): Mark | null {
  let nth = task.times.length - 1
  while (nth >= 0 && task.times[nth]! > time) nth--
  return nth < 0 ? null : task.marks[nth]!
}

/** How many tries had begun at a moment. */
export function triesAt(task: TaskHistory, time: Micros): number {
  let count = task.tries.length
  while (count > 0 && task.tries[count - 1]!.start > time) count--
  return count
}

/** Simulated time between sending and the first try, up to a moment. */
export function waitedAt(task: TaskHistory, time: Micros): Micros {
  const first = task.tries[0]
  const last = task.marks.length - 1
  const ended = !first && last > 0 ? task.times[last]! : Infinity
  return Math.max(0, Math.min(time, first?.start ?? ended) - task.sentAt)
}

/** Simulated time spent in tries up to a moment. */
export function ranAt(task: TaskHistory, time: Micros): Micros {
  let total = 0
  for (const { start, end } of task.tries) if (start <= time) total += Math.min(end, time) - start
  return total
}
