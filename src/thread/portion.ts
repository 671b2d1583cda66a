/** How many rows go out in a millisecond: the page reads each of them, and shows frames meanwhile. */
const RATE = 300
/** At least and at most so many go out at a pull. */
const LEAST = 4096
const MOST = 65_536

/** How many rows the page is given when it pulls: what a run of millions brings in a moment comes in portions. */
export class Portion {
  #last = -Infinity

  next(now: number): number {
    const passed = now - this.#last
    this.#last = now
    return Math.min(MOST, Math.max(LEAST, Math.round(passed * RATE)))
  }
}
