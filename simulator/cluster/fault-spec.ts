import type { Micros } from '../kernel/units.ts'
import type { Ending } from './server-spec.ts'
import type { Outage } from './service-spec.ts'

/**
 * What each fault needs to know, by name. A fault is plain data in the run's list of actions; its member of
 * `simulator/faults` reads it, lets it happen and takes it back. Workers are called by their short names.
 */
export interface FaultParameters {
  /** A pool process gets SIGKILL: the one whose body set the fault off, otherwise the one that began last. */
  'kill-process': {
    readonly worker: Target
    /** Its number in the pool, counted from 1; absent: as above. */
    readonly process?: number
  }
  /** The kernel has no memory left and kills the pool process that has run its body longest. */
  'out-of-memory': { readonly worker: Target }
  /** The whole worker gets SIGKILL; it comes back when the fault ends. */
  'kill-worker': { readonly worker: Target }
  /** A machine goes down with every worker on it; they come back when the fault ends. */
  'kill-node': { readonly node: Target }
  /** The next acknowledgements of a worker never reach the broker. */
  'lost-ack': { readonly worker: string; readonly count: number }
  /** The broker hands out the next messages of a queue twice. */
  'duplicate-delivery': { readonly queue: string; readonly count: number }
  /** A worker's clock is ahead of everybody's, or behind if `by` is below zero. */
  'clock-skew': { readonly worker: string; readonly by: Micros }
  /** Every start of a task kills the process that it starts in. */
  'poison-task': { readonly task: string }
  /** The broker closes every connection, and takes new ones at once. */
  'drop-connections': Record<never, never>
  /** The broker goes away, and comes back with what it had. */
  'broker-away': Record<never, never>
  /** The broker ends and starts again with what it has on its disk. */
  'broker-restart': { readonly how: Ending }
  /** Redis dies, and a replica takes over; the last writes had not reached it. */
  'fail-over': { readonly unreplicated: Micros }
  /** A node of the RabbitMQ cluster goes down, and comes back with what was on its disk. */
  'broker-node-down': { readonly node: string }
  /** RabbitMQ is short of memory: it takes nothing from whoever publishes. */
  'memory-alarm': Record<never, never>
  /** The machine of the pod that has been ready longest dies. */
  'kill-pod': Record<never, never>
  /** A message comes into a queue that no worker can make a task of. */
  'poison-message': { readonly queue: string; readonly kind: PoisonKind }
  /** The result backend goes away, and comes back with what it had. */
  'backend-away': Record<never, never>
  /** Nothing passes between machines and servers, and neither end is told. */
  partition: LinkEnds
  /** Everything between them takes so much longer each way, and by chance up to `jitter` more. */
  'slow-link': LinkEnds & { readonly delay: Micros; readonly jitter: Micros }
  /** A share of the packets between them is lost, and sent again. */
  'lossy-link': LinkEnds & { readonly loss: number }
  /** Packets between them take up to so much longer, each by chance: connections overtake each other. */
  reordering: LinkEnds & { readonly jitter: Micros }
  /** An outside system of the cluster goes away: nobody listens there, or nothing comes back at all. */
  'service-away': { readonly service: string; readonly how: Outage['how'] }
  /** Each call of an outside system takes so long. */
  'service-slow': { readonly service: string; readonly latency: Micros }
}

/** Which links a fault touches. */
export interface LinkEnds {
  /** Machines by name, `client` and `beat` among them; null: all. */
  readonly nodes: readonly string[] | null
  readonly from: 'broker' | 'backend' | 'both'
}

/**
 * What is wrong with a poison message: it names no task, its body cannot be decoded, it is of a type that is
 * not accepted, or its ETA is no time.
 */
export const POISONS = ['unknown', 'undecodable', 'untrusted', 'bad-eta'] as const
export type PoisonKind = (typeof POISONS)[number]

/** A worker by its short name, or a machine; null: the one of the body that set the fault off. */
type Target = string | null

export type FaultName = keyof FaultParameters

/** One fault and how long it lasts; null: it is over at once, what it did stays. */
export type FaultOf<K extends FaultName> = FaultParameters[K] & {
  readonly fault: K
  readonly lasts: Micros | null
}

export type Fault = { readonly [K in FaultName]: FaultOf<K> }[FaultName]
