import { readFile, writeFile } from 'node:fs/promises'
import { familyCounts } from './report.ts'
import type { ScenarioReport } from './run.ts'
import type { TableReport } from './tables/table.ts'

const BEGIN = '<!-- figures: written by the conformance command -->'
const END = '<!-- end of figures -->'

/** Replaces the figures between the two marks of a document. Throws where it has none. */
export async function updateFigures(
  path: string,
  scenarios: readonly ScenarioReport[],
  tables: readonly TableReport[],
): Promise<void> {
  const text = await readFile(path, 'utf8')
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`${path} has no place for the figures`)
  const figures = figureLines(scenarios, tables).join('\n')
  await writeFile(path, `${text.slice(0, from)}${BEGIN}\n\n${figures}\n\n${text.slice(to)}`)
}

/** The figures as Markdown. */
function figureLines(
  scenarios: readonly ScenarioReport[],
  tables: readonly TableReport[],
): readonly string[] {
  const sum = (field: 'compared' | 'skipped'): number =>
    scenarios.reduce((total, scenario) => total + scenario[field], 0)
  const passed = scenarios.filter(({ ok }) => ok).length
  return [
    `${passed} of ${scenarios.length} scenarios agree. ${sum('compared')} recorded leaves were compared, ${sum('skipped')} were not.`,
    '',
    '| family | agree | of |',
    '| --- | ---: | ---: |',
    ...Object.entries(familyCounts(scenarios)).map(
      ([family, count]) => `| ${family} | ${count.passed} | ${count.passed + count.failed} |`,
    ),
    '',
    '| table | rows that agree | of |',
    '| --- | ---: | ---: |',
    ...tables.map(({ name, passed: good, rows }) => `| ${name} | ${good} | ${rows} |`),
  ]
}
