import { lengthText } from '../../simulator/index.ts'
import { number } from '../checks/check.ts'
import { slotWaits } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** A task waits inside its process for the results of other tasks. */
export const slotWaitsForResults: DiagnosisWord = {
  parameters: { longest: 'seconds' },
  slots: ['task', 'wait', 'worker'],
  find(run, parameters) {
    const limit = number(parameters, 'longest') * 1_000_000
    const long = slotWaits(run).find(({ from, to }) => to - from > limit)
    if (long === undefined) return null
    const { name, workers } = long.task
    return { task: name, wait: lengthText(long.to - long.from), worker: workers.at(-1) ?? '' }
  },
}
