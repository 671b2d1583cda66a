import type { Log, Micros } from '../../../simulator/index.ts'
import { MARKS } from '../../lib/marks.ts'
import { legOf, type Leg } from '../motion/legs.ts'
import { duration, isMessenger, lookBack, rowGap } from '../motion/pace.ts'
import { departs } from '../motion/travels.ts'

/** A way that painted tokens take, from box to box: what lies inside of boxes stays readable. */
export type Lane = Pick<Leg, 'kind' | 'stops'>

/** Numbers of a trip: when it departs, how long it takes, its lane, its look (`lookOf`), and its task. */
export const TRIP = 5
/** How far to the side of its lane's line a trip keeps, in so many steps. */
export const SIDES = 8
/** Looks of tasks' tokens come first, then those of messengers. */
export const LOOKS = 2 * MARKS.length

const MARK_INDEX = new Map(MARKS.map((mark, index) => [mark, index]))

/** A trip's look and side as one number. */
const lookOf = ({ mark, kind, task }: Leg): number =>
  ((MARK_INDEX.get(mark) ?? 0) + (isMessenger(kind) ? MARKS.length : 0)) * SIDES + sideOf(task)

/** Neighbours in a queue do not go side by side. */
const sideOf = (task: number): number => (Math.imul(task, 0x9e3779b1) >>> 16) % SIDES

/** So many facts are read for one frame; what lies before them moves nothing any more. */
const MOST_ROWS = 12_000

/**
 * Reads trips out of a log as the playhead passes it: each fact once, so that a frame costs what has happened since
 * the last one and not what is under way.
 */
export class TripReader {
  /** Every lane so far; a trip names its own by its index. */
  readonly lanes: Lane[] = []
  #laneOf = new Map<string, number>()
  #log: Log | null = null
  #speed = 1
  #row = 0
  #time: Micros = 0
  #fresh: number[] = []
  #restarted = false
  /** When each task is free for its next trip: of late, and before that. */
  #free = new Map<number, Micros>()
  #freeBefore = new Map<number, Micros>()
  #swapped: Micros = 0
  /** When each trip that was read ends. */
  #ends = new Float64Array(1024)
  #count = 0

  /** Goes on to a moment; `except` is the index of a task that is drawn otherwise. Returns how many trips are under way. */
  read(log: Log, time: Micros, speed: number, except: number): number {
    const back = lookBack(speed)
    const jumps = time < this.#time || time > this.#time + back
    if (log !== this.#log || speed !== this.#speed || jumps) this.#restart(log, time, speed)
    const end = log.rowsUpTo(time)
    for (let row = Math.max(this.#row, end - MOST_ROWS); row < end; row++) {
      if (log.taskAt(row) === except) continue
      const leg = legOf(log, row)
      if (leg) this.#depart(leg, time)
    }
    this.#row = end
    this.#time = time
    this.#forget(time, back)
    return this.#count
  }

  /** What was read since the last time; `restarted`: all that was taken before is void. */
  take(): { readonly restarted: boolean; readonly trips: Float64Array<ArrayBuffer> } {
    const taken = { restarted: this.#restarted, trips: Float64Array.from(this.#fresh) }
    this.#fresh = []
    this.#restarted = false
    return taken
  }

  /** The next reading begins anew, as if the playhead had jumped. */
  end(): void {
    this.#log = null
  }

  #restart(log: Log, time: Micros, speed: number): void {
    this.#log = log
    this.#speed = speed
    this.#row = log.rowsUpTo(time - lookBack(speed))
    this.#fresh = []
    this.#restarted = true
    this.#free.clear()
    this.#freeBefore.clear()
    this.#swapped = time
    this.#count = 0
  }

  #depart(leg: Leg, now: Micros): void {
    const { kind, task } = leg
    // In a crowd nobody can see who follows whom: those of one moment are spread over a short while.
    const wanted = leg.time + (sideOf(task + 1) / SIDES) * 2 * rowGap(this.#speed)
    const free = this.#free.get(task) ?? this.#freeBefore.get(task)
    if (free !== undefined) this.#free.set(task, free)
    const departure = departs(leg, wanted, this.#free, this.#speed)
    if (departure === null) return
    const takes = duration(kind, this.#speed)
    if (departure + takes <= now) return
    this.#fresh.push(departure, takes, this.#laneIndex(leg), lookOf(leg), task)
    if (this.#count === this.#ends.length) {
      const larger = new Float64Array(2 * this.#count)
      larger.set(this.#ends)
      this.#ends = larger
    }
    this.#ends[this.#count++] = departure + takes
  }

  #laneIndex({ kind, stops }: Leg): number {
    const key = `${kind} ${stops.join('>')}`
    const known = this.#laneOf.get(key)
    if (known !== undefined) return known
    const index = this.lanes.push({ kind, stops }) - 1
    this.#laneOf.set(key, index)
    return index
  }

  #forget(now: Micros, back: Micros): void {
    const ends = this.#ends
    let kept = 0
    for (let at = 0; at < this.#count; at++) if (ends[at]! > now) ends[kept++] = ends[at]!
    this.#count = kept
    if (now < this.#swapped + 2 * back) return
    this.#freeBefore = this.#free
    this.#free = new Map()
    this.#swapped = now
  }
}
