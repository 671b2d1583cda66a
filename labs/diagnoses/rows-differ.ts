import { differenceOf } from '../checks/rows-agree.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** A row is there, and says something else than it should. */
export const rowsDiffer: DiagnosisWord = {
  parameters: { table: 'table', wanted: 'table', column: 'column' },
  slots: ['key', 'said', 'wanted'],
  find(run, parameters) {
    const found = differenceOf(run, parameters)
    return found === null ? null : { key: found.key, said: found.said, wanted: found.wanted }
  },
}
