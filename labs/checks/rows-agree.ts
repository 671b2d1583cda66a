import { type CheckWord, text } from './check.ts'
import type { RunRecord } from './run-record.ts'

interface Change {
  readonly table: string
  readonly change: string
  readonly row: { readonly [column: string]: string | number | null }
}

/** Every row that stands in a table at any time says the same as the row of the same key in another one. */
export const rowsAgree: CheckWord = {
  parameters: { table: 'table', wanted: 'table', column: 'column' },
  judge(run, parameters) {
    const table = text(parameters, 'table')
    const column = text(parameters, 'column')
    const right = new Map(
      changesOf(run, text(parameters, 'wanted')).map(({ row }) => [row[column], row]),
    )
    const rows = changesOf(run, table).filter(({ change }) => change !== 'deleted')
    if (rows.length === 0)
      return { time: run.end, sentence: `Nothing ever came into the table ${table}.` }
    for (const { time, row } of rows) {
      const wanted = right.get(row[column])
      const wrong = Object.keys(wanted ?? row).find((name) => row[name] !== wanted?.[name])
      if (wrong !== undefined)
        return {
          time,
          sentence: `In the table ${table}, ${wrong} of ${String(row[column])} is ${String(row[wrong])}; ${String(wanted?.[wrong] ?? 'nothing')} is right.`,
        }
    }
    return null
  },
}

/** What happened to the rows of a table, in the order of time. */
const changesOf = (run: RunRecord, table: string) =>
  run.effects.flatMap(({ time, entry }) => {
    const changes = Array.isArray(entry['changes']) ? entry['changes'] : []
    return (changes as unknown as readonly Change[])
      .filter((change) => change.table === table)
      .map(({ change, row }) => ({ time, change, row }))
  })
