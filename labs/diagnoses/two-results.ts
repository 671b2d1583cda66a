import { text } from '../checks/check.ts'
import { doneBy, firstStart, named } from '../checks/run-record.ts'
import { type DiagnosisWord, TWO_KINDS } from './diagnosis.ts'

/**
 * A task ran twice and gave two results that differ, so a counter took it for two tasks, and what comes after all
 * of them (`task`) began while one of them (`other`) was missing (rule 5.39).
 */
export const twoResults: DiagnosisWord = {
  parameters: TWO_KINDS,
  slots: ['call', 'one', 'two', 'missing'],
  find(run, parameters) {
    const tasks = named(run, text(parameters, 'other'))
    const begin = firstStart(run, text(parameters, 'task'))
    const missing = tasks.find((task) => !doneBy(task, begin))
    for (const { called, successes } of tasks) {
      const [first, ...others] = successes.filter(({ time }) => time <= begin)
      const second = others.find(({ repr }) => repr !== first?.repr)
      if (first !== undefined && second !== undefined && missing !== undefined && begin < run.end)
        return { call: called, one: first.repr, two: second.repr, missing: missing.called }
    }
    return null
  },
}
