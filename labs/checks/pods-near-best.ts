import { type CheckWord, number } from './check.ts'
import { clairvoyantPlan } from './clairvoyant.ts'
import type { RunRecord } from './run-record.ts'

/** Somebody who knows the day changes the number of pods this often. */
const BLOCK = 300_000_000

/** What the pods cost, as a share of what somebody would pay who knows the day beforehand. */
export function costOfPods(run: RunRecord, limit: number): { paid: number; best: number } {
  const paid = run.pods.reduce((sum, { from, to }) => sum + (to - from), 0)
  return { paid, best: clairvoyantPlan(run, BLOCK, limit).cost }
}

/** Pod-seconds are at most so many times those of a plan that knows the day beforehand. */
export const podsNearBest: CheckWord = {
  parameters: { times: 'share', wait: 'seconds' },
  judge(run, parameters) {
    const times = number(parameters, 'times')
    const { paid, best } = costOfPods(run, number(parameters, 'wait') * 1_000_000)
    if (paid <= times * best) return null
    return { time: run.end, sentence: sentenceOf(paid, best, times) }
  },
}

const sentenceOf = (paid: number, best: number, times: number): string =>
  `Your pods ran ${hours(paid)} hours; somebody who knew the day would have needed ${hours(best)}. At most ${times} times that is allowed, which is ${hours(times * best)} hours.`

const hours = (micros: number): string => (micros / 3_600_000_000).toFixed(1)
