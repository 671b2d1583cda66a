import { createStreams, type Stream } from '../../simulator/index.ts'

/** Drawing things, by a seed. */
export class Chance {
  private readonly stream: Stream

  constructor(seed: number) {
    this.stream = createStreams(seed).stream('fuzz')
  }

  below(n: number): number {
    return this.stream.below(n)
  }

  /** From `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + this.below(to - from + 1)
  }

  /** Happens once in `of` times. */
  once(of: number): boolean {
    return this.below(of) === 0
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }

  some<T>(from: readonly T[], least = 1): readonly T[] {
    const rest = [...from]
    const count = this.whole(Math.min(least, rest.length), rest.length)
    return Array.from({ length: count }, () => rest.splice(this.below(rest.length), 1)[0] as T)
  }

  /** So many of what `make` makes. */
  list<T>(least: number, most: number, make: (index: number) => T): readonly T[] {
    return Array.from({ length: this.whole(least, most) }, (_, index) => make(index))
  }
}
