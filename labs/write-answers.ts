import type { Answers, Cells, Item, Value } from './answers.ts'

/** The text of `answers.yaml` with these answers, each under its title. */
export const writeAnswers = (items: readonly Item[], answers: Answers): string =>
  items
    .map((item) => `# ${item.title}\n${item.id}:${written(item, answers[item.id] ?? null)}\n`)
    .join('\n')

function written(item: Item, value: Value): string {
  if (value === null) return ''
  if (item.kind === 'curve') return ` [${(value as readonly number[]).join(', ')}]`
  if (typeof value === 'number' || typeof value === 'string') return ` ${value}`
  if (item.kind !== 'matrix') return ''
  const cells = value as Cells
  const rows = item.rows.map(({ id }) => {
    const filled = item.columns.flatMap((column) => {
      const cell = cells[id]?.[column.id]
      return cell === undefined ? [] : [`${column.id}: ${cell}`]
    })
    return `\n  ${id}: {${filled.length > 0 ? ` ${filled.join(', ')} ` : ''}}`
  })
  return rows.join('')
}
