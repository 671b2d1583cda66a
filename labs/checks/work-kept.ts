import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number, text } from './check.ts'
import { named } from './run-record.ts'

/** The body of a task still does its work: each success took at least so many seconds. */
export const workKept: CheckWord = {
  parameters: { task: 'task', atLeast: 'seconds' },
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const least = number(parameters, 'atLeast') * 1_000_000
    const hasty = named(run, name).find(
      ({ state, lastStarted, finished }) =>
        state === 'SUCCESS' && (finished ?? 0) - (lastStarted ?? 0) < least,
    )
    if (hasty === undefined) return null
    const took = (hasty.finished ?? 0) - (hasty.lastStarted ?? 0)
    return {
      time: hasty.finished ?? run.end,
      sentence: `${name} was done after ${lengthText(took)}; its work takes at least ${lengthText(least)}.`,
    }
  },
}
