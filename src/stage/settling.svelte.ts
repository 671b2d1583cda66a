import type { Micros } from '../../simulator/index.ts'
import { lookBack } from './motion/pace.ts'

/**
 * Lets the last tokens of a run arrive: playing ends with the last fact, while what it set off is still
 * under way. Any move of the playhead puts an end to it at once.
 */
export class Settling {
  /** Simulated time to add to the playhead; null: nothing is settling. */
  after = $state<Micros | null>(null)
  #frame = 0

  /** From now on until everything has arrived, at 1x. */
  begin(): void {
    this.end()
    let start: number | null = null
    const step = (now: number): void => {
      start ??= now
      const after = (now - start) * 1000
      if (after > lookBack(1)) {
        this.end()
        return
      }
      this.after = after
      this.#frame = requestAnimationFrame(step)
    }
    this.#frame = requestAnimationFrame(step)
  }

  end(): void {
    cancelAnimationFrame(this.#frame)
    this.after = null
  }
}
