import { numberIn } from '../answers.ts'
import { type CheckWord, number, text } from './check.ts'
import { drainedAt } from './cost-at-most.ts'

/** The second at which the last task is over was foreseen, within a share of it. */
export const drainedAsPredicted: CheckWord = {
  parameters: { answer: 'answer', within: 'share' },
  judge(run, parameters) {
    const said = numberIn(run.answers, text(parameters, 'answer'))
    if (said === null) return { time: 0, sentence: 'You have not said what you expect.' }
    const drained = drainedAt(run) / 1_000_000
    const within = number(parameters, 'within')
    if (Math.abs(said - drained) <= within * drained) return null
    return {
      time: drainedAt(run),
      sentence: `The last task was over after ${Math.round(drained)} s, and you expected ${said} s: more than ${Math.round(within * 100)} % off.`,
    }
  },
}
