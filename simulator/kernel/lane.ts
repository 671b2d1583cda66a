import { assert } from './assert.ts'
import { grown } from './grow.ts'
import { EVENT_WIDTH, type EventNumbers } from './heap.ts'

const FIRST_CAPACITY = 16

/**
 * Events of one constant delay. They come in the order they leave in, so a ring buffer does what the
 * heap would do, without comparing.
 */
export class Lane {
  readonly delay: number
  size = 0
  private head = 0
  private times = new Float64Array(FIRST_CAPACITY)
  private seqs = new Float64Array(FIRST_CAPACITY)
  private opcodes = new Int32Array(FIRST_CAPACITY)
  private entities = new Int32Array(FIRST_CAPACITY)
  private arguments_ = new Float64Array(FIRST_CAPACITY)

  constructor(delay: number) {
    this.delay = delay
  }

  /** Time of the earliest event; Infinity when there is none. */
  get headTime(): number {
    return this.size === 0 ? Infinity : this.times[this.head]!
  }

  get headSeq(): number {
    return this.size === 0 ? Infinity : this.seqs[this.head]!
  }

  get headOpcode(): number {
    return this.opcodes[this.head]!
  }

  get headEntity(): number {
    return this.entities[this.head]!
  }

  get headArgument(): number {
    return this.arguments_[this.head]!
  }

  /** Whether an event at `time` may join the end; a process whose local time runs ahead breaks the order. */
  accepts(time: number): boolean {
    return this.size === 0 || this.times[this.index(this.size - 1)]! <= time
  }

  push(time: number, seq: number, opcode: number, entity: number, argument: number): void {
    assert(this.accepts(time), 'a lane takes events in the order of their times')
    if (this.size === this.times.length) this.grow()
    const index = this.index(this.size++)
    this.times[index] = time
    this.seqs[index] = seq
    this.opcodes[index] = opcode
    this.entities[index] = entity
    this.arguments_[index] = argument
  }

  /** Takes the earliest event away; read it through `head...` before. */
  removeHead(): void {
    this.head = this.index(1)
    this.size--
  }

  snapshot(): EventNumbers {
    const numbers: number[] = []
    for (let offset = 0; offset < this.size; offset++) {
      const index = this.index(offset)
      numbers.push(this.times[index]!, this.seqs[index]!)
      numbers.push(this.opcodes[index]!, this.entities[index]!, this.arguments_[index]!)
    }
    return numbers
  }

  restore(numbers: EventNumbers): void {
    this.head = 0
    this.size = 0
    for (let at = 0; at < numbers.length; at += EVENT_WIDTH) {
      const [time, seq, opcode, entity, argument] = numbers.slice(at, at + EVENT_WIDTH)
      this.push(time!, seq!, opcode!, entity!, argument!)
    }
  }

  /** The capacity is a power of two, so a mask wraps around. */
  private index(offset: number): number {
    return (this.head + offset) & (this.times.length - 1)
  }

  private grow(): void {
    this.times = this.unrolled(this.times)
    this.seqs = this.unrolled(this.seqs)
    this.opcodes = this.unrolled(this.opcodes)
    this.entities = this.unrolled(this.entities)
    this.arguments_ = this.unrolled(this.arguments_)
    this.head = 0
  }

  /** Twice the column, with the head moved to the front: only called when the ring is full. */
  private unrolled<T extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(column: T): T {
    const straight = grown(column)
    straight.set(column.subarray(this.head))
    straight.set(column.subarray(0, this.head), column.length - this.head)
    return straight
  }
}
