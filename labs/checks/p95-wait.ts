import type { Micros } from '../../simulator/index.ts'
import { type CheckWord, inSeconds, number, text } from './check.ts'
import type { RunRecord, TaskRecord } from './run-record.ts'

/** From publish to first start; a task that never started has waited until the end of the run. */
export const waitOf = (task: TaskRecord, run: RunRecord): Micros =>
  (task.firstStarted ?? run.end) - task.published

/** The value that 95 of 100 do not exceed (nearest rank); 0 of nothing. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}

/** 95 of 100 tasks of a name wait no longer than so many seconds before they start. */
export const p95Wait: CheckWord = {
  parameters: { task: 'task', below: 'seconds' },
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const limit = number(parameters, 'below') * 1_000_000
    const tasks = run.tasks.filter((task) => task.name === name)
    if (tasks.length === 0) return { time: run.end, sentence: `No ${name} was ever sent.` }
    const value = p95(tasks.map((task) => waitOf(task, run)))
    if (value < limit) return null
    const first = tasks.find((task) => waitOf(task, run) >= limit)
    return {
      time: first?.published ?? run.end,
      sentence: `95 of 100 ${name} started within ${inSeconds(value)} s; it should be less than ${inSeconds(limit)} s.`,
    }
  },
}
