import type { Log, LogBatch } from '../../simulator/index.ts'
import type { Word } from './protocol.ts'

/** So many batches go out between two pulls whatever the time. */
const CREDIT = 32
/** After that one in so many milliseconds. */
const PACE_MS = 2

/** So many lines go out between two pulls whatever the time. */
const WORDS_CREDIT = 8

/** Whether it is time to say something ahead of a pull: as often as costs nothing that anybody could see. */
class Pace {
  readonly #most: number
  #credit: number
  #last = 0

  constructor(most: number) {
    this.#most = most
    this.#credit = most
  }

  renew(): void {
    this.#credit = this.#most
  }

  due(): boolean {
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

/**
 * Hands facts to the page before a body goes on: one that never comes back takes with it only what came
 * in the last two milliseconds before, and in a run that tells little, nothing.
 */
export class Ahead {
  readonly #give: (batch: LogBatch) => void
  readonly #pace = new Pace(CREDIT)

  constructor(give: (batch: LogBatch) => void) {
    this.#give = give
  }

  /** The page has pulled. */
  renew(): void {
    this.#pace.renew()
  }

  /** Gives the rows from `told` on, if it is time; how many rows are told then. */
  tell(log: Log, told: number): number {
    if (log.length === told || !this.#pace.due()) return told
    this.#give(log.batch(told))
    return log.length
  }
}

/** Hands over what code prints while it computes, for the case that it never comes back. */
export class LastWords {
  readonly #give: (words: readonly Word[]) => void
  readonly #pace = new Pace(WORDS_CREDIT)
  #kept: Word[] = []

  constructor(give: (words: readonly Word[]) => void) {
    this.#give = give
  }

  /** The page has pulled. */
  renew(): void {
    this.#pace.renew()
  }

  say(word: Word): void {
    this.#kept.push(word)
    if (!this.#pace.due()) return
    this.#give(this.#kept)
    this.#kept = []
  }

  /** The code has come back, and what it has printed is told as facts. */
  forget(): void {
    this.#kept = []
  }
}
