import { text } from '../checks/check.ts'
import { named } from '../checks/run-record.ts'
import { type DiagnosisWord, TWO_KINDS } from './diagnosis.ts'

/** What a task gave is less than what all tasks of another name gave together: some of it was kept elsewhere. */
export const lessThanItsParts: DiagnosisWord = {
  parameters: TWO_KINDS,
  slots: ['given', 'sum'],
  find(run, parameters) {
    const whole = named(run, text(parameters, 'task')).flatMap(({ successes }) => successes)
    const given = whole.at(-1)?.value
    const parts = named(run, text(parameters, 'other')).flatMap(({ successes }) => {
      const value = successes[0]?.value
      return typeof value === 'number' ? [value] : []
    })
    const sum = parts.reduce((all, part) => all + part, 0)
    return typeof given === 'number' && given < sum ? { given, sum } : null
  },
}
