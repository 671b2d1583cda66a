import { mix } from '../kernel/hash.ts'

const TWO_TO_32 = 4_294_967_296

/** A 64-bit hash, as two 32-bit ones that start and mix differently; not against malice. */
export class LogHash {
  private one = 0x243f6a88
  private two = 0x85a308d3

  word(word: number): void {
    this.one = mix(this.one, word)
    this.two = mix(this.two, Math.imul(word, 0x9e3779b1) ^ this.one)
  }

  /** A safe whole number: times and counts may need more than 32 bits. */
  number(value: number): void {
    this.word(value | 0)
    this.word(Math.floor(value / TWO_TO_32) | 0)
  }

  text(text: string): void {
    this.word(text.length)
    for (let index = 0; index < text.length; index++) this.word(text.charCodeAt(index))
  }

  /** Plain data; the order of an object's keys does not count, but being absent differs from null. */
  json(value: unknown): void {
    this.text(canonical(value))
  }

  digits(): string {
    return [this.one, this.two].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
  }
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  )
}
