import type { FactKind, Log } from '../../../simulator/index.ts'

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
