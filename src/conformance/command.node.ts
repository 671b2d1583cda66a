import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { agreedOf, writeAgreed } from './agreed.node.ts'
import { writeFindings } from './fidelity.node.ts'
import type { FolderOutcome, Outcome } from './outcome.ts'
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

const USAGE = `npm run conformance -- DIR [DIR ...] [options]
  --only REGEX       only the scenarios and tables with such a name
  --json OUT         write the outcome as JSON
  --all              print every difference, not only each scenario's first
  --strict           exit with 1 where anything differs
  --update-agreed F  add to the list F what agrees now; one list for each folder, in their order
  --fidelity F       write what was found into the document F
  --reasons F        why what differs differs (default tests/conformance/reasons.json)`

const OPTIONS = {
  only: { type: 'string' },
  json: { type: 'string' },
  all: { type: 'boolean' },
  strict: { type: 'boolean' },
  'update-agreed': { type: 'string', multiple: true },
  fidelity: { type: 'string' },
  reasons: { type: 'string', default: 'tests/conformance/reasons.json' },
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
  const { folders, options } = parsed
  const outcomes = await checkFolders(folders, options.only, await createSandbox())
  printAll(outcomes, options.all ?? false, print)
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify(toReport(...joined(outcomes)), null, 1)}\n`)
  for (const [index, list] of (options['update-agreed'] ?? []).entries()) {
    const outcome = outcomes[index]
    if (outcome === undefined) continue
    const report = toReport(outcome.scenarios, outcome.tables)
    await writeAgreed(list, agreedOf(outcome.recordedTables, report))
  }
  if (options.fidelity !== undefined)
    await writeFindings(options.fidelity, options.reasons, outcomes)
  return options.strict === true && !outcomes.every(allAgree) ? 1 : 0
}

async function checkFolders(
  folders: readonly string[],
  only: string | undefined,
  sandbox: Sandbox,
): Promise<readonly FolderOutcome[]> {
  const names = only === undefined ? undefined : new RegExp(only)
  const outcomes: FolderOutcome[] = []
  for (const folder of folders) {
    const [traces, recordedTables] = await Promise.all([
      readTraces(folder, names),
      readTables(folder, names),
    ])
    const outcome = await checkAll(traces, recordedTables, sandbox)
    outcomes.push({ folder: basename(folder), traces, recordedTables, ...outcome })
  }
  return outcomes
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

/** Several folders each under their name, with the sum of all at the end. */
function printAll(
  outcomes: readonly FolderOutcome[],
  all: boolean,
  print: (line: string) => void,
): void {
  const several = outcomes.length > 1
  for (const { folder, scenarios, tables } of outcomes) {
    if (several) print(`${folder}:`)
    reportLines(scenarios, tables, all).forEach(print)
  }
  if (!several) return
  const [scenarios] = joined(outcomes)
  const passed = scenarios.filter(({ ok }) => ok).length
  print(`all folders: ${passed} passed, ${scenarios.length - passed} failed`)
}

function joined(
  outcomes: readonly FolderOutcome[],
): [readonly ScenarioReport[], readonly TableReport[]] {
  return [outcomes.flatMap(({ scenarios }) => scenarios), outcomes.flatMap(({ tables }) => tables)]
}

function allAgree({ scenarios, tables }: Outcome): boolean {
  return scenarios.every(({ ok }) => ok) && tables.every(({ rows, passed }) => rows === passed)
}

type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

function parse(
  args: readonly string[],
): { readonly folders: readonly string[]; readonly options: Options } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    })
    const lists = values['update-agreed']?.length ?? 0
    if (positionals.length === 0) return 'Name a folder of traces.'
    if (lists > 0 && lists !== positionals.length)
      return `Name one list for each folder: there are ${positionals.length} folders and ${lists} lists.`
    return { folders: positionals, options: values }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
