import { assert } from './assert.ts'
import { mix, textHash } from './hash.ts'

/** The state of one stream: four 32-bit words. */
export type StreamState = readonly [number, number, number, number]

/** Every stream made so far, by name. */
export interface StreamsSnapshot {
  readonly seed: number
  readonly states: { readonly [name: string]: StreamState }
}

const TWO_TO_32 = 4_294_967_296
/** After so many steps sfc32 has forgotten how its seed looked. */
const WARM_UP = 12

/** A named stream of random numbers (sfc32): the same bits in every engine. */
export class Stream {
  private a = 0
  private b = 0
  private c = 0
  private d = 0

  constructor(state: StreamState) {
    this.restore(state)
  }

  /** A number in [0, 1) with 32 random bits. */
  next(): number {
    return this.word() / TWO_TO_32
  }

  /** A whole number in [0, n); n is at least 1 and at most 2^32. */
  below(n: number): number {
    assert(Number.isInteger(n) && n >= 1 && n <= TWO_TO_32, 'below() takes 1 to 2^32')
    return Math.floor(this.next() * n)
  }

  /** A version 4 UUID as RFC 4122 writes it. */
  uuid(): string {
    const text =
      hex(this.word()) +
      hex(((this.word() & 0xffff0fff) | 0x4000) >>> 0) +
      hex(((this.word() & 0x3fffffff) | 0x80000000) >>> 0) +
      hex(this.word())
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
  }

  snapshot(): StreamState {
    return [this.a, this.b, this.c, this.d]
  }

  restore(state: StreamState): void {
    this.a = state[0]
    this.b = state[1]
    this.c = state[2]
    this.d = state[3]
  }

  /** One step of sfc32: 32 bits, not signed. */
  private word(): number {
    const sum = (this.a + this.b + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }
}

/** The random streams of a run. A stream's numbers depend on the seed and its own name alone. */
export class Streams {
  private seed: number
  private readonly byName = new Map<string, Stream>()

  constructor(seed: number) {
    assert(Number.isSafeInteger(seed), 'a seed is a safe whole number')
    this.seed = seed
  }

  /** The stream of this name; asking again gives the same one, further on. */
  stream(name: string): Stream {
    let stream = this.byName.get(name)
    if (!stream) {
      stream = seeded(this.seed, name)
      this.byName.set(name, stream)
    }
    return stream
  }

  snapshot(): StreamsSnapshot {
    const states = [...this.byName].map(([name, stream]) => [name, stream.snapshot()] as const)
    return { seed: this.seed, states: Object.fromEntries(states) }
  }

  /** Puts every stream back; one made after the snapshot starts anew. Held `Stream` objects stay valid. */
  restore(snapshot: StreamsSnapshot): void {
    this.seed = snapshot.seed
    for (const name of Object.keys(snapshot.states)) this.stream(name)
    for (const [name, stream] of this.byName) {
      stream.restore(snapshot.states[name] ?? seeded(this.seed, name).snapshot())
    }
  }
}

/** The random streams of a run with this seed, a safe whole number. */
export function createStreams(seed: number): Streams {
  return new Streams(seed)
}

/**
 * A number in [0, 1) for the n-th draw of one attempt of one task. It hangs on nothing else, so two
 * policies compared with the same seed meet the same luck.
 */
export const draw = (seed: number, task: number, attempt: number, n: number): number =>
  drawFrom(drawsOf(seed), task, attempt, n)

/** What all draws of a seed begin with, for `drawFrom`. */
export const drawsOf = (seed: number): number => mix(mix(0x9e3779b9, low(seed)), high(seed))

/** `draw` for who draws often. */
export const drawFrom = (draws: number, task: number, attempt: number, n: number): number =>
  (mix(mix(mix(draws, task), attempt), n) >>> 0) / TWO_TO_32

function seeded(seed: number, name: string): Stream {
  const hash = textHash(name)
  const stream = new Stream([low(seed), high(seed), hash, 1])
  for (let step = 0; step < WARM_UP; step++) stream.next()
  return stream
}

function low(seed: number): number {
  return seed | 0
}

function high(seed: number): number {
  return Math.floor(seed / TWO_TO_32) | 0
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0')
}
