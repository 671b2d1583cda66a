import type { Log, Micros } from '../../../simulator/index.ts'
import { historyOf } from '../history/history.ts'
import { labelText } from '../history/task-names.ts'

/** A length of time in words, as short as it is true: `80 ms`, `4.2 s`, `3 min 5 s`. */
export function length(time: Micros): string {
  if (time < 1_000_000) return `${String(Math.max(1, Math.round(time / 1000)))} ms`
  if (time < 120_000_000) return `${String(Math.round(time / 100_000) / 10)} s`
  const whole = Math.round(time / 1_000_000)
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`
}

/** The registered name of a row's task; empty where it is about none. */
export function nameAt(log: Log, row: number): string {
  const task = log.taskAt(row)
  return task < 0 ? '' : (historyOf(log).tasks[task]?.label.name ?? '')
}

/** A task as the sentences call it, by its index: `tasks.add (A 3)`. */
export function titleOf(log: Log, task: number): string {
  const label = historyOf(log).tasks[task]?.label
  return label === undefined ? log.taskId(task).slice(0, 8) : `${label.name} (${labelText(label)})`
}
