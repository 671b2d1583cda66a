import { processesOf } from '../checks/run-record.ts'
import { type DiagnosisWord, TWO_KINDS } from './diagnosis.ts'
import { lanesOf } from './lanes.ts'

/** Both kinds wait in one queue, and only their priority tells them apart. */
export const priorityInsteadOfQueue: DiagnosisWord = {
  parameters: TWO_KINDS,
  slots: ['queue', 'processes'],
  find(run, parameters) {
    const { shared, preferred } = lanesOf(run, parameters)
    if (shared === null || !preferred) return null
    return { queue: shared, processes: processesOf(run.workers) }
  },
}
