import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number } from './check.ts'
import { slotSleeps } from './run-record.ts'

/** No process sleeps inside a task for so many seconds or longer. */
export const noSlotSleeps: CheckWord = {
  parameters: { below: 'seconds' },
  judge(run, parameters) {
    const limit = number(parameters, 'below') * 1_000_000
    const long = slotSleeps(run).find(({ from, to }) => to - from >= limit)
    if (long === undefined) return null
    return {
      time: long.from + limit,
      sentence: `A process slept inside ${long.task.name} for ${lengthText(long.to - long.from)}, and ran nothing else.`,
    }
  },
}
