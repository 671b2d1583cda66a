import { type CheckWord, number, text } from './check.ts'
import { named, type RunRecord } from './run-record.ts'

/** Tasks of a name that succeeded, per microsecond from the first publish to the last end. */
function rate(run: RunRecord, name: string): number {
  const tasks = named(run, name)
  const done = tasks.filter((task) => task.state === 'SUCCESS')
  const begin = Math.min(...tasks.map(({ published }) => published))
  const end = Math.max(...done.map(({ finished }) => finished ?? 0))
  return done.length === 0 || end <= begin ? 0 : done.length / (end - begin)
}

/** Tasks of a name get done at this share of the starter's speed with the same seed, or faster. */
export const throughput: CheckWord = {
  parameters: { task: 'task', atLeast: 'share' },
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
      sentence: `${name} got done at ${Math.floor(share * 100)} % of the speed of the first program; at least ${Math.round(wanted * 100)} % is wanted.`,
    }
  },
}
