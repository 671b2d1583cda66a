import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number } from './check.ts'
import { p95, waitOf } from './run-record.ts'

/** 95 of 100 tasks, whatever they are called, wait less than so many seconds before they start. */
export const p95WaitOfAll: CheckWord = {
  parameters: { below: 'seconds' },
  judge(run, parameters) {
    const limit = number(parameters, 'below') * 1_000_000
    const value = p95(run.tasks.map((task) => waitOf(task, run)))
    if (value < limit) return null
    const first = run.tasks.find((task) => waitOf(task, run) >= limit)
    return {
      time: Math.min(run.end, (first?.published ?? 0) + limit),
      sentence: `The slowest 5 of 100 tasks waited ${lengthText(value)} or more; 95 of 100 must wait less than ${lengthText(limit)}.`,
    }
  },
}
