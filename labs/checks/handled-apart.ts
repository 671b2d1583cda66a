import { type CheckWord, text } from './check.ts'

/** No worker that runs tasks of one name runs tasks of another. */
export const handledApart: CheckWord = {
  parameters: { task: 'task', other: 'task' },
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const other = text(parameters, 'other')
    const mine = new Set(
      run.tasks.filter((task) => task.name === name).flatMap(({ workers }) => workers),
    )
    const clash = run.tasks.find(
      (task) => task.name === other && task.workers.some((worker) => mine.has(worker)),
    )
    if (clash === undefined) return null
    const worker = clash.workers.find((one) => mine.has(one)) ?? ''
    return {
      time: clash.firstStarted ?? run.end,
      sentence: `${worker} ran both ${name} and ${other}.`,
    }
  },
}
