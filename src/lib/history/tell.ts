import { sentence, type Log } from '../../../simulator/index.ts'
import { historyOf } from './history.ts'
import { labelText } from './task-names.ts'

/** A task as the sentences of the log call it: `tasks.add (t3)`. */
const TITLE = /([^\s()]+) \(t(\d+)\)/g

/** A fact in plain English, with each task called as the stage and the tables call it: `tasks.add (A 3)`. */
export function tell(log: Log, row: number): string {
  const { tasks } = historyOf(log)
  return sentence(log, row).replace(TITLE, (whole: string, name: string, number: string) => {
    const label = tasks[Number(number) - 1]?.label
    // An error or a value may hold such words by chance.
    return label?.name === name ? `${name} (${labelText(label)})` : whole
  })
}
