import { type CheckWord, number, text } from './check.ts'
import { doneBy, firstStart, named } from './run-record.ts'

/** When a task begins for the first time, so many tasks of another name have succeeded. */
export const startsAfterAll: CheckWord = {
  parameters: { task: 'task', other: 'task', count: 'count' },
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const other = text(parameters, 'other')
    const wanted = number(parameters, 'count')
    const time = firstStart(run, name)
    const done = named(run, other).filter((task) => doneBy(task, time)).length
    if (!named(run, name).some(({ firstStarted }) => firstStarted !== null))
      return { time, sentence: `${name} never began; ${done} of ${wanted} ${other} succeeded.` }
    return done >= wanted
      ? null
      : { time, sentence: `${name} began when ${done} of ${wanted} ${other} had succeeded.` }
  },
}
