import { consume, expectedTime, seconds, tokenBucket } from '../../../simulator/index.ts'
import { isList, isObject, numberOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { compareRow, evaluate } from './evaluate.ts'
import type { TableChecker } from './table.ts'

const PRELUDE = `from celery.utils.time import rate


def answer(row):
    return {'value': rate(row['rate'])}
`

/** Rates as tasks write them, as Python reads them; and the bucket of the simulator that holds a task to its rate. */
export const ratesTable: TableChecker = async (table, sandbox) => {
  const rates = table.rows.filter((row) => 'rate' in row)
  const asked = rates.map(({ rate = null }) => ({ rate }))
  const answers = await evaluate(PRELUDE, asked, sandbox)
  return table.rows.map((row) => {
    const { row: _number, rate, bucket, steps, ...expected } = row
    if (rate !== undefined) return compareRow(expected, answers[rates.indexOf(row)])
    return compareRow({ steps: steps ?? null }, { steps: stepsOf(bucket, steps) })
  })
}

/** Seconds passed, whether a token could be taken, and seconds until the next one, as the table rounds them. */
function stepsOf(bucket: Value | undefined, steps: Value | undefined): Value {
  const made: ValueObject = isObject(bucket) ? bucket : {}
  let now = 0
  let state = tokenBucket(numberOf(made['fill_rate']) ?? 0, numberOf(made['capacity']) ?? 0, now)
  return (isList(steps) ? steps : []).map((step): Value => {
    const passed = isList(step) ? (step[0] ?? null) : null
    now += seconds(numberOf(passed) ?? 0)
    const { bucket: after, taken } = consume(state, 1, now)
    state = after
    const left = Math.round(expectedTime(state, 1, now) * 1e6) / 1e6
    return [passed, taken, { $num: Number.isInteger(left) ? `${left}.0` : String(left) }]
  })
}
