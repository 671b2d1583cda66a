import { grown } from '../kernel/grow.ts'
import { EventHeap } from '../kernel/heap.ts'
import { Lane } from '../kernel/lane.ts'
import type { Micros } from '../kernel/units.ts'

/** Where an event of the agenda waits. */
export const SOURCES = { near: 0, far: 1, arriving: 2, delivering: 3, none: 4 } as const

const { near: NEAR, far: FAR, arriving: ARRIVING, delivering: DELIVERING, none: NOWHERE } = SOURCES
const SOURCE_COUNT = 4
const FIRST = 64
/** How many earlier events are looked at before one is put into the heap instead. */
const MOST_LOOKS = 24

/**
 * The calendar of a ride, in the same order of (time, seq). It knows what comes: each *unit* (a load, a main
 * process, a pool process) has one event at most, so that nothing but its time is kept of it; nearly all of
 * them are near, and a short list in order is quicker than a heap; bodies last longer and lie in a heap; and
 * hops of constant delay leave in the order they came in.
 */
export class Agenda {
  /** The event taken last: its unit, or the place of the message that has come. */
  time: Micros = 0
  seq = 0
  about = 0
  /** The number of the next event. */
  nextSeq = 0
  /** By source the time of its earliest event; Infinity. */
  private readonly heads = new Float64Array(SOURCE_COUNT).fill(Infinity)
  /** The latest first: what comes next is at the end. */
  private nearTimes = new Float64Array(FIRST)
  private nearUnits = new Int32Array(FIRST)
  private nearCount = 0
  private readonly far = new EventHeap()
  private readonly arriving = new Lane(0)
  private readonly delivering = new Lane(0)
  /** How long the two hops take. */
  private enqueue: Micros = 0
  private hop: Micros = 0
  /** By unit. */
  private seqs = new Float64Array(FIRST)
  /** The first event that is not of the ride. */
  private strangeTime: Micros = Infinity
  private strangeSeq = Infinity
  /** Events from here on are not taken: the strange one, or what comes after the moment asked for. */
  private endTime: Micros = Infinity
  private endSeq = Infinity
  private until: Micros = Infinity

  /** Empties it for a ride in which the two hops take so long. */
  begin(enqueue: Micros, deliver: Micros): void {
    this.enqueue = enqueue
    this.hop = deliver
    this.nearCount = 0
    this.far.restore([])
    this.arriving.restore([])
    this.delivering.restore([])
    this.heads.fill(Infinity)
  }

  /** The first event of somebody else, and the moment up to which events are taken. */
  limit(time: Micros, seq: number, until: Micros): void {
    this.strangeTime = time
    this.strangeSeq = seq
    this.until = until
    const isSooner = time <= until
    this.endTime = isSooner ? time : until
    this.endSeq = isSooner ? seq : Infinity
  }

  /** The same, once others may have put something into their calendar. */
  meet(time: Micros, seq: number): void {
    this.limit(time, seq, this.until)
  }

  /** Does nothing else happen at this moment, whoever does it? */
  isAlone(now: Micros): boolean {
    const { heads } = this
    return (
      heads[NEAR]! > now &&
      heads[FAR]! > now &&
      heads[ARRIVING]! > now &&
      heads[DELIVERING]! > now &&
      this.strangeTime > now
    )
  }

  /** Takes the earliest event and says where it was; `none` where there is none to be taken. */
  take(): number {
    const { heads } = this
    let source: number = NEAR
    let time = heads[NEAR]!
    for (let other: number = FAR; other < SOURCE_COUNT; other++) {
      const head = heads[other]!
      if (head < time || (head === time && this.seqAt(other) < this.seqAt(source))) {
        source = other
        time = head
      }
    }
    if (!(time < this.endTime) && !(time === this.endTime && this.seqAt(source) < this.endSeq))
      return NOWHERE
    this.time = time
    if (source === NEAR) this.takeNear()
    else if (source === FAR) this.takeFar()
    else this.takeHop(source, source === ARRIVING ? this.arriving : this.delivering)
    return source
  }

  /** A unit does something soon. */
  soon(unit: number, at: Micros): void {
    this.addNear(unit, at, this.nextSeq++)
  }

  /** A unit does something that is mostly later than what others do. */
  later(unit: number, at: Micros): void {
    this.addFar(unit, at, this.nextSeq++)
  }

  /** A message sets off to the broker, or from there. */
  arrive(place: number, now: Micros): void {
    this.addHop(ARRIVING, this.arriving, place, now + this.enqueue, this.nextSeq++)
  }

  deliver(place: number, now: Micros): void {
    this.addHop(DELIVERING, this.delivering, place, now + this.hop, this.nextSeq++)
  }

  /** An event that has its number already; those of a lane come in their order. */
  add(source: number, about: number, time: Micros, seq: number): void {
    if (source === NEAR) this.addNear(about, time, seq)
    else if (source === FAR) this.addFar(about, time, seq)
    else
      this.addHop(source, source === ARRIVING ? this.arriving : this.delivering, about, time, seq)
  }

  private addNear(unit: number, time: Micros, seq: number): void {
    const { nearTimes: times, nearUnits: units, nearCount: count } = this
    const least = count > MOST_LOOKS ? count - MOST_LOOKS : 0
    let at = count
    while (at > least && times[at - 1]! < time) at--
    while (at > least && times[at - 1] === time && this.seqs[units[at - 1]!]! < seq) at--
    if (at === least && least > 0) {
      this.addFar(unit, time, seq)
      return
    }
    if (unit >= this.seqs.length) this.seqs = grown(this.seqs, unit + 1)
    this.seqs[unit] = seq
    for (let to = count; to > at; to--) {
      times[to] = times[to - 1]!
      units[to] = units[to - 1]!
    }
    times[at] = time
    units[at] = unit
    this.nearCount = count + 1
    if (at === count) this.heads[NEAR] = time
    if (count + 1 === times.length) this.growNear()
  }

  private addFar(unit: number, time: Micros, seq: number): void {
    this.far.push(time, seq, 0, unit, 0)
    if (time < this.heads[FAR]!) this.heads[FAR] = time
  }

  private addHop(source: number, lane: Lane, place: number, time: Micros, seq: number): void {
    if (lane.size === 0) this.heads[source] = time
    lane.push(time, seq, 0, place, 0)
  }

  private takeNear(): void {
    const last = this.nearCount - 1
    const unit = this.nearUnits[last]!
    this.about = unit
    this.seq = this.seqs[unit]!
    this.nearCount = last
    this.heads[NEAR] = last === 0 ? Infinity : this.nearTimes[last - 1]!
  }

  private takeFar(): void {
    const { far } = this
    this.about = far.headEntity
    this.seq = far.headSeq
    far.removeHead()
    far.settle()
    this.heads[FAR] = far.headTime
  }

  private takeHop(source: number, lane: Lane): void {
    this.about = lane.headEntity
    this.seq = lane.headSeq
    lane.removeHead()
    this.heads[source] = lane.headTime
  }

  private seqAt(source: number): number {
    if (source === NEAR)
      return this.nearCount === 0 ? Infinity : this.seqs[this.nearUnits[this.nearCount - 1]!]!
    if (source === FAR) return this.far.size === 0 ? Infinity : this.far.headSeq
    return source === ARRIVING ? this.arriving.headSeq : this.delivering.headSeq
  }

  private growNear(): void {
    this.nearTimes = grown(this.nearTimes)
    this.nearUnits = grown(this.nearUnits)
  }
}
