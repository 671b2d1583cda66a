import type { Micros } from '../kernel/units.ts'
import type { ParkedOn, SourceLine } from './facts.ts'

/**
 * The cluster at a moment, folded from the log: plain data that is never changed once given out. Parts
 * that did not change between two pictures are the same objects.
 */
export interface Picture {
  /** How many rows of the log it shows. */
  readonly rows: number
  /** Time of the last of them; 0 when there is none. */
  readonly time: Micros
  readonly client: ClientPicture
  readonly exchanges: readonly ExchangePicture[]
  readonly bindings: readonly BindingPicture[]
  /** In the order in which they were declared. */
  readonly queues: readonly QueuePicture[]
  /** In the order in which they were first started. */
  readonly workers: readonly WorkerPicture[]
  /** By id, in the order in which they first appeared. */
  readonly tasks: ReadonlyMap<string, TaskPicture>
  readonly chords: readonly ChordPicture[]
  /** How many ids have each state stored in the result backend; no entry is zero. */
  readonly results: { readonly [state: string]: number }
  /** Outside systems, in the order in which they were first called. */
  readonly services: readonly ServicePicture[]
  /** Web fronts, in the order in which they were first visited. */
  readonly fronts: readonly FrontPicture[]
}

/** A web front and its visitors. */
export interface FrontPicture {
  /** Its host name. */
  readonly name: string
  /** Visitors for whom no thread is free, who came first before the others. */
  readonly waiting: readonly VisitPicture[]
  /** Its threads that have begun to answer somebody, by their index. */
  readonly threads: readonly ThreadPicture[]
}

export interface ThreadPicture {
  /** 1 for the first of its front. */
  readonly index: number
  /** What it works on; null while it is free. */
  readonly visit: VisitPicture | null
  /** What its handler waits for. */
  readonly waitsFor: ParkedOn | null
}

/** A request of a web front. */
export interface VisitPicture {
  readonly number: number
  readonly method: string
  readonly path: string
  /** When it came, and, in a thread, when that began with it. */
  readonly since: Micros
  /** Its visitor waits no longer, and nobody has told the thread. */
  readonly left: boolean
}

export interface ServicePicture {
  /** Its host name. */
  readonly name: string
  /** What its calls have changed so far. */
  readonly effects: number
  readonly answered: number
  /** Calls that it has not answered: refused, too late, cut off. */
  readonly unanswered: number
  readonly away: boolean
  /** About how long a call takes while it is slow; null where it is as quick as ever. */
  readonly slow: Micros | null
}

export interface ClientPicture {
  readonly state: 'absent' | 'running' | 'waiting' | 'ended' | 'failed'
  /** What it waits for; null unless it waits. */
  readonly waitsFor: ParkedOn | null
  /** When it got into this state. */
  readonly since: Micros
}

export interface ExchangePicture {
  readonly name: string
  readonly type: string
}

export interface BindingPicture {
  readonly exchange: string
  readonly routingKey: string
  readonly queue: string
}

export interface QueuePicture {
  readonly name: string
  /** Task ids of the waiting messages, the next to be delivered first. */
  readonly waiting: readonly string[]
  /** Tags of the waiting messages, in the same order. */
  readonly waitingTags: readonly number[]
  /** Messages that workers hold and have not acknowledged. */
  readonly unacked: number
  readonly unackedTags: readonly number[]
}

export interface WorkerPicture {
  /** Its node name, e.g. `w1@sim`. */
  readonly name: string
  readonly state: 'off' | 'starting' | 'ready' | 'stopping'
  /** How it ended last; null while it is not off. */
  readonly ended: 'warm' | 'cold' | 'killed' | 'failed' | null
  readonly queues: readonly string[]
  readonly concurrency: number
  readonly pool: string
  /** Value of basic.qos; 0 is unlimited. */
  readonly prefetch: number
  /** Messages it has taken and not begun to run, in the order it took them. */
  readonly waitingRoom: readonly RoomPicture[]
  /** Its pool processes by index; the last ones that ended stay, as `gone`. */
  readonly processes: readonly ProcessPicture[]
}

export interface RoomPicture {
  readonly task: string
  readonly tag: number
  readonly queue: string
  /** The ETA it is held for; null when it only waits for a process. */
  readonly until: Micros | null
}

export interface ProcessPicture {
  /** 1 for the first of its worker. */
  readonly index: number
  /** E.g. `w1@sim/1`. */
  readonly name: string
  readonly pid: number
  readonly state: 'idle' | 'running' | 'parked' | 'gone'
  readonly task: string | null
  /** What a parked body waits for. */
  readonly waitsFor: ParkedOn | null
  /** When it got into this state. */
  readonly since: Micros
}

/**
 * Where a task stands. `lost`: its process died and nobody has said yet what becomes of it. `dropped`: its
 * message is gone and nothing is stored.
 */
export type TaskState =
  | 'pending'
  | 'sent'
  | 'received'
  | 'held'
  | 'reserved'
  | 'started'
  | 'retry'
  | 'succeeded'
  | 'failed'
  | 'rejected'
  | 'ignored'
  | 'revoked'
  | 'lost'
  | 'dropped'

export interface TaskPicture {
  readonly id: string
  /** A short name that is unique in the run: t1, t2... */
  readonly label: string
  /** Registered name, e.g. `tasks.add`; '' before its message was published. */
  readonly name: string
  readonly args: string
  readonly kwargs: string
  /** Of its latest message, where two run side by side. */
  readonly state: TaskState
  /** What the result backend holds for it, e.g. SUCCESS or a state of the learner's own; null for nothing. */
  readonly stored: string | null
  readonly queue: string | null
  readonly worker: string | null
  /** Name of the process that runs it or ran it last. */
  readonly process: string | null
  readonly retries: number
  /** How often a body was started for it. */
  readonly runs: number
  /** First published. */
  readonly published: Micros | null
  /** Last received, started and finished. */
  readonly received: Micros | null
  readonly started: Micros | null
  readonly finished: Micros | null
  /** The ETA while it is held, the moment of the next try while it is to be retried. */
  readonly due: Micros | null
  /** `repr()` of what it returned. */
  readonly result: string | null
  /** `repr()` of what it raised last; null again after a success. */
  readonly error: string | null
  readonly parent: string | null
  readonly root: string | null
  readonly group: string | null
  /** The learner's line that published it first. */
  readonly source: SourceLine | null
}

export interface ChordPicture {
  readonly group: string
  readonly count: number
  readonly size: number
  readonly state: 'counting' | 'unlocked' | 'failed'
  /** Id of the body's task; null before the chord is over. */
  readonly body: string | null
}
