import {
  ANSWERS_FILE,
  type Answers,
  type Cells,
  type CurveItem,
  FATES,
  type Item,
  type MatrixItem,
  type SliderItem,
  type Value,
} from './answers.ts'
import type { FileProblem } from './lab.ts'
import { type Field, readYaml } from './yaml-field.ts'

export type ParsedAnswers =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** Reads `answers.yaml`; what it leaves out is as in `before`, or not answered. */
export function parseAnswers(
  text: string,
  items: readonly Item[],
  before: Answers = {},
): ParsedAnswers {
  const { root, problems } = readYaml(ANSWERS_FILE, text)
  if (problems.length > 0) return { ok: false, problems }
  // A file of comments alone answers nothing.
  const fields =
    root.value() === null
      ? new Map<string, Field>()
      : root.record({ required: [], optional: items.map(({ id }) => id) })
  const answers = Object.fromEntries(
    items.map((item): [string, Value] => {
      const field = fields.get(item.id)
      return [item.id, field === undefined ? (before[item.id] ?? null) : read(item, field)]
    }),
  )
  return problems.length > 0 ? { ok: false, problems } : { ok: true, answers }
}

function read(item: Item, field: Field): Value {
  // A key without a value is a question that nobody has answered.
  if (field.value() === null && item.kind !== 'slider') return null
  switch (item.kind) {
    case 'slider':
      return field.value() === null && item.sets === null ? null : readNumber(item, field)
    case 'choice':
      return oneOf(
        item.options.map(({ id }) => id),
        field,
      )
    case 'matrix':
      return readCells(item, field)
    case 'curve':
      return readPoints(item, field)
  }
}

function readNumber({ from, to, step }: SliderItem, field: Field): number {
  const value = field.number(from, to)
  const steps = (value - from) / step
  if (Math.abs(steps - Math.round(steps)) > 1e-6)
    field.report(`It goes in steps of ${step} from ${from} to ${to}.`)
  return value
}

function oneOf(allowed: readonly string[], field: Field): string {
  const [first = '', ...rest] = allowed
  return field.choice([first, ...rest])
}

function readCells({ rows, columns }: MatrixItem, field: Field): Cells {
  const fields = field.record({ required: [], optional: rows.map(({ id }) => id) })
  return Object.fromEntries(
    [...fields].map(([row, line]) => {
      const cells = line.record({ required: [], optional: columns.map(({ id }) => id) })
      const filled = [...cells].filter(([, cell]) => cell.value() !== null)
      const names = FATES.map(({ id }) => id)
      return [row, Object.fromEntries(filled.map(([column, cell]) => [column, oneOf(names, cell)]))]
    }),
  )
}

function readPoints({ count, most, unit }: CurveItem, field: Field): readonly number[] {
  const points = field.list()
  if (points.length !== count)
    field.report(`The curve has ${count} points, one for each moment; here are ${points.length}.`)
  return points.map((point) => {
    const value = point.value()
    if (typeof value === 'number' && value >= 0 && value <= most) return value
    point.report(`A point of the curve is a number from 0 to ${most}${unit && ` ${unit}`}.`)
    return 0
  })
}
