import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { agreedOf, writeAgreed } from './agreed.node.ts'
import { updateFigures } from './fidelity.node.ts'
import { readTables, readTraces } from './read.node.ts'
import { reportLines, toReport } from './report.ts'
import { checkScenario } from './run.ts'
import type { Sandbox, ScenarioReport } from './run.ts'
import { createSandbox } from './sandbox.node.ts'
import { CHECKERS } from './tables/checkers.ts'
import { checkTable } from './tables/table.ts'
import type { TableReport } from './tables/table.ts'
import type { Table } from './trace/parse.ts'
import type { Trace } from './trace/trace.ts'

const USAGE = `npm run conformance -- DIR [options]
  --only REGEX       only the scenarios and tables with such a name
  --json OUT         write the outcome as JSON
  --all              print every difference, not only each scenario's first
  --strict           exit with 1 where anything differs
  --update-agreed F  add to the list F what agrees now
  --fidelity F       write the figures into the document F`

const OPTIONS = {
  only: { type: 'string' },
  json: { type: 'string' },
  all: { type: 'boolean' },
  strict: { type: 'boolean' },
  'update-agreed': { type: 'string' },
  fidelity: { type: 'string' },
} as const

/** Runs the command line; the answer is the exit status: 2 for a wrong call, 1 as `--strict` asks. */
export async function runConformance(
  args: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const parsed = parse(args)
  if (typeof parsed === 'string') {
    print(parsed)
    print(USAGE)
    return 2
  }
  const { folder, options } = parsed
  const only = options.only === undefined ? undefined : new RegExp(options.only)
  const [traces, tables] = await Promise.all([readTraces(folder, only), readTables(folder, only)])
  const outcome = await checkAll(traces, tables, await createSandbox())
  reportLines(outcome.scenarios, outcome.tables, options.all ?? false).forEach(print)
  const report = toReport(outcome.scenarios, outcome.tables)
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify(report, null, 1)}\n`)
  if (options['update-agreed'] !== undefined)
    await writeAgreed(options['update-agreed'], agreedOf(tables, report))
  if (options.fidelity !== undefined)
    await updateFigures(options.fidelity, outcome.scenarios, outcome.tables)
  return options.strict === true && !allAgree(outcome) ? 1 : 0
}

/** How all scenarios and tables went. */
export interface Outcome {
  readonly scenarios: readonly ScenarioReport[]
  readonly tables: readonly TableReport[]
}

/** Checks one after the other: there is one interpreter. */
export async function checkAll(
  traces: readonly Trace[],
  tables: readonly Table[],
  sandbox: Sandbox,
): Promise<Outcome> {
  const scenarios: ScenarioReport[] = []
  for (const trace of traces) scenarios.push(await checkScenario(trace, sandbox))
  const checked: TableReport[] = []
  for (const table of tables)
    checked.push(await checkTable(table, CHECKERS.get(table.table), sandbox))
  return { scenarios, tables: checked }
}

function allAgree({ scenarios, tables }: Outcome): boolean {
  return scenarios.every(({ ok }) => ok) && tables.every(({ rows, passed }) => rows === passed)
}

type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

function parse(
  args: readonly string[],
): { readonly folder: string; readonly options: Options } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    })
    const [folder, ...more] = positionals
    if (folder === undefined || more.length > 0) return 'Name one folder of traces.'
    return { folder, options: values }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
