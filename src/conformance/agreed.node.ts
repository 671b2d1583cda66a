import { readFile, writeFile } from 'node:fs/promises'
import type { ConformanceReport } from './report.ts'
import type { Table } from './trace/parse.ts'

/** What agrees with the recordings today. It may only grow: a test holds every entry. */
export interface Agreed {
  readonly scenarios: readonly string[]
  /** By table, the numbers of the rows. */
  readonly tables: { readonly [table: string]: readonly number[] }
}

/** What agrees in an outcome. */
export function agreedOf(tables: readonly Table[], report: ConformanceReport): Agreed {
  return {
    scenarios: report.scenarios.filter(({ ok }) => ok).map(({ name }) => name),
    tables: Object.fromEntries(
      tables.map(({ table, rows }) => {
        const lines = report.tables.find(({ name }) => name === table)?.differences ?? []
        const differing = new Set(lines.map((line) => /^row (\d+)/.exec(line)?.[1]))
        const numbers = rows.map(({ row }) => Number(row))
        return [table, numbers.filter((row) => !differing.has(String(row)))]
      }),
    ),
  }
}

/** Reads the list; an empty one where there is none yet. */
export async function readAgreed(path: string): Promise<Agreed> {
  const text = await readFile(path, 'utf8').catch(() => '{"scenarios": [], "tables": {}}')
  return JSON.parse(text) as Agreed
}

/** Adds to the list; nothing leaves it. */
export async function writeAgreed(path: string, now: Agreed): Promise<void> {
  const old = await readAgreed(path)
  const tables = [...new Set([...Object.keys(old.tables), ...Object.keys(now.tables)])].sort()
  const merged: Agreed = {
    scenarios: [...new Set([...old.scenarios, ...now.scenarios])].sort(),
    tables: Object.fromEntries(
      tables.map((table) => {
        const rows = new Set([...(old.tables[table] ?? []), ...(now.tables[table] ?? [])])
        return [table, [...rows].sort((a, b) => a - b)]
      }),
    ),
  }
  const lines = Object.entries(merged.tables).map(
    ([table, rows]) => `    ${JSON.stringify(table)}: ${JSON.stringify(rows)}`,
  )
  const scenarios = merged.scenarios.map((name) => `    ${JSON.stringify(name)}`)
  await writeFile(
    path,
    `{\n  "scenarios": [\n${scenarios.join(',\n')}\n  ],\n  "tables": {\n${lines.join(',\n')}\n  }\n}\n`,
  )
}
