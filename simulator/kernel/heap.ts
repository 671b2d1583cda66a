import { grown } from './grow.ts'

/** A heap as plain data, five numbers an event: time, seq, opcode, entity, argument. */
export type EventNumbers = readonly number[]

/** How many numbers one event takes in a snapshot. */
export const EVENT_WIDTH = 5

const FIRST_CAPACITY = 64

/**
 * A 4-ary heap of events on typed arrays, ordered by (time, seq). Keys move while it sifts; the rest of
 * an event stays in its slot, which is used again once the event has left.
 */
export class EventHeap {
  size = 0
  private times = new Float64Array(FIRST_CAPACITY)
  private seqs = new Float64Array(FIRST_CAPACITY)
  private slots = new Int32Array(FIRST_CAPACITY)
  private opcodes = new Int32Array(FIRST_CAPACITY)
  private entities = new Int32Array(FIRST_CAPACITY)
  private arguments_ = new Float64Array(FIRST_CAPACITY)

  constructor() {
    // Slots beyond `size` are the free ones, so the array needs no list of free slots besides.
    for (let slot = 0; slot < FIRST_CAPACITY; slot++) this.slots[slot] = slot
  }

  /** Time of the earliest event; Infinity when there is none. */
  get headTime(): number {
    return this.size === 0 ? Infinity : this.times[0]!
  }

  get headSeq(): number {
    return this.size === 0 ? Infinity : this.seqs[0]!
  }

  get headOpcode(): number {
    return this.opcodes[this.slots[0]!]!
  }

  get headEntity(): number {
    return this.entities[this.slots[0]!]!
  }

  get headArgument(): number {
    return this.arguments_[this.slots[0]!]!
  }

  push(time: number, seq: number, opcode: number, entity: number, argument: number): void {
    if (this.size === this.times.length) this.grow()
    const slot = this.slots[this.size]!
    this.opcodes[slot] = opcode
    this.entities[slot] = entity
    this.arguments_[slot] = argument
    this.siftUp(this.size++, time, seq, slot)
  }

  /** Takes the earliest event away; read it through `head...` before. */
  removeHead(): void {
    const last = --this.size
    const freed = this.slots[0]!
    const time = this.times[last]!
    const seq = this.seqs[last]!
    const slot = this.slots[last]!
    this.slots[last] = freed
    if (last > 0) this.siftDown(time, seq, slot)
  }

  snapshot(): EventNumbers {
    const numbers: number[] = []
    for (let index = 0; index < this.size; index++) {
      const slot = this.slots[index]!
      numbers.push(this.times[index]!, this.seqs[index]!)
      numbers.push(this.opcodes[slot]!, this.entities[slot]!, this.arguments_[slot]!)
    }
    return numbers
  }

  restore(numbers: EventNumbers): void {
    this.size = 0
    for (let at = 0; at < numbers.length; at += EVENT_WIDTH) {
      const [time, seq, opcode, entity, argument] = numbers.slice(at, at + EVENT_WIDTH)
      this.push(time!, seq!, opcode!, entity!, argument!)
    }
  }

  private siftUp(from: number, time: number, seq: number, slot: number): void {
    const { times, seqs, slots } = this
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 2
      const parentTime = times[parent]!
      if (parentTime < time || (parentTime === time && seqs[parent]! < seq)) break
      times[index] = parentTime
      seqs[index] = seqs[parent]!
      slots[index] = slots[parent]!
      index = parent
    }
    times[index] = time
    seqs[index] = seq
    slots[index] = slot
  }

  /**
   * Lets an event sink from the root, which is free, to its place. It comes from the end and mostly goes
   * back there: so the hole sinks to the end first, unasked, and the event rises from there.
   */
  private siftDown(time: number, seq: number, slot: number): void {
    const { times, seqs, slots, size } = this
    let hole = 0
    for (let first = 1; first < size; first = hole * 4 + 1) {
      const end = first + 4 < size ? first + 4 : size
      let child = first
      let childTime = times[first]!
      for (let index = first + 1; index < end; index++) {
        const other = times[index]!
        if (other < childTime || (other === childTime && seqs[index]! < seqs[child]!)) {
          child = index
          childTime = other
        }
      }
      times[hole] = childTime
      seqs[hole] = seqs[child]!
      slots[hole] = slots[child]!
      hole = child
    }
    this.siftUp(hole, time, seq, slot)
  }

  private grow(): void {
    const before = this.times.length
    this.times = grown(this.times)
    this.seqs = grown(this.seqs)
    this.slots = grown(this.slots)
    this.opcodes = grown(this.opcodes)
    this.entities = grown(this.entities)
    this.arguments_ = grown(this.arguments_)
    for (let slot = before; slot < this.slots.length; slot++) this.slots[slot] = slot
  }
}
