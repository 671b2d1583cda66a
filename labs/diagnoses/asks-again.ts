import { text } from '../checks/check.ts'
import { named } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** A task is sent again and again until what it waits for is there. */
export const asksAgain: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['task', 'times'],
  find(run, parameters) {
    const task = text(parameters, 'task')
    const asking = named(run, task).filter(({ retries }) => retries > 0)
    const times = asking.reduce((sum, { workers }) => sum + workers.length, 0)
    return times === 0 ? null : { task, times }
  },
}
