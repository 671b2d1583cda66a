import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number, text } from './check.ts'
import { named, p95, waitOf } from './run-record.ts'

/** 95 of 100 tasks of a name wait less than so many seconds before they start. */
export const p95Wait: CheckWord = {
  parameters: { task: 'task', below: 'seconds' },
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const limit = number(parameters, 'below') * 1_000_000
    const tasks = named(run, name)
    if (tasks.length === 0)
      return { time: run.end, sentence: `No ${name} was ever sent.`, idle: true }
    const value = p95(tasks.map((task) => waitOf(task, run)))
    if (value < limit) return null
    const first = tasks.find((task) => waitOf(task, run) >= limit)
    return {
      // The moment when it has waited too long: there it can be seen to wait.
      time: Math.min(run.end, (first?.published ?? 0) + limit),
      sentence: `The slowest 5 of 100 ${name} waited ${lengthText(value)} or more; 95 of 100 must wait less than ${lengthText(limit)}.`,
    }
  },
}
