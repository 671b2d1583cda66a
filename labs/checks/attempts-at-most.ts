import { type CheckWord, number, text } from './check.ts'
import { named } from './run-record.ts'

/** No task of a name is tried more often than so many times. */
export const attemptsAtMost: CheckWord = {
  parameters: { task: 'task', most: 'count' },
  judge(run, parameters) {
    const most = number(parameters, 'most')
    const over = named(run, text(parameters, 'task')).filter(({ retries }) => retries >= most)
    const [worst] = over.toSorted((a, b) => b.retries - a.retries)
    if (worst === undefined) return null
    return {
      time: worst.lastStarted ?? run.end,
      sentence:
        over.length === 1
          ? `One task was tried ${worst.retries + 1} times; ${most} are allowed.`
          : `${over.length} tasks were tried more than ${most} times, one of them ${worst.retries + 1} times.`,
    }
  },
}
