import { type CheckWord, text } from './check.ts'
import { named } from './run-record.ts'

/** No worker that runs tasks of one name runs tasks of another. */
export const handledApart: CheckWord = {
  parameters: { task: 'task', other: 'task' },
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const other = text(parameters, 'other')
    const mine = new Set(named(run, name).flatMap(({ workers }) => workers))
    const clash = named(run, other).find(({ workers }) => workers.some((one) => mine.has(one)))
    if (clash === undefined) return null
    const worker = clash.workers.find((one) => mine.has(one)) ?? ''
    return {
      time: clash.firstStarted ?? run.end,
      sentence: `${worker} ran both ${name} and ${other}.`,
    }
  },
}
