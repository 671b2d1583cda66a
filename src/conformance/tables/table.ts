import type { Sandbox } from '../run.ts'
import { numberOf } from '../trace/json.ts'
import type { Table } from '../trace/parse.ts'

/** How one table went. */
export interface TableReport {
  readonly name: string
  readonly rows: number
  readonly passed: number
  /** A line for each row that differs, the row's number first. */
  readonly differences: readonly string[]
}

/** Checks every row of a table: for each row, in order, what differs, or null. */
export type TableChecker = (table: Table, sandbox: Sandbox) => Promise<readonly (string | null)[]>

/** Runs a checker. Never rejects: where it fails, or there is none, every row has failed. */
export async function checkTable(
  table: Table,
  checker: TableChecker | undefined,
  sandbox: Sandbox,
): Promise<TableReport> {
  const answers = await answersOf(table, checker, sandbox)
  const differences = table.rows.flatMap((row, index) => {
    const difference = answers[index] === undefined ? 'no answer' : answers[index]
    return difference === null ? [] : [`row ${String(numberOf(row['row']) ?? '?')}: ${difference}`]
  })
  return {
    name: table.table,
    rows: table.rows.length,
    passed: table.rows.length - differences.length,
    differences,
  }
}

async function answersOf(
  table: Table,
  checker: TableChecker | undefined,
  sandbox: Sandbox,
): Promise<readonly (string | null)[]> {
  if (checker === undefined) return table.rows.map(() => 'not simulated yet')
  try {
    return await checker(table, sandbox)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return table.rows.map(() => message)
  }
}
