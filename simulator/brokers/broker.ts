import type { Micros } from '../kernel/units.ts'
import type { JsonObject } from '../messages/json.ts'
import type { BrokerServer, Ending } from '../cluster/server-spec.ts'
import type { TaskMessage } from '../messages/message.ts'
import type { Effect } from './effects.ts'

/** A queue as a broker keeps it: copies by tag, in levels, the first level served first. */
export interface QueueState {
  readonly name: string
  readonly arguments: JsonObject
  readonly durable: boolean
  readonly autoDelete: boolean
  readonly exclusive: boolean
  /** Tags in order of service, per level. */
  readonly levels: number[][]
  /** Where RabbitMQ's round over the consumers goes on. */
  cursor: number
  unacked: number
  /** Code of the queue's state in its machine. */
  state: number
  /** What the world keeps for its rows in the log. */
  rows?: QueueRows
}

/**
 * What the rows of a queue's messages have in common, as indexes of the log: its actor, and the shapes of
 * details that differ in the tag alone. Plain data; made when the first row needs it.
 */
export interface QueueRows {
  readonly actor: number
  /** By priority, of a message that was published. */
  readonly enqueued: { [priority: number]: number }
  readonly delivered: number
  readonly redelivered: number
  readonly acked: number
}

/** What a queue is besides its arguments. */
export interface QueueFlags {
  readonly durable: boolean
  readonly autoDelete: boolean
}

/** An exchange as a broker keeps it. */
export interface ExchangeState {
  readonly type: string
  readonly durable: boolean
  readonly autoDelete: boolean
  readonly arguments: JsonObject
}

/** A way from an exchange to a queue, or in AMQP to another exchange. */
export interface Binding {
  readonly exchange: string
  readonly routingKey: string
  readonly destination: string
  readonly to: 'queue' | 'exchange'
  readonly arguments: JsonObject
}

/** Everything a broker holds; plain data. */
export interface BrokerState {
  readonly exchanges: { [name: string]: ExchangeState }
  readonly queues: { [name: string]: QueueState }
  /** In the order of their declaration. */
  readonly queueNames: string[]
  readonly bindings: Binding[]
  /** What this broker alone keeps (see `Broker.memory`): plain data. */
  readonly own: unknown
}

/** A worker as its broker sees it. */
export interface Consumer {
  readonly worker: number
  /** For Redis in the order in which it asks; a queue that has just delivered moves to the end. */
  queues: string[]
  /** How many more messages it takes now. */
  credit: number
  /** The same by queue, where each queue's consumer has a prefetch of its own; null where they share one. */
  rooms: { [queue: string]: number } | null
  /** Redis: its turn among the waiting ones; -1 while it handles a message. */
  turn: number
}

/** A copy of a message as a broker sees it: in a queue, or with a worker. */
export interface HeldMessage {
  readonly tag: number
  readonly queue: string
  readonly priority: number
  readonly message: TaskMessage
  /** What `message` is made of where many share it: all of it but its id, at no cost. */
  readonly template?: TaskMessage
  readonly redelivered: boolean
  /** Index of the worker that holds it; -1 while it waits. */
  readonly worker: number
  /** See `OnTheWire`. */
  readonly wire: number
  /** When it was given out last. */
  readonly deliveredAt: Micros
}

/** A message without regard to its id, which one of a series has no need of. */
export const alike = (copy: HeldMessage): TaskMessage => copy.template ?? copy.message

/** What a broker may look at when it is told of something. */
export interface BrokerView {
  readonly now: Micros
  readonly state: BrokerState
  /** How the server is set up. */
  readonly server: BrokerServer
  /** Settings of a worker's app, `broker_transport_options` among them. */
  settings(worker: number): JsonObject
  /** The pool of a worker: `prefork`, `gevent` and so on. */
  pool(worker: number): string
  /** A number in [0, 1) of the broker's own chance. */
  chance(): number
  /** A message that is in a queue or with a worker. */
  copy(tag: number): HeldMessage
  /** The same for a timer that may come late: null once the message is settled and forgotten. */
  findCopy(tag: number): HeldMessage | null
  /** Visits what workers hold, the oldest message first. */
  held(visit: (message: HeldMessage) => void): void
  /** How many workers consume from a queue. */
  consumers(queue: string): number
}

/** How a copy left its worker's hands. */
export type Settled = 'acked' | 'rejected' | 'requeued' | 'restored'

/** Nothing to do: the answer of nearly every hook, made once. */
export const NOTHING: readonly Effect[] = []

/** One message on its way to one worker. */
export interface Pick {
  readonly consumer: Consumer
  readonly queue: QueueState
  readonly tag: number
}

/** What a broker is told before a run. */
export interface Setup {
  readonly server: BrokerServer
  /** May it lose its memory during the run? Only then need it keep what a restart brings back. */
  readonly restarts: boolean
}

/** How a broker comes to start anew. */
export type Restart =
  | { readonly kind: Ending }
  /** A replica takes over, which has heard of nothing that happened from this moment on. */
  | { readonly kind: 'fail-over'; readonly since: Micros }

/** What makes one broker differ from another. */
export interface Broker {
  readonly name: string
  /** kombu's `driver_type`: what Celery goes by where brokers differ. */
  readonly driver: string
  /** Who counts what a worker holds against its prefetch: kombu in the worker, or the broker itself. */
  readonly countsInClient: boolean
  /** How many levels of priority a queue with these arguments has, in an app with these settings. */
  levels(args: JsonObject, settings?: JsonObject): number
  /** The level a message of this priority waits in; level 0 is served first. */
  level(queue: QueueState, priority: number, settings?: JsonObject): number
  /** Redis: how a queue's lists are named in an app with these settings; null: as kombu does by itself. */
  lists?(settings: JsonObject): { readonly steps: readonly number[]; readonly sep: string } | null
  /** Does a message with this key and these headers go where this binding leads? */
  matches(type: string, binding: Binding, routingKey: string, headers: JsonObject): boolean
  /** The next delivery, or null while no message has a taker. */
  next(state: BrokerState, consumers: readonly Consumer[]): Pick | null
  /** Where a message goes that comes back: see each broker. */
  putBack(
    view: BrokerView,
    queue: QueueState,
    level: number[],
    tag: number,
    why: 'requeued' | 'restored',
  ): void
  /**
   * An acknowledgement finds its message by a tag that stays the same when the message is given out again
   * (rule 2.26), not by the connection that brought it.
   */
  readonly acksByTag: boolean

  /**
   * kombu itself routes, in the sender: an exchange that the sender's own connection has not declared is taken
   * for a direct one, whatever it is (trace route_topic_redis).
   */
  readonly typesByConnection?: boolean

  /** The order in which a consumer asks for messages of its queues, whenever these change; left out: as given. */
  askOrder?(queues: readonly string[], settings: JsonObject): readonly string[]

  /** It has no fanout exchanges, and with them no remote control (rule 3.62). */
  readonly withoutFanout?: true
  /** Raises what publishing this message raises in its caller. */
  refuse?(view: BrokerView, message: TaskMessage): void
  /** How much longer than others a message is on its way to the broker. */
  delay?(view: BrokerView): Micros

  // What else it does, told as effects (see `Effect`); a broker that does nothing there leaves it out.

  /** Exchanges that are there without being declared. */
  builtIn?(): { [name: string]: ExchangeState }
  /** What it keeps beside the queues, at the beginning; read back from `BrokerState.own`. */
  memory?(setup?: Setup): unknown
  /** Why a queue may not be declared like this, by its error's text; null: it may (rule 2.17). */
  declareRefusal?(
    view: BrokerView,
    name: string,
    args: JsonObject,
    flags: QueueFlags,
  ): string | null
  /** A queue was declared that was not there. */
  onDeclared?(view: BrokerView, queue: QueueState): readonly Effect[]
  /** A message wants in: null lets it, anything else is done instead and it never gets a place. */
  onArriving?(view: BrokerView, queue: QueueState, tag: number): readonly Effect[] | null
  /** A message takes its place in a queue; nothing may come of it yet. */
  onEntered?(view: BrokerView, tag: number): void
  /** A message has taken its place in a queue, for the first time or again, and found no taker. */
  onEnqueued?(view: BrokerView, queue: QueueState, tag: number): readonly Effect[]
  /** A message is on its way to a worker, which has to acknowledge it. */
  onDelivered?(view: BrokerView, queue: QueueState, tag: number): readonly Effect[]
  /** A message comes back from a worker (-1: one that is gone): null puts it back, anything else is done instead. */
  onReturning?(
    view: BrokerView,
    queue: QueueState,
    tag: number,
    why: 'requeued' | 'restored',
    worker: number,
  ): readonly Effect[] | null
  /** A worker is done with a message; after `rejected` it has no place any more. */
  onSettled?(view: BrokerView, queue: QueueState, tag: number, how: Settled): readonly Effect[]
  /** The broker is done with a message that no worker has settled. */
  onForgotten?(view: BrokerView, tag: number): void
  /** A worker has a connection, and does not consume yet. */
  onConnected?(view: BrokerView, worker: number): readonly Effect[]
  /** A worker has begun to consume, from one more queue too. */
  onConsumer?(view: BrokerView, consumer: Consumer): readonly Effect[]
  /** A worker consumes from these queues no more. */
  onConsumerGone?(
    view: BrokerView,
    gone: { readonly worker: number; readonly queues: readonly string[] },
  ): readonly Effect[]
  /** The order in which a worker that stops gives back what it holds; left out: that of delivery. */
  returnOrder?(view: BrokerView, worker: number, tags: readonly number[]): readonly number[]
  /** A worker has given back what it held and closed its connection. */
  onGone?(view: BrokerView, worker: number): readonly Effect[]
  /** A worker's connection ended without a goodbye; it still held these, in order of delivery. */
  onLost(view: BrokerView, worker: number, tags: readonly number[]): readonly Effect[]
  /** Every connection is gone and its memory with them: what of it is lost. Left out: it has no server of its own. */
  onRestart?(view: BrokerView, restart: Restart): readonly Effect[]
  /** A node of its cluster goes, or is back. */
  onNode?(view: BrokerView, node: string, way: 'down' | 'up'): readonly Effect[]
  /** Is any node of its cluster left? */
  anyNode?(view: BrokerView): boolean
  /** Was a process connected to this node? Then it goes on to another one. */
  movesFrom?(view: BrokerView, process: number, node: string): boolean
  /** The node that is down and has a queue to itself; null: it can be declared and consumed from. */
  missingNode?(view: BrokerView, queue: string): string | null
  /** A message that had been settled is there again (see the effect `revive`), as one that a worker has taken. */
  onRevived?(view: BrokerView, tag: number): void
  /**
   * Are the hooks without effect for an ordinary message of this queue, and are its consumers served in turn,
   * from `cursor` on? Then a message may go the short way (`express/`).
   */
  isPlain?(state: BrokerState, queue: QueueState): boolean
  /** A timer that an effect of its own has set. */
  onTimer?(view: BrokerView, entity: number, argument: number): readonly Effect[]
}

/** An empty broker. */
export const createBrokerState = (broker?: Broker, setup?: Setup): BrokerState => ({
  exchanges: broker?.builtIn?.() ?? {},
  queues: {},
  queueNames: [],
  bindings: [],
  own: broker?.memory?.(setup) ?? null,
})

/**
 * Queues that a message reaches, each once; the default exchange leads to the queue of the key's name
 * (rule 2.14). Null: there is no such exchange. A sender to whom an exchange is not `known` takes it for a
 * direct one (see `Broker.typesByConnection`).
 */
export function destinations(
  broker: { readonly matches: Broker['matches'] },
  state: BrokerState,
  exchange: string,
  routingKey: string,
  headers: JsonObject,
  known = true,
): readonly string[] | null {
  if (exchange === '') return state.queues[routingKey] === undefined ? [] : [routingKey]
  if (state.exchanges[exchange] === undefined) return null
  const queues = new Set<string>()
  const seen = new Set([exchange])
  for (const name of seen) {
    const type = (known ? state.exchanges[name]?.type : undefined) ?? 'direct'
    for (const binding of state.bindings) {
      if (binding.exchange !== name) continue
      if (!broker.matches(type, binding, routingKey, headers)) continue
      if (binding.to === 'queue') queues.add(binding.destination)
      else seen.add(binding.destination)
    }
  }
  return [...queues]
}

/** How many messages wait in a queue. */
export function waiting({ levels }: QueueState): number {
  let count = 0
  for (let at = 0; at < levels.length; at++) count += levels[at]!.length
  return count
}

/** Does any message wait anywhere? */
export function anyWaiting({ queueNames, queues }: BrokerState): boolean {
  for (let at = 0; at < queueNames.length; at++) {
    const queue = queues[queueNames[at]!]
    if (queue !== undefined && waiting(queue) > 0) return true
  }
  return false
}

/** Takes the next tag out of a queue; undefined when it is empty. */
export function takeFirst(queue: QueueState): number | undefined {
  for (const level of queue.levels) {
    const tag = level.shift()
    if (tag !== undefined) return tag
  }
  return undefined
}
