import { text } from '../checks/check.ts'
import { named, processesOf, type RunRecord } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'
import { consumersOf, queuesOf } from './lanes.ts'

/** How many processes there are for tasks of a name. */
const processesFor = (run: RunRecord, name: string): number =>
  processesOf(consumersOf(run, queuesOf(named(run, name))))

/** Tasks of a name have fewer processes than in the starter. */
export const fewerProcesses: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['task', 'before', 'now'],
  needsBaseline: true,
  find(run, parameters) {
    const task = text(parameters, 'task')
    const before = run.baseline === null ? 0 : processesFor(run.baseline, task)
    const now = processesFor(run, task)
    return now > 0 && now < before ? { task, before, now } : null
  },
}
