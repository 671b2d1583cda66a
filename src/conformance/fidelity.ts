import type { FolderOutcome } from './outcome.ts'
import type { Citation } from './documentation.ts'
import type { Reason } from './reasons.ts'
import { familyCounts } from './report.ts'
import type { ScenarioReport } from './run.ts'
import { isObject, textOf } from './trace/json.ts'

/** All that the written findings are made of. */
export interface Findings {
  readonly outcomes: readonly FolderOutcome[]
  readonly reasons: readonly Reason[]
  readonly citations: readonly Citation[]
  /** Of the run, as YYYY-MM-DD. */
  readonly date: string
}

/** The findings as Markdown: figures, known differences with their reasons, what is from documentation. */
export function findingLines(findings: Findings): readonly string[] {
  return [
    ...headLines(findings),
    '',
    ...familyLines(findings.outcomes),
    '',
    ...tableLines(findings.outcomes),
    '',
    '### Known differences',
    '',
    ...differenceLines(findings),
    '',
    '### From documentation',
    '',
    'Where no recording and no rule could say, a page of the real system does:',
    '',
    ...citationLines(findings.citations),
  ]
}

function headLines({ outcomes, date }: Findings): readonly string[] {
  return [
    `Run on ${date}. ${versionsOf(outcomes)}`,
    '',
    '| recordings | agree | of | recorded values compared | not compared |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...outcomes.map(({ folder, scenarios }) => {
      const sum = (field: 'compared' | 'skipped'): number =>
        scenarios.reduce((total, scenario) => total + scenario[field], 0)
      return row([folder, passed(scenarios), scenarios.length, sum('compared'), sum('skipped')])
    }),
  ]
}

/** The versions that the recordings name, each once. */
function versionsOf(outcomes: readonly FolderOutcome[]): string {
  const all = outcomes.flatMap(({ traces }) => traces.map(({ versions }) => versions ?? null))
  const of = (name: string): string =>
    [...new Set(all.map((one) => textOf((isObject(one) ? one[name] : null) ?? '')))]
      .filter((version) => version !== '')
      .sort()
      .join(' and ')
  return (
    `The recordings are of Celery ${of('celery')}, kombu ${of('kombu')}, billiard ${of('billiard')}, ` +
    `Redis ${of('redis-server')} and RabbitMQ ${of('rabbitmq-server')}.`
  )
}

function familyLines(outcomes: readonly FolderOutcome[]): readonly string[] {
  const counts = outcomes.map(({ scenarios }) => familyCounts(scenarios))
  const families = [...new Set(counts.flatMap((count) => Object.keys(count)))].sort()
  return [
    row(['family', ...outcomes.flatMap(({ folder }) => [folder, 'of'])]),
    row(['---', ...outcomes.flatMap(() => ['---:', '---:'])]),
    ...families.map((family) =>
      row([
        family,
        ...counts.flatMap((count): readonly (string | number)[] => {
          const own = count[family]
          return own === undefined ? ['', ''] : [own.passed, own.passed + own.failed]
        }),
      ]),
    ),
  ]
}

function tableLines(outcomes: readonly FolderOutcome[]): readonly string[] {
  const tables = outcomes.flatMap((outcome) => outcome.tables)
  return [
    '| table | rows that agree | of |',
    '| --- | ---: | ---: |',
    ...tables.map(({ name, passed: good, rows }) => row([name, good, rows])),
  ]
}

/** Each scenario and table that differs under its reason; those without one last, to be seen. */
function differenceLines({ outcomes, reasons }: Findings): readonly string[] {
  const differing = [
    ...outcomes
      .flatMap(({ scenarios }) => scenarios.filter(({ ok }) => !ok))
      .map(({ name }) => name),
    ...outcomes
      .flatMap(({ tables }) => tables.filter((table) => table.passed < table.rows))
      .map(({ name }) => `table ${name}`),
  ]
  if (differing.length === 0) return ['None.']
  const explained = reasons
    .map(({ names, why }) => ({ why, names: names.filter((name) => differing.includes(name)) }))
    .filter(({ names }) => names.length > 0)
  const known = new Set(explained.flatMap(({ names }) => names))
  const unknown = differing.filter((name) => !known.has(name))
  return [
    '| what differs | why |',
    '| --- | --- |',
    ...explained.map(({ names, why }) => row([names.join(', '), why])),
    ...(unknown.length === 0 ? [] : [row([unknown.join(', '), '**no reason is known**'])]),
  ]
}

function citationLines(all: readonly Citation[]): readonly string[] {
  const pages = [...new Set(all.map(({ page }) => page))].sort()
  return pages.map((page) => {
    const files = all.filter((one) => one.page === page).map(({ file }) => `\`${file}\``)
    return `- <${page}>: ${files.join(', ')}`
  })
}

function passed(scenarios: readonly ScenarioReport[]): number {
  return scenarios.filter(({ ok }) => ok).length
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
}
