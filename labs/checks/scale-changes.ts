import type { Micros } from '../../simulator/index.ts'
import { type CheckWord, number } from './check.ts'
import type { RunRecord } from './run-record.ts'

const HOUR: Micros = 3_600_000_000

/** The hour in which the number of pods was changed most often: when it begins, and how often. */
export function busiestHour(run: RunRecord): { readonly from: Micros; readonly changes: number } {
  const times = run.looks
    .filter(({ current, desired }) => current !== desired)
    .map(({ time }) => time)
  let busiest = { from: 0, changes: 0 }
  let end = 0
  for (const [at, from] of times.entries()) {
    while ((times[end] ?? Number.POSITIVE_INFINITY) < from + HOUR) end += 1
    if (end - at > busiest.changes) busiest = { from, changes: end - at }
  }
  return busiest
}

/** In no hour the number of pods is changed more often than so many times. */
export const scaleChanges: CheckWord = {
  parameters: { most: 'count' },
  judge(run, parameters) {
    const most = number(parameters, 'most')
    const { from, changes } = busiestHour(run)
    if (changes <= most) return null
    return {
      time: from,
      sentence: `The number of pods was changed ${changes} times in one hour; at most ${most} changes an hour are allowed.`,
    }
  },
}
