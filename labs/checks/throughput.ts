import type { Micros } from '../../simulator/index.ts'
import { type CheckWord, number, text } from './check.ts'
import type { RunRecord } from './run-record.ts'

/** Finished tasks of a name per microsecond, from the first publish to the last end. */
function rate(run: RunRecord, name: string): number {
  const tasks = run.tasks.filter((task) => task.name === name)
  const done = tasks.filter((task) => task.state === 'SUCCESS')
  const begin = Math.min(...tasks.map(({ published }) => published))
  const end: Micros = Math.max(...done.map(({ finished }) => finished ?? 0))
  return done.length === 0 || end <= begin ? 0 : done.length / (end - begin)
}

/** Tasks of a name get done at least so fast as a share of the starter's speed with the same seed. */
export const throughput: CheckWord = {
  parameters: { task: 'task', atLeast: 'fraction' },
  needsBaseline: true,
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const before = run.baseline === null ? 0 : rate(run.baseline, name)
    if (before === 0) return null
    const share = rate(run, name) / before
    const wanted = number(parameters, 'atLeast')
    if (share >= wanted) return null
    return {
      time: run.end,
      sentence: `${name} ran at ${Math.round(share * 100)} % of the speed before your change; it should keep ${Math.round(wanted * 100)} %.`,
    }
  },
}
