import type { Micros } from '../../../simulator/index.ts'
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
  /** When the broker was told that its message is done with; -1 where it was not. */
  acked: Micros
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
  /** The exchange it was first sent to; the empty name is the default exchange. */
  exchange: string
  /** As its message was first sent. */
  priority: number
  readonly tries: Try[]
}

/** How many tries had begun at a moment. */
export function triesAt(task: TaskHistory, time: Micros): number {
  let count = task.tries.length
  while (count > 0 && task.tries[count - 1]!.start > time) count--
  return count
}

/** Simulated time between sending and the first try, up to a moment. */
export function waitedAt(task: TaskHistory, time: Micros): Micros {
  return Math.max(0, Math.min(time, task.tries[0]?.start ?? Infinity) - task.sentAt)
}

/** Simulated time spent in tries up to a moment. */
export function ranAt(task: TaskHistory, time: Micros): Micros {
  let total = 0
  for (const { start, end } of task.tries) if (start <= time) total += Math.min(end, time) - start
  return total
}
