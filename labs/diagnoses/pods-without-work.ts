import { number } from '../checks/check.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** The number of pods never went down to where the quiet hours would have it. */
export const podsWithoutWork: DiagnosisWord = {
  parameters: { least: 'count' },
  slots: ['pods', 'needed'],
  find(run, parameters) {
    if (run.looks.length === 0) return null
    const pods = Math.min(...run.looks.map(({ desired }) => desired))
    const needed = Math.min(...run.looks.map(({ recommended }) => recommended))
    return pods >= number(parameters, 'least') && needed < pods
      ? { pods, needed: Math.max(1, needed) }
      : null
  },
}
