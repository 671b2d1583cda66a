/** Very many tries of one lane, counted in bins of time: what a lane of millions is drawn from. */
import type { Outcome } from '../../lib/history/task-history.ts'

/** Of several outcomes in one place the first of these is shown. */
export const WORST: readonly Outcome[] = [
  'killed',
  'failed',
  'rejected',
  'revoked',
  'retry',
  'ignored',
  'running',
  'succeeded',
]

/** So many bins; with one too many, each two become one. */
const BINS = 8192
/** How long a bin is at first, in microseconds. */
const FIRST = 1024

/** What happened in a stretch of bins. */
export interface Binned {
  readonly from: number
  readonly to: number
  /** Tries that began in it. */
  readonly count: number
  /** How much of it was spent in tries, from 0 to 1. */
  readonly busy: number
  readonly outcome: Outcome
}

export class LaneBins {
  #width = FIRST
  #used = 0
  readonly #counts = new Uint32Array(BINS)
  readonly #busy = new Float64Array(BINS)
  /** The worst outcome's place in WORST, plus one; 0: nothing. */
  readonly #worst = new Uint8Array(BINS)
  /** Tries that were added. */
  total = 0

  /** A try that is over. */
  add(start: number, end: number, outcome: Outcome): void {
    while (end >= this.#width * BINS) this.#halve()
    this.total += 1
    const first = Math.floor(start / this.#width)
    const last = Math.floor(end / this.#width)
    this.#counts[first]! += 1
    const worst = WORST.indexOf(outcome) + 1
    for (let bin = first; bin <= last; bin++) {
      const inside = Math.min(end, (bin + 1) * this.#width) - Math.max(start, bin * this.#width)
      this.#busy[bin]! += inside
      const known = this.#worst[bin]!
      if (known === 0 || worst < known) this.#worst[bin] = worst
    }
    this.#used = Math.max(this.#used, last + 1)
  }

  /** What happened in each pixel of a range, the empty ones left out; at most one piece a pixel or bin. */
  pieces(from: number, to: number, pixels: number): readonly Binned[] {
    const step = Math.max(this.#width, (to - from) / Math.max(1, pixels))
    const found: Binned[] = []
    const last = Math.min(this.#used, Math.ceil(to / this.#width))
    let bin = Math.max(0, Math.floor(from / this.#width))
    while (bin < last) {
      const until = Math.min(
        last,
        Math.max(bin + 1, Math.floor((bin * this.#width + step) / this.#width)),
      )
      const piece = this.#joined(bin, until)
      if (piece !== null) found.push(piece)
      bin = until
    }
    return found
  }

  #joined(from: number, until: number): Binned | null {
    let count = 0
    let busy = 0
    let worst = 0
    for (let bin = from; bin < until; bin++) {
      count += this.#counts[bin]!
      busy += this.#busy[bin]!
      const here = this.#worst[bin]!
      if (here > 0 && (worst === 0 || here < worst)) worst = here
    }
    if (worst === 0) return null
    const length = (until - from) * this.#width
    return {
      from: from * this.#width,
      to: until * this.#width,
      count,
      busy: Math.min(1, busy / length),
      outcome: WORST[worst - 1]!,
    }
  }

  #halve(): void {
    for (let bin = 0; bin < BINS / 2; bin++) {
      const [a, b] = [2 * bin, 2 * bin + 1]
      this.#counts[bin] = this.#counts[a]! + this.#counts[b]!
      this.#busy[bin] = this.#busy[a]! + this.#busy[b]!
      const [one, other] = [this.#worst[a]!, this.#worst[b]!]
      this.#worst[bin] = one === 0 ? other : other === 0 ? one : Math.min(one, other)
    }
    for (const column of [this.#counts, this.#busy, this.#worst]) column.fill(0, BINS / 2)
    this.#used = Math.ceil(this.#used / 2)
    this.#width *= 2
  }
}
