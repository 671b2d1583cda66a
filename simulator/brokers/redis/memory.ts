import type { BrokerState, Setup } from '../broker.ts'
import type { Micros } from '../../kernel/units.ts'
import { type Disk, newDisk } from './disk.ts'
import type { RedisOptions } from './options.ts'
import { newRoom, type Room } from './room-state.ts'
import { emptyUnacked, type Unacked } from './unacked.ts'

/** What Redis and kombu's transport keep besides the lists; plain data. */
export interface RedisMemory {
  readonly unacked: Unacked
  /** Copies whose workers were killed, by delivery tag. */
  readonly orphans: { [wire: number]: readonly number[] }
  /** Workers with a connection, by index. */
  readonly workers: { [worker: number]: Connected }
  /** Counts connections: a timer of an older one is void. */
  connections: number
  /** Null where its memory is never lost. */
  readonly disk: Disk | null
  /** What is counted against `maxmemory`. */
  readonly room: Room
}

/** A worker's connection. */
export interface Connected {
  readonly options: RedisOptions
  /** Since when; its looks for overdue messages are counted from here. Null: it never looks (see `cadence.ts`). */
  readonly since: Micros | null
  readonly connection: number
  /** Is its next look in the calendar? */
  armed: boolean
}

/** A Redis that nobody has used. */
export const createMemory = (setup?: Setup): RedisMemory => ({
  unacked: emptyUnacked(),
  orphans: {},
  workers: {},
  connections: 0,
  disk: newDisk(setup),
  room: newRoom(),
})

/** What `BrokerState.own` is on Redis. */
export const memoryOf = (state: BrokerState): RedisMemory => state.own as RedisMemory
