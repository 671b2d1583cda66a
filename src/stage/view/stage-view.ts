import type { Troubles } from './troubles.ts'
import type { Micros, ThreadPicture, VisitPicture } from '../../../simulator/index.ts'

/** All that the stage shows of one moment, whatever way it is drawn. Tasks go by their ids. */
export interface StageView {
  readonly client: ClientView
  readonly queues: ReadonlyMap<string, QueueView>
  readonly workers: ReadonlyMap<string, WorkerView>
  readonly results: ResultsView
  readonly services: ReadonlyMap<string, ServiceView>
  /** Who sends by a schedule, and how much so far. */
  readonly beats: ReadonlyMap<string, { readonly sent: number }>
  readonly fronts: ReadonlyMap<string, FrontView>
  readonly troubles: Troubles
}

/** A web front: who is answered, and who waits. */
export interface FrontView {
  /** Its threads that work on something, by their index. */
  readonly busy: readonly ThreadPicture[]
  /** Who came first before the others. */
  readonly waiting: readonly VisitPicture[]
  /** How many threads it has. */
  readonly of: number
  readonly loop: boolean
  /** Messages that its handlers have sent. */
  readonly sent: number
  readonly away: boolean
  readonly slow: Micros | null
}

export interface ClientView {
  readonly sent: number
  /** `sending`: no program runs, messages come all the same. */
  readonly status: 'not started' | 'sending' | 'running' | 'waiting' | 'finished' | 'failed'
}

export interface QueueView {
  /** Next one out first. */
  readonly waiting: readonly string[]
  readonly unacked: number
  /** Messages that it has lost: dropped, or to the dead letters. */
  readonly lost: number
  /** Where messages of several priorities wait: how many of each, the next ones first. */
  readonly lanes: readonly { readonly priority: number; readonly count: number }[]
}

/** An outside system: what calls have changed there, and how they ended. */
export interface ServiceView {
  readonly effects: number
  readonly answered: number
  readonly unanswered: number
  readonly away: boolean
  /** About how long a call takes while it is slow. */
  readonly slow: Micros | null
}

export type WorkerStatus =
  'absent' | 'starting' | 'ready' | 'paused' | 'stopping' | 'stopped' | 'killed'

export interface WorkerView {
  readonly status: WorkerStatus
  /** By index, counted from 1: the task it is at, null where it is free. */
  readonly processes: ReadonlyMap<number, string | null>
  readonly busy: number
  /** How many processes it has when all of them stand. */
  readonly of: number
  /** What it holds and no process has begun: received, and held until an ETA. */
  readonly room: readonly Held[]
}

export interface Held {
  readonly task: string
  /** Null: it waits for a process, not for a moment. */
  readonly until: Micros | null
}

export interface ResultsView {
  readonly done: number
  readonly retry: number
  readonly failed: number
}
