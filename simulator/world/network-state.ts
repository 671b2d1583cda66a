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
  /** Workers by index, -1 the client, -2 beat; null: everybody. */
  readonly nodes: readonly number[] | null
  readonly server: Server
}

/** Nothing passes here. */
export interface Cut extends Stretch {
  readonly since: Micros
}

/** Everything takes longer here: by so much, by up to so much more, and what is lost is sent again. */
export interface Delay extends Stretch {
  readonly delay: Micros
  readonly jitter: Micros
  /** Share of packets that are lost, 0 to 1. */
  readonly loss: number
}
