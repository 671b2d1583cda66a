import { backoffFactor, backoffInterval } from '../../../simulator/index.ts'
import { numberOf } from '../trace/json.ts'
import type { ValueObject } from '../trace/json.ts'
import { compareRow, evaluate } from './evaluate.ts'
import type { TableChecker } from './table.ts'

const PRELUDE = `from celery.utils.time import get_exponential_backoff_interval


def answer(row):
    return {'interval': get_exponential_backoff_interval(
        row['factor'], row['retries'], row['maximum'], full_jitter=False)}
`

/** Seconds before the next try: as the simulator counts them for a retry, and as Python's helper says. */
export const retryBackoffTable: TableChecker = async (table, sandbox) => {
  const intervals = table.rows.filter(({ interval }) => interval !== undefined)
  const answers = await evaluate(PRELUDE, intervals, sandbox)
  return table.rows.map((row) => {
    const { interval, factor_used: factor } = row
    if (interval === undefined)
      return compareRow(factor ?? null, backoffFactor(row['retry_backoff']))
    return (
      compareRow(interval, simulated(row)) ??
      compareRow({ interval }, answers[intervals.indexOf(row)])
    )
  })
}

function simulated({ factor, retries, maximum }: ValueObject): number {
  const [a, b, c] = [factor, retries, maximum].map((value) => numberOf(value) ?? 0)
  return backoffInterval(a ?? 0, b ?? 0, c ?? 0)
}
