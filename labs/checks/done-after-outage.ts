import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number, text } from './check.ts'
import { firstBack } from './requests.ts'
import { named } from './run-record.ts'

/** Every task of a name has succeeded so many seconds after the first outage of a service. */
export const doneAfterOutage: CheckWord = {
  parameters: { task: 'task', service: 'service', within: 'seconds' },
  judge(run, parameters) {
    const within = number(parameters, 'within') * 1_000_000
    const due = (firstBack(run, text(parameters, 'service')) ?? 0) + within
    const tasks = named(run, text(parameters, 'task'))
    const late = tasks.filter(({ successes: [first] }) => first === undefined || first.time > due)
    if (late.length === 0) return null
    const when = lengthText(within)
    return {
      time: Math.min(due, run.end),
      sentence: `${late.length} of ${tasks.length} were not done ${when} after the outage.`,
    }
  },
}
