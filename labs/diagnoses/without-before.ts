import { happening } from '../checks/check.ts'
import { byKey, happenings } from '../checks/happening.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** Something is done (`then`) for a key for which what should come first (`first`) has never come before. */
export const withoutBefore: DiagnosisWord = {
  parameters: { first: 'happening', then: 'happening' },
  slots: ['key', 'count'],
  find(run, parameters) {
    const firsts = byKey(happenings(run, happening(parameters, 'first')))
    const early = happenings(run, happening(parameters, 'then')).filter(
      ({ key, time }) => !(firsts.get(key) ?? []).some((one) => one.to <= time),
    )
    const [found] = early
    const count = new Set(early.map(({ key }) => key)).size
    return found === undefined ? null : { key: found.key, count }
  },
}
