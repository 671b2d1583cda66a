/** The interpreter looks once in so many jumps and calls. */
const JUMPS_PER_LOOK = 50
/** A turn may take so many looks, about 26 million jumps: a second or a few, at the same place on any machine. */
const BUDGET = 2 ** 19
/** After so many looks the thread hears what is said to it: some ten milliseconds. */
const BREATH = 2 ** 12

const SIGINT = 2

/** Why Python was interrupted. */
export type Interruption =
  /** It has been told to. */
  | 'stopped'
  /** It has used up the budget of this turn. */
  | 'over'
  /** It goes on when the thread has heard the page. */
  | 'breath'

/**
 * A budget for code that has no ticks (loops inside library code), and the way for `stop()` to reach
 * Python while it runs. It poses as the interrupt buffer, which the interpreter reads now and then.
 * What is counted are looks and never the machine's time, so each run ends at the same line anywhere.
 */
export class Watch {
  readonly length = 1
  readonly #wind: (jumps: number) => void
  #cut = false
  #looks = 0
  #why: Interruption = 'breath'

  /** `wind` sets the number of jumps until the next look. */
  constructor(wind: (jumps: number) => void) {
    this.#wind = wind
  }

  /** Begins a new turn. */
  reset(): void {
    this.#cut = false
    this.#looks = 0
    this.#wind(JUMPS_PER_LOOK)
  }

  /** Python shall end at its next look. */
  cut(): void {
    this.#cut = true
  }

  /** What the last interruption was for. */
  get why(): Interruption {
    return this.#why
  }

  get 0(): number {
    if (this.#cut) {
      // Once: the handler is Python too, and looks again.
      this.#cut = false
      return this.#interrupt('stopped')
    }
    this.#looks += 1
    if (this.#looks % BREATH !== 0) return 0
    // Again and again: who catches the first one gets another.
    return this.#interrupt(this.#looks >= BUDGET ? 'over' : 'breath')
  }

  set 0(_value: number) {
    // The interpreter clears what it has read; here reading changes nothing.
  }

  #interrupt(why: Interruption): number {
    this.#why = why
    return SIGINT
  }
}
