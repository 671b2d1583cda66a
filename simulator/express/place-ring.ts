const FIRST = 16

/** Whole numbers that leave in the order they came in. A plain array costs a small ring less than a typed one. */
export class PlaceRing {
  length = 0
  private head = 0
  private ring: number[] = new Array<number>(FIRST).fill(0)

  /** The first of them; there is one. */
  get first(): number {
    return this.ring[this.head]!
  }

  push(value: number): void {
    if (this.length === this.ring.length) this.grow()
    this.ring[(this.head + this.length++) & (this.ring.length - 1)] = value
  }

  /** Takes the first of them; there is one. */
  take(): number {
    const { ring, head } = this
    this.head = (head + 1) & (ring.length - 1)
    this.length--
    return ring[head]!
  }

  /** All of them, in their order. */
  values(): number[] {
    const { ring, head, length } = this
    return Array.from({ length }, (_, at) => ring[(head + at) & (ring.length - 1)]!)
  }

  /** Twice the ring, with the head moved to the front: only called when it is full. */
  private grow(): void {
    const values = this.values()
    this.ring = [...values, ...values]
    this.head = 0
  }
}
