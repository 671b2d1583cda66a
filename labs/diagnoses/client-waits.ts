import { lengthText } from '../../simulator/index.ts'
import { clientWait, clientWaits, type RunRecord } from '../checks/run-record.ts'
import type { DiagnosisWord, Findings } from './diagnosis.ts'

/** What the program waited for: results of tasks that were sent in a group, or alone. */
function waitFor(run: RunRecord, grouped: boolean): Findings | null {
  const ids = new Set(clientWaits(run).flatMap((wait) => wait.ids))
  const tasks = run.tasks.filter(({ id }) => ids.has(id))
  const [first] = tasks
  if (first === undefined || (first.group !== null) !== grouped) return null
  return { wait: lengthText(clientWait(run)), results: tasks.length, task: first.name }
}

/** The program itself waits for the results of tasks, one by one. */
export const clientCollects: DiagnosisWord = {
  parameters: {},
  slots: ['wait', 'results', 'task'],
  find: (run) => waitFor(run, false),
}

/** The program itself waits for the results of a group. */
export const clientJoins: DiagnosisWord = {
  parameters: {},
  slots: ['wait', 'results', 'task'],
  find: (run) => waitFor(run, true),
}
