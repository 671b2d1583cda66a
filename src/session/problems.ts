import {
  type ExceptionInfo,
  type FactDetails,
  type Log,
  type SourceLine,
} from '../../simulator/index.ts'
import { sourceLineOf } from '../lib/source-lines.ts'
import type { MistakeBook } from '../mistakes/book.ts'
import { explanationAt } from '../mistakes/find.ts'
import { inShort } from '../mistakes/mistake.ts'

/** A problem at a line of the learner's code. */
export interface Problem {
  readonly row: number
  readonly file: string
  readonly line: number
  readonly severity: 'error' | 'warning'
  readonly text: string
}

/** Reads from a log which lines raised something; each row is looked at once. */
export class ProblemReader {
  readonly #log: Log
  readonly #book: MistakeBook | null
  readonly #found: Problem[] = []
  #read = 0

  /** The book has the words under a problem, once it is there. */
  constructor(log: Log, book: MistakeBook | null = null) {
    this.#log = log
    this.#book = book
  }

  /** The problems among the first `rows` rows, the last one of each line. */
  upTo(rows: number): readonly Problem[] {
    for (; this.#read < Math.min(rows, this.#log.length); this.#read++) {
      const problem = problemAt(this.#log, this.#read, this.#book)
      if (problem) this.#found.push(problem)
    }
    const lines = new Map<string, Problem>()
    for (const problem of this.#found) {
      if (problem.row >= rows) break
      lines.set(`${problem.file}:${problem.line}`, problem)
    }
    return [...lines.values()]
  }
}

function problemAt(log: Log, row: number, book: MistakeBook | null): Problem | null {
  const explained = (): string | null => {
    const words = book && explanationAt(book, log, row)
    return words && inShort(words)
  }
  switch (log.kindAt(row)) {
    case 'program-failed':
      return problem(row, log.detail(row, 'program-failed').error, 'error', explained())
    case 'task-failed':
      return problem(row, log.detail(row, 'task-failed').error, 'error', explained())
    case 'task-retried':
      return problem(row, log.detail(row, 'task-retried').error, 'warning')
    case 'noted':
      return noted(row, log.detail(row, 'noted'), explained())
    default:
      return null
  }
}

const noted = (
  row: number,
  { at, text }: FactDetails['noted'],
  explained: string | null,
): Problem | null =>
  at === undefined ? null : { row, ...at, severity: 'warning', text: explained ?? text }

function problem(
  row: number,
  error: ExceptionInfo | null,
  severity: Problem['severity'],
  explained: string | null = null,
): Problem | null {
  const frame = error?.frames.at(-1)
  if (!error || !frame) return null
  const said = error.said ?? error.message
  const raised = said === '' ? error.type : `${error.type}: ${said}`
  const text = explained === null ? raised : `${raised}\n\n${explained}`
  return { row, file: frame.file, line: frame.line, severity, text }
}

/** How many rows back a task's last line of code is looked for. */
const FAR = 20_000

/** The line that a task last had to do with, among the first `rows` rows. */
export function lastLineOf(log: Log, rows: number, task: string): SourceLine | null {
  const wanted = log.tasks.indexOf(task)
  if (wanted < 0) return null
  for (let row = rows - 1; row >= Math.max(0, rows - FAR); row--) {
    if (log.taskAt(row) !== wanted) continue
    const line = sourceLineOf(log, row)
    if (line) return line
  }
  return null
}
