import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number } from './check.ts'
import { slotWaits } from './run-record.ts'

/** No process keeps a task that waits for the result of another task for so many seconds or longer. */
export const noSlotWaits: CheckWord = {
  parameters: { below: 'seconds' },
  judge(run, parameters) {
    const limit = number(parameters, 'below') * 1_000_000
    const long = slotWaits(run).find(({ from, to }) => to - from >= limit)
    if (long === undefined) return null
    return {
      time: long.from + limit,
      sentence: `A process was inside ${long.task.name} for ${lengthText(long.to - long.from)} and only waited for the results of other tasks.`,
    }
  },
}
