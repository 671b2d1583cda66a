import { text } from '../checks/check.ts'
import { named } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** A task died with its process and was not given back, so what comes after all of its kind never begins. */
export const lostInHeader: DiagnosisWord = {
  parameters: { task: 'task', other: 'task' },
  slots: ['call', 'task'],
  find(run, parameters) {
    const task = text(parameters, 'task')
    if (named(run, task).some(({ firstStarted }) => firstStarted !== null)) return null
    const lost = named(run, text(parameters, 'other')).find(
      ({ error }) => error === 'WorkerLostError',
    )
    return lost === undefined ? null : { call: lost.called, task }
  },
}
