import { lengthText } from '../../simulator/index.ts'
import { waitOf } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** There was no pod at all, and whoever came first had to wait for one to be made. */
export const nobodyAtNight: DiagnosisWord = {
  parameters: {},
  slots: ['wait', 'times'],
  find(run) {
    const woken = run.looks.filter(({ current, desired }) => current === 0 && desired > 0)
    const waits = woken.map(({ time }) => {
      const first = run.tasks.find(
        (task) => task.published <= time && (task.firstStarted ?? run.end) > time,
      )
      return first === undefined ? 0 : waitOf(first, run)
    })
    if (waits.length === 0) return null
    return { wait: lengthText(Math.max(...waits)), times: waits.length }
  },
}
