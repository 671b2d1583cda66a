import type { Micros } from '../kernel/units.ts'
import { Draft } from './draft.ts'
import { foldRow } from './fold.ts'
import type { Log } from './log.ts'
import { EMPTY_PICTURE } from './empty-picture.ts'
import type { Picture } from './picture.ts'

/** Rows between two kept pictures at first; doubled whenever there are too many. */
const FIRST_INTERVAL = 256
const MOST_KEPT = 256

/**
 * Pictures of a log at any moment. Going on from the last one folds only the rows between; going back
 * starts from the nearest picture kept on the way. The log may grow meanwhile.
 */
export class PictureSeeker {
  private readonly log: Log
  private draft = new Draft(EMPTY_PICTURE)
  private last: Picture = EMPTY_PICTURE
  /** What reads ahead. */
  private scout: Draft | null = null
  private interval = FIRST_INTERVAL
  /** The picture after each `interval` rows; the first is the empty one. */
  private kept: Picture[] = [EMPTY_PICTURE]

  constructor(log: Log) {
    this.log = log
  }

  /** The cluster after every fact at or before `time`; the same object as long as no fact lies between. */
  at(time: Micros): Picture {
    return this.afterRows(this.log.rowsUpTo(time))
  }

  /** The cluster after the first `rows` facts. */
  afterRows(rows: number): Picture {
    if (rows === this.last.rows) return this.last
    this.startNear(rows)
    while (this.draft.rows < rows) {
      foldRow(this.draft, this.log, this.draft.rows)
      this.keep(this.draft)
    }
    this.last = this.draft.publish()
    return this.last
  }

  /**
   * Reads up to so many of the rows that nobody has asked for yet, and keeps pictures on the way, so that a leap ahead
   * costs no more than one back; whether there were any.
   */
  prepare(rows: number): boolean {
    const from = this.kept.at(-1)!
    if (from.rows + this.interval > this.log.length) return false
    if (this.scout === null || this.scout.rows < from.rows) this.scout = new Draft(from)
    const end = Math.min(this.scout.rows + rows, this.log.length)
    while (this.scout.rows < end) {
      foldRow(this.scout, this.log, this.scout.rows)
      this.keep(this.scout)
    }
    return true
  }

  /** Goes to the latest known picture that does not lie after `rows`. */
  private startNear(rows: number): void {
    const nearest = this.kept[Math.min(Math.floor(rows / this.interval), this.kept.length - 1)]!
    if (this.draft.rows > rows || this.draft.rows < nearest.rows) this.draft = new Draft(nearest)
  }

  /** Keeps the picture of a draft that stands where the next one is to be kept. */
  private keep(draft: Draft): void {
    if (draft.rows !== this.kept.length * this.interval) return
    this.kept.push(draft.publish())
    if (this.kept.length <= MOST_KEPT) return
    this.kept = this.kept.filter((_, index) => index % 2 === 0)
    this.interval *= 2
  }
}
