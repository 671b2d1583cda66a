import { text } from '../checks/check.ts'
import { mailsOf } from '../checks/mails.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** What was refused for good is tried again and again. */
export const permanentRetried: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['address', 'times'],
  find(run, parameters) {
    const [worst] = mailsOf(run, text(parameters, 'task')).toSorted(
      (a, b) => b.unknown.length - a.unknown.length,
    )
    if (worst === undefined || worst.unknown.length < 2) return null
    return { address: worst.address, times: worst.unknown.length }
  },
}
