import type { Micros } from '../../simulator/index.ts'
import { type CurveItem, momentsOf } from '../answers.ts'
import type { CallRecord, RunRecord, TaskRecord } from './run-record.ts'

const SECOND: Micros = 1_000_000

/** The calls of tasks to a service, in the order of time. */
export const requestsTo = (run: RunRecord, service: string): readonly CallRecord[] =>
  run.calls.filter((call) => call.service === service && call.task !== null)

/** How many there were in each second in which there were any. */
export function perSecond(calls: readonly CallRecord[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { from } of calls) {
    const second = Math.floor(from / SECOND)
    counts.set(second, (counts.get(second) ?? 0) + 1)
  }
  return counts
}

/** The real curve behind a prediction: the busiest second around each of its moments. */
export function curveOf(item: CurveItem, run: RunRecord): readonly number[] {
  const counts = [...perSecond(requestsTo(run, item.service))]
  return momentsOf(item).map((moment) => {
    const [from, to] = [moment - item.every / 2, moment + item.every / 2]
    return counts.reduce(
      (most, [second, count]) => (second >= from && second < to ? Math.max(most, count) : most),
      0,
    )
  })
}

/** When a service was first back; null where it was never away. */
export function firstBack(run: RunRecord, service: string): Micros | null {
  return run.outages.find((outage) => outage.service === service)?.to ?? null
}

/** How far a curve that was drawn is from the real one, on average, as a share of its highest point. */
export function distance(drawn: readonly number[], real: readonly number[]): number {
  const highest = Math.max(1, ...real)
  const sum = real.reduce((all, value, at) => all + Math.abs(value - (drawn[at] ?? 0)), 0)
  return real.length === 0 ? 0 : sum / real.length / highest
}

/** The calls of each task to a service, in the order of time. */
export function triesOf(
  run: RunRecord,
  task: string,
  service: string,
): ReadonlyMap<TaskRecord, readonly CallRecord[]> {
  const tries = new Map<TaskRecord, CallRecord[]>()
  for (const call of requestsTo(run, service)) {
    if (call.task === null || call.task.name !== task) continue
    const known = tries.get(call.task)
    if (known === undefined) tries.set(call.task, [call])
    else known.push(call)
  }
  return tries
}
