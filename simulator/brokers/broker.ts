import type { Json } from '../messages/json.ts'

/** A queue as a broker keeps it: copies by tag, in levels, the first level served first. */
export interface QueueState {
  readonly name: string
  readonly arguments: { readonly [name: string]: Json }
  /** Tags in order of service, per level. */
  readonly levels: number[][]
  /** Where RabbitMQ's round over the consumers goes on. */
  cursor: number
  unacked: number
  /** Code of the queue's state in its machine. */
  state: number
}

export interface Binding {
  readonly exchange: string
  readonly routingKey: string
  readonly queue: string
}

/** Everything a broker holds; plain data. */
export interface BrokerState {
  readonly exchanges: { [name: string]: string }
  readonly queues: { [name: string]: QueueState }
  /** In the order of their declaration. */
  readonly queueNames: string[]
  readonly bindings: Binding[]
}

/** A worker as its broker sees it. */
export interface Consumer {
  readonly worker: number
  /** For Redis in the order in which it asks; a queue that has just delivered moves to the end. */
  queues: string[]
  /** How many more messages it takes now. */
  credit: number
  /** Redis: its turn among the waiting ones; -1 while it handles a message. */
  turn: number
}

/** One message on its way to one worker. */
export interface Pick {
  readonly consumer: Consumer
  readonly queue: QueueState
  readonly tag: number
}

/** What makes one broker differ from another. */
export interface Broker {
  readonly name: string
  /** How many levels of priority a queue with these arguments has. */
  levels(args: { readonly [name: string]: Json }): number
  /** The level a message of this priority waits in; level 0 is served first. */
  level(queue: QueueState, priority: number): number
  /** Does a message with this key go where this binding leads? */
  matches(type: string, pattern: string, routingKey: string): boolean
  /** The next delivery, or null while no message has a taker. */
  next(state: BrokerState, consumers: readonly Consumer[]): Pick | null
  /** Where a message goes that comes back: see each broker. */
  putBack(level: number[], tag: number, why: 'requeued' | 'restored'): void
  /** Are a lost connection's messages given back at once? Otherwise they wait for the visibility timeout. */
  readonly restoresOnLoss: boolean
}

/** An empty broker. */
export const createBrokerState = (): BrokerState => ({
  exchanges: {},
  queues: {},
  queueNames: [],
  bindings: [],
})

/** Queues that a message reaches; the default exchange leads to the queue of the key's name (rule 2.14). */
export function destinations(
  broker: Broker,
  state: BrokerState,
  exchange: string,
  routingKey: string,
): readonly string[] {
  if (exchange === '') return state.queues[routingKey] === undefined ? [] : [routingKey]
  const type = state.exchanges[exchange]
  if (type === undefined) return []
  const found = new Set<string>()
  for (const binding of state.bindings) {
    if (binding.exchange === exchange && broker.matches(type, binding.routingKey, routingKey))
      found.add(binding.queue)
  }
  return [...found]
}

/** How many messages wait in a queue. */
export const waiting = (queue: QueueState): number =>
  queue.levels.reduce((sum, level) => sum + level.length, 0)

/** Takes the next tag out of a queue; undefined when it is empty. */
export function takeFirst(queue: QueueState): number | undefined {
  for (const level of queue.levels) {
    const tag = level.shift()
    if (tag !== undefined) return tag
  }
  return undefined
}
