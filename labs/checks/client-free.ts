import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number } from './check.ts'
import { clientWait, type RunRecord } from './run-record.ts'

/** The program waits for nothing longer than so many seconds altogether, and comes to its end. */
export const clientFree: CheckWord = {
  parameters: { below: 'seconds' },
  judge(run, parameters) {
    const limit = number(parameters, 'below') * 1_000_000
    let waited = 0
    for (const { task, from, to } of run.waits) {
      if (task !== null) continue
      // The moment when it has waited too long: there it can be seen to wait.
      if (waited + to - from >= limit)
        return { time: from + limit - waited, sentence: sentence(run, limit) }
      waited += to - from
    }
    if (run.clientEnded) return null
    return { time: run.end, sentence: 'The program never came to its end.' }
  },
}

const sentence = (run: RunRecord, limit: number): string =>
  `The client stood still for ${lengthText(clientWait(run))}; it must go on within ${lengthText(limit)}.`
