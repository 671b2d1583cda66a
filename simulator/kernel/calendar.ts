import { assert } from './assert.ts'
import { EventHeap, type EventNumbers, type EventVisit } from './heap.ts'
import { Lane } from './lane.ts'
import type { Micros } from './units.ts'

/** A calendar as plain data. */
export interface CalendarSnapshot {
  readonly time: Micros
  readonly nextSeq: number
  readonly heap: EventNumbers
  readonly lanes: readonly { readonly delay: Micros; readonly events: EventNumbers }[]
}

const NO_LANE = -1
const MOST = Number.MAX_SAFE_INTEGER

/**
 * The events that are still to come, in the order of (time, seq): a heap for any delay and one lane for
 * each constant delay. An event is plain numbers: what is done at `time` is `opcode`, to `entity`
 * (32 bits), with `argument` (a safe whole number).
 */
export class Calendar {
  /** The event taken last by `pop`. Before the first one all are 0. */
  time: Micros = 0
  seq = 0
  opcode = 0
  entity = 0
  argument = 0
  private nextSeq = 1
  private readonly heap = new EventHeap()
  private lanes: Lane[] = []
  /** The lane whose head is earliest, kept so that looking at the next event costs no search. */
  private firstLane = NO_LANE
  private laneTime: Micros = Infinity
  private laneEvents = 0

  get size(): number {
    return this.heap.size + this.laneEvents
  }

  /** Adds an event at `at`, which must not have passed; returns its sequence number, unique in the run. */
  schedule(at: Micros, opcode: number, entity: number, argument: number): number {
    this.check(at, entity, argument)
    this.heap.push(at, this.nextSeq, opcode, entity, argument)
    return this.nextSeq++
  }

  /** The lane of a constant delay, made at the first call. Lanes are for the few delays that recur. */
  lane(delay: Micros): number {
    assert(delay >= 0 && Number.isSafeInteger(delay), 'a delay is a whole number of microseconds')
    const known = this.lanes.findIndex((lane) => lane.delay === delay)
    return known >= 0 ? known : this.lanes.push(new Lane(delay)) - 1
  }

  /** Adds an event at `now` plus the lane's delay; the same order as `schedule`, but cheaper. */
  scheduleIn(
    laneId: number,
    now: Micros,
    opcode: number,
    entity: number,
    argument: number,
  ): number {
    const lane = this.lanes[laneId]
    assert(lane, 'a lane is made before it is used')
    const at = now + lane.delay
    if (!lane.accepts(at)) return this.schedule(at, opcode, entity, argument)
    this.check(at, entity, argument)
    lane.push(at, this.nextSeq, opcode, entity, argument)
    this.laneEvents++
    if (at < this.laneTime) {
      this.firstLane = laneId
      this.laneTime = at
    }
    return this.nextSeq++
  }

  /** Takes the earliest event and fills `time seq opcode entity argument` with it; false when there is none. */
  pop(): boolean {
    const { heap, laneTime } = this
    heap.settle()
    const time = heap.headTime
    if (laneTime < time || (laneTime === time && this.laneGoesFirst())) {
      this.takeFromLane()
      return true
    }
    if (time === Infinity) return false
    this.time = time
    this.seq = heap.headSeq
    this.opcode = heap.headOpcode
    this.entity = heap.headEntity
    this.argument = heap.headArgument
    heap.removeHead()
    return true
  }

  /** Time of the next event; Infinity when there is none. */
  peekTime(): Micros {
    const time = this.heap.headTime
    return this.laneTime < time ? this.laneTime : time
  }

  /** Sequence number of the next event; Infinity when there is none. */
  peekSeq(): number {
    const { heap, laneTime } = this
    heap.settle()
    const time = heap.headTime
    if (laneTime < time || (laneTime === time && this.laneGoesFirst()))
      return this.lanes[this.firstLane]!.headSeq
    return time === Infinity ? Infinity : heap.headSeq
  }

  /** The sequence number that the next event will have. */
  get sequence(): number {
    return this.nextSeq
  }

  /**
   * Takes out the events that are wanted, for somebody who keeps them in order for a while: he gives back by
   * `putBack` what is left of them then, and says by `goOn` how far he has come.
   */
  lift(isTaken: EventVisit<boolean>): void {
    this.heap.lift(isTaken)
    for (const lane of this.lanes) lane.lift(isTaken)
    this.countLanes()
  }

  /** Gives an event back under its own number; a lane (-1: none) takes it if it comes after all in it. */
  putBack(
    laneId: number,
    at: Micros,
    seq: number,
    opcode: number,
    entity: number,
    argument: number,
  ): void {
    const lane = this.lanes[laneId]
    if (lane?.endsBefore(at, seq) === true) lane.push(at, seq, opcode, entity, argument)
    else this.heap.push(at, seq, opcode, entity, argument)
    this.countLanes()
  }

  /** Events were done elsewhere up to `time`, and numbers given up to `sequence`. */
  goOn(time: Micros, sequence: number): void {
    assert(time >= this.time && sequence >= this.nextSeq, 'a calendar goes on, never back')
    this.time = time
    this.nextSeq = sequence
  }

  snapshot(): CalendarSnapshot {
    return {
      time: this.time,
      nextSeq: this.nextSeq,
      heap: this.heap.snapshot(),
      lanes: this.lanes.map((lane) => ({ delay: lane.delay, events: lane.snapshot() })),
    }
  }

  /** Puts the calendar back to a snapshot; lane ids stay what they were then. */
  restore(snapshot: CalendarSnapshot): void {
    this.time = snapshot.time
    this.seq = this.opcode = this.entity = this.argument = 0
    this.nextSeq = snapshot.nextSeq
    this.heap.restore(snapshot.heap)
    this.lanes = snapshot.lanes.map(({ delay, events }) => {
      const lane = new Lane(delay)
      lane.restore(events)
      return lane
    })
    this.countLanes()
  }

  private countLanes(): void {
    this.laneEvents = this.lanes.reduce((sum, lane) => sum + lane.size, 0)
    this.findFirstLane()
  }

  /** One comparison chain, since it runs for every event: `%` and `Number.isSafeInteger` cost more than the heap. */
  private check(at: Micros, entity: number, argument: number): void {
    const whole = Math.floor(at) === at && Math.floor(argument) === argument
    if (!whole || !(at >= this.time) || at > MOST || entity !== (entity | 0)) {
      assert(at >= this.time && at <= MOST, 'an event lies in the future')
      assert(entity === (entity | 0), 'an entity is a 32-bit whole number')
      assert(whole, 'times and arguments are whole numbers')
    }
  }

  /** At one time, was the head of the first lane scheduled before that of the heap? */
  private laneGoesFirst(): boolean {
    return this.firstLane !== NO_LANE && this.lanes[this.firstLane]!.headSeq < this.heap.headSeq
  }

  private takeFromLane(): void {
    const lane = this.lanes[this.firstLane]!
    this.time = this.laneTime
    this.seq = lane.headSeq
    this.opcode = lane.headOpcode
    this.entity = lane.headEntity
    this.argument = lane.headArgument
    lane.removeHead()
    this.laneEvents--
    this.findFirstLane()
  }

  private findFirstLane(): void {
    const { lanes } = this
    let first = NO_LANE
    let time = Infinity
    for (let id = 0; id < lanes.length; id++) {
      const lane = lanes[id]!
      const at = lane.headTime
      if (at < time || (at === time && at < Infinity && lane.headSeq < lanes[first]!.headSeq)) {
        first = id
        time = at
      }
    }
    this.firstLane = first
    this.laneTime = time
  }
}
