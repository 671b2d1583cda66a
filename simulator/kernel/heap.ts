import { grown } from './grow.ts'

/** A heap as plain data, five numbers an event: time, seq, opcode, entity, argument. */
export type EventNumbers = readonly number[]

/** How many numbers one event takes in a snapshot. */
export const EVENT_WIDTH = 5

/** Is asked about events one by one. */
export type EventVisit<T> = (
  time: number,
  seq: number,
  opcode: number,
  entity: number,
  argument: number,
) => T

/** Tells of events as they are written in a snapshot. */
export function eachEvent(numbers: EventNumbers, visit: EventVisit<void>): void {
  for (let at = 0; at < numbers.length; at += EVENT_WIDTH)
    visit(numbers[at]!, numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!, numbers[at + 4]!)
}

/** The events of a snapshot that `isTaken` leaves there; null where it takes none. */
export function leftOf(numbers: EventNumbers, isTaken: EventVisit<boolean>): EventNumbers | null {
  const left: number[] = []
  eachEvent(numbers, (...event) => {
    if (!isTaken(...event)) left.push(...event)
  })
  return left.length === numbers.length ? null : left
}

/** What is said of an event besides its key lies in one row of four numbers, so that an index is checked once. */
const ROW = 4

const FIRST_CAPACITY = 64

/**
 * A 4-ary heap of events on typed arrays, ordered by (time, seq). Keys move while it sifts; the rest of
 * an event stays in its slot, which is used again once the event has left. An event that leaves mostly brings
 * the next one about: its place at the top stays a hole until then, so both together sift once.
 */
export class EventHeap {
  /** Events, and the hole if there is one. */
  private filled = 0
  private holed = false
  /** The keys; `times[0]` is Infinity while the heap is empty, so that looking at it needs no question. */
  private times = new Float64Array(FIRST_CAPACITY)
  private seqs = new Float64Array(FIRST_CAPACITY)
  private slots = new Int32Array(FIRST_CAPACITY)
  /** By slot: opcode, entity, argument. */
  private rows = new Float64Array(FIRST_CAPACITY * ROW)

  constructor() {
    this.times[0] = Infinity
    // Slots beyond `size` are the free ones, so the array needs no list of free slots besides.
    for (let slot = 0; slot < FIRST_CAPACITY; slot++) this.slots[slot] = slot
  }

  get size(): number {
    return this.holed ? this.filled - 1 : this.filled
  }

  /** Time of the earliest event; Infinity when there is none. */
  get headTime(): number {
    const { times } = this
    if (!this.holed) return times[0]!
    const end = this.filled < 5 ? this.filled : 5
    let time = Infinity
    for (let index = 1; index < end; index++) if (times[index]! < time) time = times[index]!
    return time
  }

  /** Closes the hole: the earliest event is at the top, to be read through `head...`. */
  settle(): void {
    if (this.holed) this.close()
  }

  get headSeq(): number {
    return this.seqs[0]!
  }

  get headOpcode(): number {
    return this.rows[this.slots[0]! * ROW]!
  }

  get headEntity(): number {
    return this.rows[this.slots[0]! * ROW + 1]!
  }

  get headArgument(): number {
    return this.rows[this.slots[0]! * ROW + 2]!
  }

  push(time: number, seq: number, opcode: number, entity: number, argument: number): void {
    const size = this.filled
    if (!this.holed && size === this.times.length) this.grow()
    const { rows } = this
    const slot = this.slots[this.holed ? 0 : size]!
    const at = slot * ROW
    rows[at] = opcode
    rows[at + 1] = entity
    rows[at + 2] = argument
    if (this.holed) {
      this.holed = false
      this.siftDown(time, seq, slot)
    } else {
      this.filled = size + 1
      this.siftUp(size, time, seq, slot)
    }
  }

  /** Takes the earliest event away; the hole is closed, and it was read through `head...` before. */
  removeHead(): void {
    this.holed = true
  }

  private close(): void {
    const { times, slots } = this
    this.holed = false
    const last = --this.filled
    const freed = slots[0]!
    if (last === 0) {
      times[0] = Infinity
      return
    }
    const slot = slots[last]!
    slots[last] = freed
    this.siftDown(times[last]!, this.seqs[last]!, slot)
  }

  snapshot(): EventNumbers {
    this.settle()
    const numbers: number[] = []
    for (let index = 0; index < this.filled; index++) {
      const at = this.slots[index]! * ROW
      numbers.push(this.times[index]!, this.seqs[index]!)
      numbers.push(this.rows[at]!, this.rows[at + 1]!, this.rows[at + 2]!)
    }
    return numbers
  }

  restore(numbers: EventNumbers): void {
    this.filled = 0
    this.holed = false
    this.times[0] = Infinity
    eachEvent(numbers, (...event) => {
      this.push(...event)
    })
  }

  /** Takes out the events that are wanted; the others stay. */
  lift(isTaken: EventVisit<boolean>): void {
    const left = leftOf(this.snapshot(), isTaken)
    if (left !== null) this.restore(left)
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

  /** Lets an event sink from the root, which is free, to its place. */
  private siftDown(time: number, seq: number, slot: number): void {
    const { times, seqs, slots, filled: size } = this
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
      if (time < childTime || (time === childTime && seq < seqs[child]!)) break
      times[hole] = childTime
      seqs[hole] = seqs[child]!
      slots[hole] = slots[child]!
      hole = child
    }
    times[hole] = time
    seqs[hole] = seq
    slots[hole] = slot
  }

  private grow(): void {
    const before = this.times.length
    this.times = grown(this.times)
    this.seqs = grown(this.seqs)
    this.slots = grown(this.slots)
    this.rows = grown(this.rows)
    for (let slot = before; slot < this.slots.length; slot++) this.slots[slot] = slot
  }
}
