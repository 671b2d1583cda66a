import type { Cells, LineSpec, MatrixItem, Truths } from '../../labs/answers.ts'
import { readRun } from '../../labs/checks/read-run.ts'
import type { Lab } from '../../labs/lab.ts'
import { programOf } from '../../labs/parse-solution.ts'
import { seconds } from '../../simulator/index.ts'
import type { Python } from '../python/python.ts'
import type { Reins } from './drive.ts'
import { runProgram } from './run-program.ts'

/** Labs say the same of the same seed each time: what was found is kept. */
const KNOWN = new WeakMap<Lab, Map<number, Truths>>()

/** What is true in each cell of a lab's matrices: each is a run of its own, with what row and column say. */
export async function truthsOf(
  lab: Lab,
  seed: number,
  python: Python | null,
  reins: Reins = {},
): Promise<Truths> {
  const known = KNOWN.get(lab) ?? new Map<number, Truths>()
  KNOWN.set(lab, known)
  const found = known.get(seed)
  if (found !== undefined) return found
  const truths: Record<string, Cells> = {}
  for (const item of lab.asks)
    if (item.kind === 'matrix') truths[item.id] = await cellsOf(lab, item, seed, python, reins)
  known.set(seed, truths)
  return truths
}

async function cellsOf(
  lab: Lab,
  item: MatrixItem,
  seed: number,
  python: Python | null,
  reins: Reins,
): Promise<Cells> {
  const cells: Record<string, Record<string, string>> = {}
  for (const row of item.rows)
    for (const column of item.columns) {
      const fate = await fateOf(lab, item, [row, column], seed, python, reins)
      cells[row.id] = { ...cells[row.id], [column.id]: fate }
    }
  return cells
}

async function fateOf(
  lab: Lab,
  { task, until }: MatrixItem,
  lines: readonly LineSpec[],
  seed: number,
  python: Python | null,
  reins: Reins,
): Promise<string> {
  const answers = Object.assign(
    {},
    lab.answers,
    ...lines.map((line) => line.with),
  ) as Lab['answers']
  const { files, cluster, actions } = programOf(lab, answers, lab.starter)
  const limits = { ...lab.limits, time: seconds(until) }
  const spec = { files, cluster, client: lab.client, actions, limits, seed }
  const { log, ending } = await runProgram(spec, python, reins)
  if (ending.kind === 'stopped') throw new Error('Checking was stopped.')
  const effects = readRun(log).effects.filter((effect) => effect.task?.name === task)
  return effects.length === 0 ? 'lost' : effects.length === 1 ? 'once' : 'twice'
}
