import { number } from '../checks/check.ts'
import type { DiagnosisWord } from './diagnosis.ts'
import { mostWaiting } from './waiting.ts'

/** The metric asked for more pods than there might be, many waited meanwhile, and more were allowed. */
export const alwaysAtTheMost: DiagnosisWord = {
  parameters: { waiting: 'count', below: 'count' },
  slots: ['pods', 'asked', 'waiting'],
  find(run, parameters) {
    const most = Math.max(0, ...run.looks.map(({ desired }) => desired))
    if (most >= number(parameters, 'below')) return null
    const short = run.looks.filter(
      ({ current, desired, recommended }) =>
        current === most && desired === most && recommended > most,
    )
    const worst = mostWaiting(run, short)
    if (worst === null || worst.waiting < number(parameters, 'waiting')) return null
    return { pods: most, asked: worst.look.recommended, waiting: worst.waiting }
  },
}
