import { type Parameters, text } from '../checks/check.ts'
import { named, type RunRecord } from '../checks/run-record.ts'
import { type DiagnosisWord, TWO_KINDS } from './diagnosis.ts'

interface Sums {
  /** What a task gave. */
  readonly given: number
  /** What all tasks of another name gave together, each taken once. */
  readonly sum: number
}

function sumsOf(run: RunRecord, parameters: Parameters): Sums | null {
  const whole = named(run, text(parameters, 'task')).flatMap(({ successes }) => successes)
  const given = whole.at(-1)?.value
  const parts = named(run, text(parameters, 'other')).flatMap(({ successes }) => {
    const value = successes[0]?.value
    return typeof value === 'number' ? [value] : []
  })
  if (typeof given !== 'number' || parts.length === 0) return null
  return { given, sum: parts.reduce((all, part) => all + part, 0) }
}

/** The whole is less than its parts: some of it was kept where nobody else sees it. */
export const lessThanItsParts: DiagnosisWord = {
  parameters: TWO_KINDS,
  slots: ['given', 'sum'],
  find(run, parameters) {
    const sums = sumsOf(run, parameters)
    return sums !== null && sums.given < sums.sum ? { ...sums } : null
  },
}

/** The whole is more than its parts: what ran twice was added twice. */
export const moreThanItsParts: DiagnosisWord = {
  parameters: TWO_KINDS,
  slots: ['given', 'sum', 'call', 'times'],
  find(run, parameters) {
    const sums = sumsOf(run, parameters)
    if (sums === null || sums.given <= sums.sum) return null
    const twice = named(run, text(parameters, 'other')).find(({ workers }) => workers.length > 1)
    return twice === undefined ? null : { ...sums, call: twice.called, times: twice.workers.length }
  },
}
