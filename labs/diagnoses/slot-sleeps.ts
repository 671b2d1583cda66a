import { lengthText } from '../../simulator/index.ts'
import { number } from '../checks/check.ts'
import { slotSleeps } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** A task sleeps inside its process until it tries again. */
export const slotSleepsBetween: DiagnosisWord = {
  parameters: { longest: 'seconds' },
  slots: ['task', 'call', 'wait', 'worker'],
  find(run, parameters) {
    const limit = number(parameters, 'longest') * 1_000_000
    const [longest] = slotSleeps(run).toSorted((a, b) => b.to - b.from - (a.to - a.from))
    if (longest === undefined || longest.to - longest.from < limit) return null
    const { name, called, workers } = longest.task
    const wait = lengthText(longest.to - longest.from)
    return { task: name, call: called, wait, worker: workers.at(-1) ?? '' }
  },
}
