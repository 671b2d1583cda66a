import { cellsIn, type MatrixItem } from '../answers.ts'
import { type CheckWord, number, text } from './check.ts'
import type { RunRecord } from './run-record.ts'

/** A cell of a matrix: what was answered there (undefined: nothing), and what its run came to. */
export interface Cell {
  /** Titles of its row and its column. */
  readonly row: string
  readonly column: string
  readonly said: string | undefined
  readonly truth: string | undefined
}

/** The cells of a matrix, row by row. */
export function cellsOf(run: RunRecord, id: string): readonly Cell[] {
  const matrix = run.asks.find(
    (item): item is MatrixItem => item.kind === 'matrix' && item.id === id,
  )
  const [said, truths] = [cellsIn(run.answers, id), run.truths[id]]
  return (matrix?.rows ?? []).flatMap((row) =>
    (matrix?.columns ?? []).map((column) => ({
      ...{ row: row.title, column: column.title },
      said: said[row.id]?.[column.id],
      truth: truths?.[row.id]?.[column.id],
    })),
  )
}

/** Was this cell answered, and otherwise than its run says? */
export const isWrong = ({ said, truth }: Cell): boolean => said !== undefined && said !== truth

/** At least so many cells of a matrix were foreseen as their runs come out. */
export const cellsRight: CheckWord = {
  parameters: { answer: 'answer', least: 'count' },
  judge(run, parameters) {
    const cells = cellsOf(run, text(parameters, 'answer'))
    const least = number(parameters, 'least')
    const empty = cells.filter(({ said }) => said === undefined).length
    const right = cells.filter(({ said, truth }) => said === truth).length
    if (right >= least) return null
    const counted = `${right} of ${cells.length} cells are right; ${least} are wanted.`
    const wrong = cells.find(isWrong)
    if (wrong === undefined) return { time: 0, sentence: `${counted} ${empty} are still empty.` }
    return {
      time: 0,
      sentence: `${counted} The first that is not: ${wrong.row}; ${wrong.column}. You say ${wrong.said ?? ''}, and its run says otherwise.`,
    }
  },
}
