import type { ScenarioReport } from './run.ts'
import type { TableReport } from './tables/table.ts'

/** The whole outcome, as `--json` writes it. */
export interface ConformanceReport {
  readonly families: { readonly [name: string]: FamilyCount }
  readonly scenarios: readonly {
    readonly name: string
    readonly family: string
    readonly ok: boolean
    readonly difference: string | null
  }[]
  readonly tables: readonly TableReport[]
}

interface FamilyCount {
  readonly passed: number
  readonly failed: number
}

/** Counts scenarios by family, in the order of names. */
export function familyCounts(scenarios: readonly ScenarioReport[]): {
  readonly [name: string]: FamilyCount
} {
  const families = [...new Set(scenarios.map(({ family }) => family))].sort()
  return Object.fromEntries(
    families.map((family) => {
      const own = scenarios.filter((scenario) => scenario.family === family)
      const passed = own.filter(({ ok }) => ok).length
      return [family, { passed, failed: own.length - passed }]
    }),
  )
}

/** The outcome as data. */
export function toReport(
  scenarios: readonly ScenarioReport[],
  tables: readonly TableReport[],
): ConformanceReport {
  return {
    families: familyCounts(scenarios),
    scenarios: scenarios.map(({ name, family, ok, difference }) => ({
      name,
      family,
      ok,
      difference,
    })),
    tables,
  }
}

/** The outcome for people, one line each; `all` prints every difference in place of the first. */
export function reportLines(
  scenarios: readonly ScenarioReport[],
  tables: readonly TableReport[],
  all = false,
): readonly string[] {
  const shown = (differences: readonly string[]): readonly string[] =>
    all ? differences : differences.slice(0, 1)
  const families = Object.entries(familyCounts(scenarios)).flatMap(([family, count]) => [
    `${family.padEnd(14)} ${count.passed} of ${count.passed + count.failed} agree`,
    ...scenarios
      .filter((scenario) => scenario.family === family && !scenario.ok)
      .flatMap(({ name, differences }) =>
        shown(differences).map((difference) => `  ${name}: ${oneLine(difference)}`),
      ),
  ])
  const computed = tables.flatMap(({ name, rows, passed, differences }) => [
    `table ${name.padEnd(17)} ${passed} of ${rows} rows agree`,
    ...shown(differences).map((difference) => `  ${oneLine(difference)}`),
  ])
  return [...families, ...computed, ...totals(scenarios, tables)]
}

function totals(
  scenarios: readonly ScenarioReport[],
  tables: readonly TableReport[],
): readonly string[] {
  const sum = (field: 'compared' | 'skipped'): number =>
    scenarios.reduce((total, scenario) => total + scenario[field], 0)
  const ok = (all: readonly { readonly ok: boolean }[]): number =>
    all.filter((one) => one.ok).length
  const passed = ok(scenarios)
  const complete = tables.filter((table) => table.passed === table.rows).length
  return [
    `${sum('compared')} recorded leaves compared, ${sum('skipped')} skipped`,
    ...softLines(scenarios),
    `${complete} of ${tables.length} tables agree in every row`,
    `${passed} passed, ${scenarios.length - passed} failed`,
  ]
}

/** Of the runs that came about, how many also agree in what is only good to agree in. */
function softLines(scenarios: readonly ScenarioReport[]): readonly string[] {
  const fields = [...new Set(scenarios.flatMap(({ soft }) => Object.keys(soft)))]
  return fields.map((field) => {
    const run = scenarios.filter(({ soft }) => field in soft)
    const agree = run.filter(({ soft }) => soft[field] === true).length
    return `not required: ${field} agrees in ${agree} of ${run.length}`
  })
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' | ')
}
