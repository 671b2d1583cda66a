import type { Log } from '../log/log.ts'

/** How far two logs are the same. */
export interface Shared {
  /** So many rows, from the first on, are the same in both. */
  readonly rows: number
  /** Both have been read to the end of the shorter one, or to a difference. */
  readonly differs: boolean
}

/**
 * Compares two logs that grow, fact for fact: moment, kind, actor, task, cause and details. Each look goes on
 * where the last one ended.
 */
export class Comparison {
  readonly #one: Log
  readonly #other: Log
  #rows = 0
  #differs = false

  constructor(one: Log, other: Log) {
    this.#one = one
    this.#other = other
  }

  /** Reads what is there now. */
  look(): Shared {
    const both = Math.min(this.#one.length, this.#other.length)
    while (!this.#differs && this.#rows < both) {
      if (sameFact(this.#one, this.#other, this.#rows)) this.#rows += 1
      else this.#differs = true
    }
    return { rows: this.#rows, differs: this.#differs }
  }
}

/** Is this row the same fact in both? */
function sameFact(one: Log, other: Log, row: number): boolean {
  return (
    one.timeAt(row) === other.timeAt(row) &&
    one.kindAt(row) === other.kindAt(row) &&
    one.causeAt(row) === other.causeAt(row) &&
    one.actors[one.actorAt(row)]?.name === other.actors[other.actorAt(row)]?.name &&
    one.tasks[one.taskAt(row)] === other.tasks[other.taskAt(row)] &&
    samePlain(one.detail(row, one.kindAt(row)), other.detail(row, other.kindAt(row)))
  )
}

/** The same plain data. */
function samePlain(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) =>
      samePlain((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
    )
  )
}
