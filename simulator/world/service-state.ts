import type { Outage, SlowSpell } from '../cluster/service-spec.ts'
import type { Micros } from '../kernel/units.ts'
import type { JsonObject } from '../messages/json.ts'
import type { ResumeValue, Wait } from '../program.ts'
import { newPages, type Pages } from './pages.ts'

/** What stands and moves between programs and the services that they call. */
export interface ServicesState {
  /** What each service keeps, by its name; made with the first call that reaches it. */
  readonly kept: { [name: string]: JsonObject }
  readonly calls: Pages<CallState>
  /** Connections that both sides take for open, by their number. */
  readonly connections: { [number: number]: ConnectionState }
  nextConnection: number
  /** Web fronts, in the order of the cluster, and who visits them. */
  readonly fronts: FrontState[]
  readonly visits: Pages<VisitState>
  /** Outages that the cluster did not describe, by service: they have begun, and some are over. */
  readonly outages: { [name: string]: Outage[] }
  /** The same of slow spells. */
  readonly slow: { [name: string]: SlowSpell[] }
}

/** A call that is under way. Its caller may be dead by now: that stops no packet. */
export interface CallState {
  /** Index of the calling process, its life, and which of its waits it is. */
  readonly process: number
  readonly generation: number
  readonly wait: number
  /** Index of the task that called; -1 for none. */
  readonly task: number
  /** Row of the fact that it set out. */
  readonly cause: number
  readonly asked: Extract<Wait, { kind: 'service' }>
  readonly sentAt: Micros
  /** Since when its connection is open; null where there is none. What is on its way when it is closed still comes. */
  readonly connected: Micros | null
  /** How long its answer travels. */
  readonly back: Micros
  /** Chance decided what came of it. */
  drawn?: true
  answer: ServiceAnswer | null
  /** Nobody waits for it, and nothing comes back. */
  readonly datagram: boolean
}

/** What a caller resumes with. */
export type ServiceAnswer = Extract<ResumeValue, { kind: 'service' }>

/** A web front as it stands. */
export interface FrontState {
  readonly service: string
  /** Index of the process that has loaded its module, and of its threads. */
  readonly main: number
  readonly threads: number[]
  /** The visit that each thread answers; -1: it is free. */
  readonly busy: number[]
  /** Visits that wait for a thread. */
  readonly waiting: number[]
  readonly loads: { readonly drawn: readonly number[]; sent: number }[]
  readonly start: Micros
  /** Requests so far. */
  count: number
  /** Its module could not be loaded. */
  broken: boolean
}

/** One request. */
export interface VisitState {
  readonly front: number
  /** Which of the front's kinds of requests. */
  readonly of: number
  /** 1 for the first of its front. */
  readonly number: number
  readonly sentAt: Micros
  /** How long its answer travels. */
  readonly back: Micros
  arrivedAt: Micros
  status: number
  /** Its visitor has an answer, or waits no longer. */
  over: boolean
  /** The row that told of it last; -1: none has. */
  cause: number
}

interface ConnectionState {
  readonly service: string
  readonly process: number
  readonly since: Micros
}

/** Nobody has called anybody. */
export const createServices = (): ServicesState => ({
  kept: {},
  calls: newPages(),
  connections: {},
  nextConnection: 1,
  fronts: [],
  visits: newPages(),
  outages: {},
  slow: {},
})

/** A process has ended: its connections are closed by its operating system. */
export function leaveServices({ connections }: ServicesState, process: number): void {
  for (const number of Object.keys(connections).map(Number))
    if (connections[number]?.process === process) delete connections[number]
}
