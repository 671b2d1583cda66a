import { text } from '../checks/check.ts'
import { named } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** A task asked to be tried again, and went on: the exception that says so was caught (rule 4.20). */
export const retrySwallowed: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['call', 'file', 'line', 'state'],
  find(run, parameters) {
    const [task] = named(run, text(parameters, 'task')).filter(({ swallowed }) => swallowed)
    if (task?.swallowed == null) return null
    const { file, line } = task.swallowed
    return { call: task.called, file, line, state: task.state ?? 'SUCCESS' }
  },
}
