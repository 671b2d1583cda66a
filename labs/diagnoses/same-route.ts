import { text } from '../checks/check.ts'
import { type DiagnosisWord, TWO_KINDS } from './diagnosis.ts'
import { DEFAULT_QUEUE, lanesOf } from './lanes.ts'

/** One route caught both kinds: they share a queue that is not the default one. */
export const sameRoute: DiagnosisWord = {
  parameters: TWO_KINDS,
  slots: ['queue', 'task', 'other'],
  find(run, parameters) {
    const { shared, preferred } = lanesOf(run, parameters)
    if (shared === null || shared === DEFAULT_QUEUE || preferred) return null
    return { queue: shared, task: text(parameters, 'task'), other: text(parameters, 'other') }
  },
}
