import type { Micros } from '../../simulator/index.ts'

/** The interpreter looks every 51 jumps or calls; the counter is read once in so many looks. */
const LOOKS_PER_CHECK = 1024
/** About fifty million jumps: a few seconds, at the same place on any machine. */
const CHECKS = 1024

const SIGINT = 2

/**
 * A budget for code that has no ticks (loops inside library code), and the way for `stop()` to reach
 * Python while it runs. It poses as the interrupt buffer, which the interpreter reads now and then.
 */
export class Watch {
  readonly length = 1
  readonly #spent: () => Micros
  #cut = false
  #looks = 0
  #checks = 0
  #last: Micros = 0

  constructor(spent: () => Micros) {
    this.#spent = spent
  }

  /** Begins a new budget. */
  reset(): void {
    this.#cut = false
    this.#checks = 0
  }

  /** Python shall end at its next look. */
  cut(): void {
    this.#cut = true
  }

  get 0(): number {
    if (this.#cut) {
      // Once: the handler is Python too, and looks again.
      this.#cut = false
      return SIGINT
    }
    this.#looks += 1
    if (this.#looks < LOOKS_PER_CHECK) return 0
    this.#looks = 0
    const spent = this.#spent()
    this.#checks = spent === this.#last ? this.#checks + 1 : 0
    this.#last = spent
    if (this.#checks <= CHECKS) return 0
    this.#checks = 0
    return SIGINT
  }

  set 0(_value: number) {
    // The interpreter clears what it has read; here reading changes nothing.
  }
}
