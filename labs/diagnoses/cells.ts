import { number, text } from '../checks/check.ts'
import { cellsOf, isWrong } from '../checks/cells-right.ts'
import type { DiagnosisWord } from './diagnosis.ts'

const CELLS = { answer: 'answer', least: 'count' } as const

/** Most of a matrix was never filled in. */
export const cellsEmpty: DiagnosisWord = {
  parameters: CELLS,
  slots: ['filled', 'all', 'least'],
  find(run, parameters) {
    const cells = cellsOf(run, text(parameters, 'answer'))
    const filled = cells.filter(({ said }) => said !== undefined).length
    const least = number(parameters, 'least')
    return cells.length > 0 && filled < least ? { filled, all: cells.length, least } : null
  },
}

/** A matrix was filled in, and too many of its cells are otherwise in their runs. */
export const cellsDiffer: DiagnosisWord = {
  parameters: CELLS,
  slots: ['wrong', 'row', 'column', 'said'],
  find(run, parameters) {
    const cells = cellsOf(run, text(parameters, 'answer'))
    const least = number(parameters, 'least')
    const wrong = cells.filter(isWrong)
    const right = cells.filter(({ said, truth }) => said === truth)
    const [first] = wrong
    if (first === undefined || right.length >= least || right.length + wrong.length < least)
      return null
    return { wrong: wrong.length, row: first.row, column: first.column, said: first.said ?? '' }
  },
}
