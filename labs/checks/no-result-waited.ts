import { lengthText } from '../../simulator/index.ts'
import type { CheckWord } from './check.ts'
import { clientWaits } from './run-record.ts'

/** The program waits for the result of no task, and comes to its end. What else it waits for is its own business. */
export const noResultWaited: CheckWord = {
  parameters: {},
  judge(run) {
    const waits = clientWaits(run).filter(({ ids }) => ids.length > 0)
    const [first] = waits
    if (first !== undefined) {
      const waited = waits.reduce((sum, { from, to }) => sum + to - from, 0)
      return {
        time: first.from,
        sentence: `The client stood still for ${lengthText(waited)} and waited for the results of tasks.`,
      }
    }
    if (run.clientEnded) return null
    return { time: run.end, sentence: 'The program never came to its end.' }
  },
}
