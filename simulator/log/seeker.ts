import type { Micros } from '../kernel/units.ts'
import { Draft } from './draft.ts'
import { foldRow } from './fold.ts'
import type { Log } from './log.ts'
import { EMPTY_PICTURE, type Picture } from './picture.ts'

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
      if (this.draft.rows === this.kept.length * this.interval) this.keep()
    }
    this.last = this.draft.publish()
    return this.last
  }

  /** Goes to the latest known picture that does not lie after `rows`. */
  private startNear(rows: number): void {
    const nearest = this.kept[Math.min(Math.floor(rows / this.interval), this.kept.length - 1)]!
    if (this.draft.rows > rows || this.draft.rows < nearest.rows) this.draft = new Draft(nearest)
  }

  private keep(): void {
    this.kept.push(this.draft.publish())
    if (this.kept.length <= MOST_KEPT) return
    this.kept = this.kept.filter((_, index) => index % 2 === 0)
    this.interval *= 2
  }
}
