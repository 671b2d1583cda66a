import { clockText } from '../../simulator/index.ts'
import { type CheckWord, happening, text } from './check.ts'
import { byKey, happenings } from './happening.ts'

/**
 * Who answers that `effect` happens to no key twice is right about it: no run may show one. Any other answer makes no
 * such claim; no answer at all does not do.
 */
export const claimHolds: CheckWord = {
  parameters: { answer: 'answer', claim: 'option', effect: 'happening' },
  judge(run, parameters) {
    const said = run.answers[text(parameters, 'answer')] ?? null
    if (said === null) return { time: 0, sentence: 'You have not answered this yet.' }
    if (said !== text(parameters, 'claim')) return null
    const found = byKey(happenings(run, happening(parameters, 'effect')))
    const twice = [...found.values()].filter(({ length }) => length > 1)
    const [first, again] = twice[0] ?? []
    if (first === undefined || again === undefined) return null
    return {
      time: again.time,
      sentence: `It happened twice, at ${clockText(first.time)} and at ${clockText(again.time)}, and you say that it never does. There were ${twice.length} of these.`,
    }
  },
}
