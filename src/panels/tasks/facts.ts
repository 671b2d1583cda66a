import type { FactKind, Log, SourceLine } from '../../../simulator/index.ts'

/** Paperwork that tells nothing about a task that another fact does not. */
const SILENT: ReadonlySet<FactKind> = new Set<FactKind>(['event-sent'])

/** The rows about one task, found once and kept up to date as the log grows. */
export class TaskRows {
  readonly #rows: number[] = []
  readonly #log: Log
  readonly #task: number
  #scanned = 0

  constructor(log: Log, id: string) {
    this.#log = log
    this.#task = log.tasks.indexOf(id)
  }

  /** All rows among the first `rows` of the log, oldest first. */
  upTo(rows: number): readonly number[] {
    while (this.#scanned < rows) {
      const row = this.#scanned++
      if (this.#log.taskAt(row) !== this.#task || SILENT.has(this.#log.kindAt(row))) continue
      this.#rows.push(row)
    }
    const end = this.#rows.findIndex((row) => row >= rows)
    return end < 0 ? this.#rows.slice() : this.#rows.slice(0, end)
  }
}

/** The learner's line that a fact comes from; null where none is known. */
export function lineOf(log: Log, row: number): SourceLine | null {
  const { kind, detail } = log.entry(row)
  if (kind === 'message-published' || kind === 'body-parked' || kind === 'printed') {
    return detail.at ?? null
  }
  if (kind === 'task-failed' || kind === 'program-failed') return detail.error.frames.at(-1) ?? null
  if (kind === 'task-retried') return detail.error?.frames.at(-1) ?? null
  return null
}
