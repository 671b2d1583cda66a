import type { Fault, Log, Micros } from '../../../simulator/index.ts'
import type { TaskHistory, Try } from './task-history.ts'
import type { TaskNames } from './task-names.ts'

/** How many messages wait in a queue: `depths[i]` from `times[i]` on. */
export interface Depth {
  readonly times: Micros[]
  readonly depths: number[]
  most: number
}

/** What a worker was started with last. */
export interface WorkerFacts {
  readonly name: string
  readonly processes: number
  readonly queues: readonly string[]
}

export interface ExchangeFacts {
  readonly name: string
  type: string
  readonly queues: Set<string>
  /** A message was sent to it. */
  used: boolean
}

/** A fault, and how long it lasts. */
export interface FaultSpan {
  readonly fault: Fault
  readonly from: Micros
  /** Infinity while it is not over. */
  until: Micros
}

/** A while in which something is wrong: a service is away or slow, or a fault lasts. */
export interface Stretch {
  /** The service's name, or what the fault is called. */
  readonly name: string
  readonly kind: 'service' | 'slow' | 'fault'
  readonly from: Micros
  /** Infinity while it lasts. */
  to: Micros
  /** Row of its beginning. */
  readonly row: number
}

/** How long the task took that ended last: `took[i]` from `times[i]` on. */
export interface Latencies {
  readonly times: Micros[]
  readonly took: Micros[]
  most: Micros
}

/** A request of a web front in the thread that works on it. */
export interface Served {
  readonly number: number
  readonly method: string
  readonly path: string
  readonly start: Micros
  /** Infinity while it is worked on. */
  end: Micros
  /** -1 while it is worked on. */
  status: number
}

/** What a web front has done. */
export interface FrontFacts {
  readonly name: string
  /** Requests by the name of their thread, in the order in which they began. */
  readonly threads: Map<string, Served[]>
  /** Visitors who wait for a thread. */
  readonly waiting: Depth
  /** Their numbers. */
  readonly inLine: Set<number>
  /** Moments at which one of its handlers sent a message. */
  readonly sends: Micros[]
}

/** What the fold fills; `History` says what each part holds. */
export interface HistoryData {
  readonly log: Log
  readonly tasks: (TaskHistory | undefined)[]
  readonly inOrder: TaskHistory[]
  readonly lanes: Map<string, Try[]>
  readonly depths: Map<string, Depth>
  readonly workers: Map<string, WorkerFacts>
  readonly exchanges: Map<string, ExchangeFacts>
  readonly sends: Micros[]
  readonly ends: Readonly<Record<'succeeded' | 'retry' | 'failed', Micros[]>>
  readonly retried: Try[]
  readonly killed: Try[]
  /** Web fronts, in the order in which they were met. */
  readonly fronts: Map<string, FrontFacts>
  /** Outside systems, in the order in which they were met. */
  readonly services: Set<string>
  /** Who sends by a schedule. */
  readonly beats: Set<string>
  /** By the row of their beginning. */
  readonly faults: Map<number, FaultSpan>
  /** Moments at which a queue lost a message: dropped, or to the dead letters. */
  readonly losses: Map<string, Micros[]>
  /** While nothing happened and nothing ran. */
  readonly gaps: { readonly from: Micros; readonly to: Micros }[]
  /** From first publish to success or failure, by the moment of that. */
  readonly latencies: Latencies
  /** In the order of their beginnings. */
  readonly stretches: Stretch[]
  readonly names: TaskNames
  byId(id: string | null): TaskHistory | null
}
