import { createStreams, type Stream } from '../../simulator/index.ts'

const TWO_TO_32 = 4_294_967_296

/** The bytes behind `os.urandom`: one stream for each simulated process, so that none disturbs another. */
export class Entropy {
  #streams = createStreams(0)
  #stream: Stream = this.#streams.stream('python')

  /** Begins again from a run's seed. */
  seed(seed: number): void {
    this.#streams = createStreams(seed)
    this.use('python')
  }

  /** Draws from this simulated process's stream from now on. */
  use(process: string): void {
    this.#stream = this.#streams.stream(`python:${process}`)
  }

  /** A number in [0, 1). */
  next(): number {
    return this.#stream.next()
  }

  /** Fills the bytes; every word begins anew, so a short read does not shift the next one. */
  fill(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 4) {
      let word = this.#stream.below(TWO_TO_32)
      for (let next = at; next < at + 4 && next < bytes.length; next++) {
        bytes[next] = word & 0xff
        word >>>= 8
      }
    }
  }
}
