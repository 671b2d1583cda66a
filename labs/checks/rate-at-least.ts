import { type CheckWord, number, text } from './check.ts'
import { named, type RunRecord } from './run-record.ts'

/** How many tasks of a name succeed in a second, from the first publish to the last end; 0 where none does. */
export function rateOf(run: RunRecord, name: string): number {
  const tasks = named(run, name)
  const done = tasks.filter(({ state }) => state === 'SUCCESS')
  const begin = tasks.reduce((first, { published }) => Math.min(first, published), Infinity)
  const end = done.reduce((last, { finished }) => Math.max(last, finished ?? 0), 0)
  return end <= begin ? 0 : (done.length * 1_000_000) / (end - begin)
}

/** So many tasks of a name get done in a second. */
export const rateAtLeast: CheckWord = {
  parameters: { task: 'task', perSecond: 'count' },
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const [rate, wanted] = [rateOf(run, name), number(parameters, 'perSecond')]
    if (rate >= wanted) return null
    if (named(run, name).length === 0)
      return { time: run.end, sentence: `No ${name} was ever sent.`, idle: true }
    return {
      time: named(run, name)[0]?.published ?? run.end,
      sentence: `${Math.floor(rate)} ${name} got done in a second; at least ${wanted} are wanted.`,
    }
  },
}
