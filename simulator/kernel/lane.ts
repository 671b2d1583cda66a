import { assert } from './assert.ts'
import { grown } from './grow.ts'
import { eachEvent, EVENT_WIDTH, type EventNumbers, type EventVisit, leftOf } from './heap.ts'

const FIRST_CAPACITY = 16
/** Numbers of an event in the ring: a power of two, so that its place is found by a shift. */
const SHIFT = 3

/**
 * Events of one constant delay. They come in the order they leave in, so a ring buffer does what the
 * heap would do, without comparing.
 */
export class Lane {
  readonly delay: number
  size = 0
  /** Place of the earliest event in `ring`. */
  private head = 0
  private lastTime = 0
  /** Rows of time, seq, opcode, entity, argument. */
  private ring = new Float64Array(FIRST_CAPACITY << SHIFT)

  constructor(delay: number) {
    this.delay = delay
  }

  /** Time of the earliest event; Infinity when there is none. */
  get headTime(): number {
    return this.size === 0 ? Infinity : this.ring[this.head]!
  }

  get headSeq(): number {
    return this.size === 0 ? Infinity : this.ring[this.head + 1]!
  }

  get headOpcode(): number {
    return this.ring[this.head + 2]!
  }

  get headEntity(): number {
    return this.ring[this.head + 3]!
  }

  get headArgument(): number {
    return this.ring[this.head + 4]!
  }

  /** Whether an event at `time` may join the end; a process whose local time runs ahead breaks the order. */
  accepts(time: number): boolean {
    return this.size === 0 || this.lastTime <= time
  }

  /** Whether an event that has its number already may join the end. */
  endsBefore(time: number, seq: number): boolean {
    if (this.size === 0 || this.lastTime < time) return true
    const last = (this.head + ((this.size - 1) << SHIFT)) & (this.ring.length - 1)
    return this.lastTime === time && this.ring[last + 1]! < seq
  }

  push(time: number, seq: number, opcode: number, entity: number, argument: number): void {
    assert(this.accepts(time), 'a lane takes events in the order of their times')
    if (this.size << SHIFT === this.ring.length) this.grow()
    const { ring } = this
    const at = (this.head + (this.size++ << SHIFT)) & (ring.length - 1)
    ring[at] = time
    ring[at + 1] = seq
    ring[at + 2] = opcode
    ring[at + 3] = entity
    ring[at + 4] = argument
    this.lastTime = time
  }

  /** Takes the earliest event away; read it through `head...` before. */
  removeHead(): void {
    this.head = (this.head + (1 << SHIFT)) & (this.ring.length - 1)
    this.size--
  }

  snapshot(): EventNumbers {
    const numbers: number[] = []
    for (let offset = 0; offset < this.size; offset++) {
      const at = (this.head + (offset << SHIFT)) & (this.ring.length - 1)
      numbers.push(...this.ring.subarray(at, at + EVENT_WIDTH))
    }
    return numbers
  }

  restore(numbers: EventNumbers): void {
    this.head = 0
    this.size = 0
    eachEvent(numbers, (...event) => {
      this.push(...event)
    })
  }

  /** Takes out the events that are wanted; the others stay. */
  lift(isTaken: EventVisit<boolean>): void {
    const left = leftOf(this.snapshot(), isTaken)
    if (left !== null) this.restore(left)
  }

  /** Twice the ring, with the head moved to the front: only called when it is full. */
  private grow(): void {
    const straight = grown(this.ring)
    straight.set(this.ring.subarray(this.head))
    straight.set(this.ring.subarray(0, this.head), this.ring.length - this.head)
    this.ring = straight
    this.head = 0
  }
}
