import type { Micros } from '../kernel/units.ts'
import type { Server } from '../log/facts.ts'

/** What keeps processes and servers apart. */
export interface NetworkState {
  /** How many reasons a server has to be away: nobody listens on its port. */
  readonly away: { broker: number; backend: number }
  /** Where nothing passes, neither way; each end believes that the other is there. */
  readonly cuts: Cut[]
  /** Where everything takes longer. */
  readonly delays: Delay[]
  /** The broker is short of memory; null: it is not. */
  alarm: AlarmState | null
  /** A fault has touched a link in this run: from then on everything goes by `wire.ts`, step by step. */
  disturbed: boolean
  readonly wires: Wire[]
  /** Processes that stand still, for they wait for an answer that does not come. */
  readonly stalls: Stall[]
  /** What workers tell the broker about messages, on its way; by a number that only grows. */
  readonly settlements: { [number: number]: Settlement }
  nextSettlement: number
  /** Connections of workers that only RabbitMQ still takes for alive. */
  readonly ghosts: Ghost[]
}

/** What the broker does not read while it is short of memory. */
export interface AlarmState {
  /** How many faults say so. */
  reasons: number
  /** Messages by their number in `arrivals`, and who sent them. */
  held: { readonly arrival: number; readonly process: number }[]
  /** Processes whose connection it has stopped reading from. */
  senders: number[]
}

/** A part of the network: between a machine and a server. */
export interface Stretch {
  /** Number of the fault, to take it back. */
  readonly id: number
  /** Workers by index, -1 the client, -2 and below the beats; null: everybody. */
  readonly nodes: readonly number[] | null
  readonly server: Server
}

/** Nothing passes here. */
export interface Cut extends Stretch {
  readonly since: Micros
  /** Row of the fault's beginning: the cause of what comes of it. */
  readonly cause: number
}

/** Everything takes longer here: by so much, by up to so much more, and what is lost is sent again. */
export interface Delay extends Stretch {
  readonly delay: Micros
  readonly jitter: Micros
  /** Share of packets that are lost, 0 to 1. */
  readonly loss: number
}

/** From a process to the broker, or back. */
export type Way = 'out' | 'in'

/** One direction of a process's connection to the broker. */
export interface Wire {
  readonly process: number
  readonly way: Way
  /** TCP keeps order: nothing that is sent now arrives before this. */
  free: Micros
  /** When the oldest of what does not get through was first sent; null while all does. */
  stuckSince: Micros | null
  /** What waits to get through, in order: events of the calendar. */
  readonly stuck: Parcel[]
  /** Counts its connections and jams: an event of an older one is void. */
  life: number
}

/** An event of the calendar that happens when it arrives; null: a sign of life, nothing more. */
export interface Parcel {
  readonly opcode: number | null
  readonly entity: number
  readonly argument: number
}

/** A process that waits for the answer of a server. */
export interface Stall {
  readonly process: number
  /** Its life: one that has ended meanwhile waits no more. */
  readonly generation: number
  readonly server: Server
  /** When it began to ask. */
  readonly since: Micros
  /** It asks for a connection, not over one. */
  readonly connecting: boolean
  /** What goes on then: its steps, its worker's attempt to connect or its question for messages, or its wait of this number. */
  readonly then: 'steps' | 'dial' | 'ask' | number
}

/** What a worker tells the broker about a message. */
export interface Settlement {
  readonly worker: number
  readonly tag: number
  /** Which of the worker's deliveries it means, see `CopyState.deliveredAs`. */
  readonly delivery: number
  readonly how: 'ack' | 'reject' | 'requeue'
  readonly cause: number
}

/** A connection that is dead at its worker's end and that RabbitMQ does not know of. */
export interface Ghost {
  readonly worker: number
  /** Which of its worker's connections it was: `dial.epoch` then. */
  readonly id: number
  /** When RabbitMQ first sends something over it that nobody confirms. */
  sentAt: Micros
  /** What was given out over it; null while its worker has no new connection: what the worker's state says. */
  tags: readonly number[] | null
}

/** A network in which all is well. */
export const createNetwork = (): NetworkState => ({
  away: { broker: 0, backend: 0 },
  cuts: [],
  delays: [],
  alarm: null,
  disturbed: false,
  wires: [],
  stalls: [],
  settlements: {},
  nextSettlement: 0,
  ghosts: [],
})
