import type { QueueState } from '../brokers/broker.ts'
import type { LoadShape, LoadSpec } from '../cluster/model-spec.ts'
import type { Stream } from '../kernel/random.ts'
import type { Micros } from '../kernel/units.ts'
import type { Generator } from '../modelled/load/generator.ts'
import type { LoadState } from '../world/scaling-state.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { PlaceRing } from './place-ring.ts'
import type { Line } from './terms.ts'

/** What a pool process is about to do. */
export const PHASES = {
  off: 0,
  idle: 1,
  accept: 2,
  begin: 3,
  end: 4,
  store: 5,
  conclude: 6,
} as const

/** No place, no row. */
const NONE = -1

/** A load; `line` is what its messages are like. */
export interface Sender {
  readonly unit: number
  readonly index: number
  readonly lineAt: number
  readonly line: Line
  readonly spec: LoadSpec
  readonly state: LoadState
  readonly process: ProcessState
  readonly chance: Stream
  readonly generator: Generator<LoadShape>
  /** Its last message leaves before this. */
  readonly end: Micros
}

/** A pool process; its own state is up to date again once the ride is over. */
export class Seat {
  readonly unit: number
  readonly process: ProcessState
  readonly hand: Hand
  readonly pace: Stream
  readonly actor: number
  /** Its place among those of its worker. */
  readonly nth: number
  phase: number = PHASES.off
  /** Place of its task. */
  place = NONE
  clock: Micros
  cause: number
  startedAt: Micros = 0
  /** Was its try drawn to fail? */
  fails = false
  job = 0

  constructor(unit: number, process: ProcessState, hand: Hand, pace: Stream) {
    this.unit = unit
    this.process = process
    this.hand = hand
    this.pace = pace
    this.actor = process.actor
    this.nth = hand.seats.length
    this.clock = process.clock
    this.cause = process.cause
  }
}

/** A worker with its main process. */
export class Hand {
  readonly unit: number
  readonly worker: WorkerState
  readonly main: ProcessState
  readonly pace: Stream
  /** Does its log show lines of the level INFO? */
  readonly talks: boolean
  readonly seats: Seat[] = []
  /** How many of its seats are idle; none before `firstIdle` is. */
  idle = 0
  firstIdle = 0
  /** What its main process does next: twice the place, and 1 more where it is a task that is over. */
  readonly line = new PlaceRing()
  /** Places of the tasks that wait for a free process. */
  readonly reserved = new PlaceRing()
  /** How many messages it holds; those that it held before the ride, and which of them came along. */
  held: number
  before: readonly { readonly tag: number; readonly isOurs: boolean }[] = []
  /** The most that it may hold; Infinity. */
  readonly prefetch: number
  deliveries: number
  scheduled: boolean
  clock: Micros
  cause: number

  constructor(unit: number, worker: WorkerState, main: ProcessState, pace: Stream, talks: boolean) {
    this.unit = unit
    this.worker = worker
    this.main = main
    this.pace = pace
    this.talks = talks
    this.held = worker.unacked.length
    this.prefetch = worker.prefetch === 0 ? Infinity : worker.prefetch
    this.deliveries = worker.deliveries
    this.scheduled = main.scheduled
    this.clock = main.clock
    this.cause = main.cause
  }
}

/** A queue with those who consume from it, in turn. */
export class Counter {
  readonly queue: QueueState
  readonly takers: readonly Hand[]
  /** How many messages wait, and how many of those that waited before the ride have left. */
  waiting: number
  left = 0
  /** Places of those that came since, each leading to the next. */
  first = NONE
  last = NONE
  cursor: number

  constructor(queue: QueueState, takers: readonly Hand[]) {
    this.queue = queue
    this.takers = takers
    this.waiting = queue.levels[0]!.length
    this.cursor = queue.cursor
  }
}
