import type { Micros } from '../../simulator/index.ts'
import { type CheckWord, type Parameters, text } from './check.ts'
import type { RunRecord } from './run-record.ts'

interface Change {
  readonly table: string
  readonly change: string
  readonly row: { readonly [column: string]: string | number | null }
}

/** A row that says something else than it should. */
interface Difference {
  readonly time: Micros
  readonly key: string
  readonly column: string
  readonly said: string
  readonly wanted: string
}

/** Every row that stands in a table at any time says the same as the row of the same key in another one. */
export const rowsAgree: CheckWord = {
  parameters: { table: 'table', wanted: 'table', column: 'column' },
  judge(run, parameters) {
    const table = text(parameters, 'table')
    const rows = changesOf(run, table).filter(({ change }) => change !== 'deleted')
    if (rows.length === 0)
      return { time: run.end, sentence: `Nothing ever came into the table ${table}.` }
    const found = differenceOf(run, parameters)
    if (found === null) return null
    const { time, key, column, said, wanted } = found
    return {
      time,
      sentence: `In the table ${table}, ${column} of ${key} is ${said}; ${wanted} is right.`,
    }
  },
}

/** The first row of `table` that does not say what the row of the same key in `wanted` says; null: they agree. */
export function differenceOf(run: RunRecord, parameters: Parameters): Difference | null {
  const key = text(parameters, 'column')
  const right = new Map(
    changesOf(run, text(parameters, 'wanted')).map(({ row }) => [row[key], row]),
  )
  for (const { time, change, row } of changesOf(run, text(parameters, 'table'))) {
    if (change === 'deleted') continue
    const wanted = right.get(row[key])
    const column = Object.keys(wanted ?? row).find((name) => row[name] !== wanted?.[name])
    if (column !== undefined)
      return {
        ...{ time, column, key: String(row[key]) },
        ...{ said: String(row[column]), wanted: String(wanted?.[column] ?? 'nothing') },
      }
  }
  return null
}

/** What happened to the rows of a table, in the order of time. */
const changesOf = (run: RunRecord, table: string) =>
  run.effects.flatMap(({ time, entry }) => {
    const changes = Array.isArray(entry['changes']) ? entry['changes'] : []
    return (changes as unknown as readonly Change[])
      .filter((change) => change.table === table)
      .map(({ change, row }) => ({ time, change, row }))
  })
