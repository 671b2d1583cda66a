import type { QueueState } from '../brokers/broker.ts'
import type { Stream } from '../kernel/random.ts'
import type { Micros } from '../kernel/units.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'

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

/** A pool process; its own state is up to date again once the ride is over. */
export interface Seat {
  readonly process: ProcessState
  readonly hand: Hand
  readonly pace: Stream
  phase: number
  /** Place of its task. */
  place: number
  clock: Micros
  cause: number
  startedAt: Micros
  /** Was its try drawn to fail? */
  fails: boolean
  job: number
}

/** A worker with its main process. */
export interface Hand {
  readonly worker: WorkerState
  readonly main: ProcessState
  readonly pace: Stream
  readonly talks: boolean
  readonly seats: Seat[]
  /** How many of its seats are idle. */
  idle: number
  /** What its main process does next: twice the place, and 1 where it is a task that is over. */
  readonly line: number[]
  /** Places of the tasks that wait for a free process. */
  readonly reserved: number[]
  scheduled: boolean
  clock: Micros
  cause: number
}

/** A queue with those who consume from it, in turn. */
export interface Counter {
  readonly queue: QueueState
  readonly level: number[]
  readonly takers: readonly WorkerState[]
}
