import type { Micros } from '../../simulator/index.ts'
import { type CheckWord, number } from './check.ts'
import type { RunRecord } from './run-record.ts'

const MINUTE: Micros = 60_000_000

/** When the last task was over; the end of the run where one never was. */
export const drainedAt = ({ tasks, end }: RunRecord): Micros =>
  tasks.reduce((last, { finished }) => Math.max(last, finished ?? end), 0)

/** When a machine died for good or for a while; null where it never did. */
export const diedAt = ({ faults }: RunRecord, name: string): Micros | null =>
  faults.find(({ fault }) => fault.fault === 'kill-node' && fault.node === name)?.time ?? null

/** What the machines cost: each from the beginning until the last task is over, or until it dies. */
export function costOf(run: RunRecord): number {
  const drained = drainedAt(run)
  return run.machines.reduce((sum, { name, price }) => {
    const until = Math.min(drained, diedAt(run, name) ?? drained)
    return sum + (price * until) / MINUTE
  }, 0)
}

/** A price as people write it. */
export const priceText = (price: number): string => String(Math.round(price * 10) / 10)

/** All machines together cost so much at most. */
export const costAtMost: CheckWord = {
  parameters: { most: 'count' },
  judge(run, parameters) {
    const [cost, most] = [costOf(run), number(parameters, 'most')]
    if (cost <= most) return null
    return {
      time: drainedAt(run),
      sentence: `Your machines cost ${priceText(cost)} until the last task was over; ${most} is the budget.`,
    }
  },
}
