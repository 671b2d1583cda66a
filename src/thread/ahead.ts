import type { Log, LogBatch } from '../../simulator/index.ts'

/** So many batches go out between two pulls whatever the time. */
const CREDIT = 32
/** After that one in so many milliseconds. */
const PACE_MS = 2

/**
 * Hands facts to the page before a body goes on: one that never comes back takes with it only what came
 * in the last two milliseconds before, and in a run that tells little, nothing.
 */
export class Ahead {
  readonly #give: (batch: LogBatch) => void
  #credit = CREDIT
  #last = 0

  constructor(give: (batch: LogBatch) => void) {
    this.#give = give
  }

  /** The page has pulled. */
  renew(): void {
    this.#credit = CREDIT
  }

  /** Gives the rows from `told` on, if it is time; how many rows are told then. */
  tell(log: Log, told: number): number {
    if (log.length === told || !this.#due()) return told
    this.#give(log.batch(told))
    return log.length
  }

  #due(): boolean {
    if (this.#credit > 0) {
      this.#credit -= 1
      return true
    }
    const now = performance.now()
    if (now - this.#last < PACE_MS) return false
    this.#last = now
    return true
  }
}
