import { number } from '../checks/check.ts'
import { busiestHour } from '../checks/scale-changes.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** The number of pods follows every wave of its metric. */
export const flapping: DiagnosisWord = {
  parameters: { above: 'count' },
  slots: ['changes'],
  find(run, parameters) {
    const { changes } = busiestHour(run)
    return changes > number(parameters, 'above') ? { changes } : null
  },
}
