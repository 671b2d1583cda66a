/** Numbers of 32 bits in the record of a task: 16 whole ones, three times of two each, and a link. */
const WIDTH = 24

/** Where in its record the whole numbers of a task are, counted from its place. */
export const CELLS = {
  /** One of `STAGES`. */
  stage: 0,
  /** Index of its line. */
  line: 1,
  /** Its tag; its number in `arrivals` while it is on its way. */
  tag: 2,
  /** Its index in the log, and its number in its series. */
  task: 3,
  number: 4,
  /** Codes in the machines of a delivery and of a task. */
  delivery: 5,
  state: 6,
  /** Row of the message's last fact, and of its request's. */
  cause: 7,
  requestCause: 8,
  /** Index of the worker that holds it; -1. */
  worker: 9,
  deliveredAs: 10,
  /** Index of its request, -1 before, and the delivery and the worker that it is of. */
  request: 11,
  requestDelivery: 12,
  requestWorker: 13,
  flags: 14,
  /** Of a try that is over: the row of its last fact. */
  from: 15,
  /** The place behind it in its queue, or among the free ones. */
  next: 22,
} as const

/** The same for times, counted from half its place. */
export const TIMES = {
  deliveredAt: 8,
  /** When the main process may look at it. */
  notBefore: 9,
  /** Of a try that is over: how long it ran. */
  runtime: 10,
} as const

/** Where the message of a place is: nowhere, on its way to the broker, or there. */
export const STAGES = { free: 0, arriving: 1, there: 2 } as const

/** Bits of `flags`. */
export const FLAGS = {
  redelivered: 1,
  acknowledged: 2,
  succeeded: 4,
} as const

const { stage, line, task, number, state, cause, worker, deliveredAs, request, flags, next } = CELLS
const { deliveredAt } = TIMES
const { free, arriving } = STAGES
const FIRST = 256
/** Places of a backlog are not kept for ever. */
const MOST_KEPT = 16_384
const NONE = -1

/**
 * What is known of each task that is on its way: a record of numbers. Its place is the index of the first of
 * them, so that all of it lies together and is found by adding; a place is used again.
 */
export class Columns {
  cells: Int32Array<ArrayBuffer>
  /** The same memory. */
  times: Float64Array<ArrayBuffer>
  private free = NONE
  private used = 0

  constructor() {
    this.cells = new Int32Array(FIRST * WIDTH)
    this.times = new Float64Array(this.cells.buffer)
  }

  /** Takes a place. */
  take(): number {
    const place = this.free
    if (place === NONE) return this.takeNew()
    this.free = this.cells[place + next]!
    return place
  }

  /** A message that is on its way to the broker. */
  addArriving(ofLine: number, ofTask: number, nth: number, in_: number, row: number): number {
    const place = this.take()
    const { cells } = this
    cells[place + stage] = arriving
    cells[place + line] = ofLine
    cells[place + task] = ofTask
    cells[place + number] = nth
    cells[place + state] = in_
    cells[place + cause] = row
    cells[place + worker] = NONE
    cells[place + deliveredAs] = 0
    this.times[(place >> 1) + deliveredAt] = 0
    cells[place + request] = NONE
    cells[place + flags] = 0
    return place
  }

  /** Gives a place back. */
  give(place: number): void {
    this.cells[place + stage] = free
    this.cells[place + next] = this.free
    this.free = place
  }

  /** Gives all places back. */
  clear(): void {
    this.used = 0
    this.free = NONE
    if (this.cells.length > MOST_KEPT * WIDTH) this.takeRoom(FIRST * WIDTH)
  }

  /** Calls `visit` with each place that is taken. */
  each(visit: (place: number) => void): void {
    for (let place = 0; place < this.used; place += WIDTH)
      if (this.cells[place + stage] !== free) visit(place)
  }

  private takeNew(): number {
    const place = this.used
    this.used += WIDTH
    if (this.used > this.cells.length) {
      const { cells } = this
      this.takeRoom(cells.length * 2)
      this.cells.set(cells)
    }
    return place
  }

  private takeRoom(length: number): void {
    this.cells = new Int32Array(length)
    this.times = new Float64Array(this.cells.buffer)
  }
}
