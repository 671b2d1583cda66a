import type { Micros } from '../../kernel/units.ts'
import { assert } from '../../kernel/assert.ts'
import type { BrokerState, Setup } from '../broker.ts'
import { newNodes, type Nodes } from './nodes-state.ts'
import { type Journal, newJournal } from './journal-state.ts'

/** What RabbitMQ keeps beside its queues; plain data. */
export interface RabbitMemory {
  readonly kind: 'rabbitmq'
  /** Names of queues by number, for the entities of timers. */
  readonly names: string[]
  /** When a message with a time to live expires, by tag; gone once it has left its queue for good. */
  readonly expiries: { [tag: number]: Micros }
  /** For what moment each queue's timer for the head is set. */
  readonly alarms: { [queue: string]: Micros }
  /** How often a message has come back to its quorum queue (`x-delivery-count`), by tag. */
  readonly returns: { [tag: number]: number }
  /** Is a look at what workers hold in the calendar? */
  looking: boolean
  /** When a queue that expires was last used. */
  readonly used: { [queue: string]: Micros }
  /** Workers in the order in which they began to consume. */
  readonly subscribed: number[]
  /** The one that a queue with a single active consumer serves. */
  readonly active: { [queue: string]: number }
  /** Null where the server is never killed. */
  readonly journal: Journal | null
  /** Null where it is one server. */
  readonly nodes: Nodes | null
}

/** At the beginning. */
export const newMemory = (setup?: Setup): RabbitMemory => ({
  kind: 'rabbitmq',
  names: [],
  expiries: {},
  alarms: {},
  returns: {},
  looking: false,
  used: {},
  subscribed: [],
  active: {},
  journal: newJournal(setup),
  nodes: newNodes(setup),
})

/** What this broker has put into its state. */
export function memoryOf({ own }: BrokerState): RabbitMemory {
  assert(isMemory(own), 'the broker is RabbitMQ')
  return own
}

const isMemory = (own: unknown): own is RabbitMemory =>
  typeof own === 'object' && own !== null && 'kind' in own && own.kind === 'rabbitmq'
