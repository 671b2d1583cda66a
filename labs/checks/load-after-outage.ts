import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number } from './check.ts'
import { loadOf } from './mails.ts'

/** A mail server that is back has at most so many times the tries of its busiest usual span. */
export const loadAfterOutage: CheckWord = {
  parameters: { most: 'share', within: 'seconds' },
  judge(run, parameters) {
    const most = number(parameters, 'most')
    const span = number(parameters, 'within') * 1_000_000
    const load = loadOf(run, span)
    if (load === null || load.after <= load.usual * most) return null
    return {
      time: load.at,
      sentence: `After the outage the mail server got ${load.after} tries within ${lengthText(span)}; before it never more than ${load.usual}.`,
    }
  },
}
