/** Watches whether the lab thread answers; simulated time and Python's own budget know nothing of it. */

/** After so long without an answer the learner is told, in milliseconds that the page was awake. */
export const SILENT = 3_000
/** After so long the thread is given up, at the earliest: one call of a body never comes back. */
export const DEAF = 20_000
/** And at the latest. */
const DEAFEST = 120_000

const TICK = 250

/** How long a thread may be silent that took `loading` to load Python: a slow machine is slow in all it does. */
export const deafAfter = (loading: number): number =>
  Math.ceil(Math.min(Math.max(DEAF, 2 * loading), DEAFEST) / TICK) * TICK

/** What a learner reads whose thread was given up after so long. */
export const givenUp = (deaf: number): string =>
  `Python was busy inside one single step for ${String(Math.round(deaf / 1000))} seconds and could not be heard, so it was ended and is being started again. Your code and everything logged so far are kept. Look for one call that has too much to do, such as sum() over a huge range.`

export interface WatchdogHooks {
  readonly onSilent: (silent: boolean) => void
  readonly onDeaf: () => void
  /** When it counts as deaf, in milliseconds: a number of `deafAfter`. */
  readonly deaf: number
}

/** Counts the time that calls of the thread stay open. */
export class Watchdog {
  readonly #hooks: WatchdogHooks
  readonly #timer: ReturnType<typeof setInterval>
  #open = false
  #waited = 0

  constructor(hooks: WatchdogHooks) {
    this.#hooks = hooks
    // Ticks are counted, not the clock: a machine that was asleep has missed nothing.
    this.#timer = setInterval(() => this.#tick(), TICK)
  }

  /** Watches until a call is answered; one at a time. */
  async over<T>(call: Promise<T>): Promise<T> {
    this.#open = true
    try {
      return await call
    } finally {
      this.#open = false
      if (this.#waited >= SILENT) this.#hooks.onSilent(false)
      this.#waited = 0
    }
  }

  end(): void {
    clearInterval(this.#timer)
  }

  #tick(): void {
    if (!this.#open) return
    this.#waited += TICK
    if (this.#waited === SILENT) this.#hooks.onSilent(true)
    if (this.#waited !== this.#hooks.deaf) return
    this.end()
    this.#hooks.onDeaf()
  }
}
