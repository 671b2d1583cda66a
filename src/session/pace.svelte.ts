/** How panels that cost much follow a run that goes on: at once while little happens, and now and then in a flood. */
import type { Log, Micros, Picture } from '../../simulator/index.ts'

/** All that a panel shows of one moment. */
export interface Moment {
  readonly log: Log
  readonly picture: Picture
  readonly playhead: Micros
  /** How many rows lie at or before the playhead. */
  readonly rows: number
  /** How far the run is known. */
  readonly end: Micros
  readonly revision: number
}

/** A moment that panels follow. */
export interface Paced extends Moment {
  /** More happens than anybody reads. */
  readonly flood: boolean
}

/** More rows than this since the last time are a flood: nobody reads each of them. */
const FLOOD = 40
/** Milliseconds between two moments in a flood, at least and at most. */
const LEAST = 250
const MOST = 1500
/** What follows a flood takes this part of the time, where the machine is slow. */
const SHARE = 1 / 5

export class Pace {
  #last: Paced | null = null
  #length = 0
  #at = 0
  #pause = LEAST
  #waking = false
  /** It is time for the next one, whatever else changes. */
  #due = $state(0)

  /** The moment to show: this one, or in a flood the last one a little longer. To be asked in a derived value. */
  follow(now: Moment, playing: boolean): Paced {
    void this.#due
    const last = this.#last
    const news = last?.log === now.log ? this.#news(last, now) : 0
    // Whoever moves the playhead by hand sees the moment at once.
    const byHand = !playing && now.playhead !== last?.playhead
    if (last && news > FLOOD && !byHand && performance.now() - this.#at < this.#pause) {
      this.#wake()
      return last
    }
    this.#last = { ...now, flood: playing && news > FLOOD }
    this.#length = now.log.length
    this.#measure()
    return this.#last
  }

  /** Nothing else may change for a while, when Python thinks: what was held back is shown all the same. */
  #wake(): void {
    if (this.#waking) return
    this.#waking = true
    setTimeout(() => {
      this.#waking = false
      this.#due++
    }, this.#pause)
  }

  #news(last: Moment, now: Moment): number {
    return Math.abs(now.rows - last.rows) + Math.abs(now.log.length - this.#length)
  }

  /** How long the page is busy with what follows decides how long the next one waits. */
  #measure(): void {
    const began = performance.now()
    this.#at = began
    setTimeout(() => {
      this.#pause = Math.min(MOST, Math.max(LEAST, (performance.now() - began) / SHARE))
    })
  }
}
