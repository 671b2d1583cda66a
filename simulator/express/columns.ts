import { grown } from '../kernel/grow.ts'

const FIRST = 256

/** A line is a byte. */
export const MOST_LINES = 256

/** Where the message of a place is: nowhere, on its way to the broker, or there. */
export const STAGES = { free: 0, arriving: 1, there: 2 } as const

/** Bits of `flags`. */
export const REDELIVERED = 1
export const ACKNOWLEDGED = 2
export const SUCCEEDED = 4

/** What is known of each task that is on its way, by its place; a place is used again. */
export class Columns {
  stage = new Uint8Array(FIRST)
  /** Index of its line. */
  line = new Uint8Array(FIRST)
  /** Its tag; its number in `arrivals` while it is on its way. */
  tag = new Float64Array(FIRST)
  task = new Int32Array(FIRST)
  number = new Float64Array(FIRST)
  /** Codes in the machines of a delivery and of a task. */
  delivery = new Uint8Array(FIRST)
  state = new Uint8Array(FIRST)
  /** Row of the message's last fact, and of its request's. */
  cause = new Int32Array(FIRST)
  requestCause = new Int32Array(FIRST)
  /** Index of the worker that holds it; -1. */
  worker = new Int32Array(FIRST)
  deliveredAs = new Float64Array(FIRST)
  deliveredAt = new Float64Array(FIRST)
  /** Index of its request, -1 before, and the delivery and the worker that it is of. */
  request = new Float64Array(FIRST)
  requestDelivery = new Float64Array(FIRST)
  requestWorker = new Int32Array(FIRST)
  flags = new Uint8Array(FIRST)
  /** When the main process may look at it. */
  notBefore = new Float64Array(FIRST)
  /** Of a try that is over: how long it ran, and the row of its last fact. */
  runtime = new Float64Array(FIRST)
  from = new Int32Array(FIRST)
  private readonly free: number[] = []
  /** Places that were ever taken. */
  used = 0

  /** Takes a place. */
  take(): number {
    const free = this.free.pop()
    if (free !== undefined) return free
    if (this.used === this.tag.length) this.grow()
    return this.used++
  }

  /** A place for a message that is on its way to the broker. */
  addArriving(line: number, task: number, number: number, state: number, cause: number): number {
    const place = this.take()
    this.stage[place] = STAGES.arriving
    this.line[place] = line
    this.task[place] = task
    this.number[place] = number
    this.state[place] = state
    this.cause[place] = cause
    this.worker[place] = -1
    this.deliveredAs[place] = 0
    this.deliveredAt[place] = 0
    this.request[place] = -1
    this.flags[place] = 0
    return place
  }

  /** Gives all places back. */
  clear(): void {
    this.stage.fill(STAGES.free, 0, this.used)
    this.free.length = 0
    this.used = 0
  }

  /** Gives a place back. */
  give(place: number): void {
    this.stage[place] = STAGES.free
    this.free.push(place)
  }

  private grow(): void {
    this.stage = grown(this.stage)
    this.line = grown(this.line)
    this.tag = grown(this.tag)
    this.task = grown(this.task)
    this.number = grown(this.number)
    this.delivery = grown(this.delivery)
    this.state = grown(this.state)
    this.cause = grown(this.cause)
    this.requestCause = grown(this.requestCause)
    this.worker = grown(this.worker)
    this.deliveredAs = grown(this.deliveredAs)
    this.deliveredAt = grown(this.deliveredAt)
    this.request = grown(this.request)
    this.requestDelivery = grown(this.requestDelivery)
    this.requestWorker = grown(this.requestWorker)
    this.flags = grown(this.flags)
    this.notBefore = grown(this.notBefore)
    this.runtime = grown(this.runtime)
    this.from = grown(this.from)
  }
}
