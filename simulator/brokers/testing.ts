import type { TaskHeaders, TaskMessage } from '../messages/message.ts'
import {
  type Broker,
  type BrokerState,
  type BrokerView,
  type Consumer,
  createBrokerState,
  type HeldMessage,
  type QueueState,
} from './broker.ts'
import type { Effect } from './effects.ts'

/** A queue for tests, with nothing in it. */
export const queue = (name: string, levels: number, args = {}): QueueState => ({
  name,
  arguments: args,
  durable: true,
  autoDelete: false,
  exclusive: false,
  levels: Array.from({ length: levels }, () => []),
  cursor: 0,
  unacked: 0,
  state: 0,
})

/** A worker with room, for tests. */
export const consumer = (worker: number, queues: string[], turn = worker): Consumer => ({
  worker,
  queues,
  credit: 10,
  rooms: null,
  turn,
})

/** A message for tests. */
export const message = (
  properties: Partial<TaskMessage['properties']> = {},
  headers: object = {},
): TaskMessage => ({
  exchange: '',
  routingKey: 'q',
  headers: { id: 'a', task: 'tasks.a', ...headers } as TaskHeaders,
  properties: { correlation_id: 'a', reply_to: 'r', delivery_mode: 2, ...properties },
  body: [[], {}, { callbacks: null, errbacks: null, chain: null, chord: null }],
  contentType: 'application/json',
  contentEncoding: 'utf-8',
  declare: [],
})

type Copy = { -readonly [K in keyof HeldMessage]: HeldMessage[K] }

/** A broker alone, for tests: what the world would keep for it, and the effects of its hooks. */
export class Bench {
  readonly broker: Broker
  readonly state: BrokerState
  readonly copies: Copy[] = []
  readonly consumers: Consumer[] = []
  readonly view: BrokerView
  now = 0

  constructor(broker: Broker) {
    this.broker = broker
    this.state = createBrokerState(broker)
    this.view = viewOf(this)
  }

  copy(tag: number): Copy {
    const copy = this.copies[tag]
    if (copy === undefined) throw new Error(`there is no message ${String(tag)}`)
    return copy
  }

  /** Declares a queue. */
  declare(name: string, args = {}): QueueState {
    const made = queue(name, this.broker.levels(args), args)
    this.state.queues[name] = made
    this.state.queueNames.push(name)
    this.broker.onDeclared?.(this.view, made)
    return made
  }

  /** A message that is about to come into a queue. */
  make(name: string, sent: TaskMessage = message()): number {
    const tag = this.copies.length
    const priority = sent.properties.priority ?? 0
    this.copies.push({
      tag,
      queue: name,
      priority,
      message: sent,
      redelivered: false,
      worker: -1,
      deliveredAt: 0,
      wire: -1,
    })
    return tag
  }

  /** A message comes into a queue; what the broker does with it then. */
  send(name: string, sent: TaskMessage = message()): readonly Effect[] {
    const tag = this.make(name, sent)
    const to = this.queue(name)
    const instead = this.broker.onArriving?.(this.view, to, tag) ?? null
    if (instead !== null) return instead
    this.level(tag).push(tag)
    return this.broker.onEnqueued?.(this.view, to, tag) ?? []
  }

  /** The next message goes to a worker; null where nobody takes one. */
  deliver(): number | null {
    const pick = this.broker.next(this.state, this.consumers)
    if (pick === null) return null
    const copy = this.copy(pick.tag)
    copy.worker = pick.consumer.worker
    copy.deliveredAt = this.now
    pick.queue.unacked += 1
    this.broker.onDelivered?.(this.view, pick.queue, pick.tag)
    return pick.tag
  }

  /** A message comes back from its worker. */
  giveBack(tag: number, why: 'requeued' | 'restored'): readonly Effect[] {
    const copy = this.copy(tag)
    const { worker } = copy
    copy.worker = -1
    copy.redelivered = true
    const from = this.queue(copy.queue)
    from.unacked -= 1
    const instead = this.broker.onReturning?.(this.view, from, tag, why, worker) ?? null
    if (instead !== null) return instead
    this.broker.putBack(this.view, from, this.level(tag), tag, why)
    return this.broker.onEnqueued?.(this.view, from, tag) ?? []
  }

  queue(name: string): QueueState {
    const found = this.state.queues[name]
    if (found === undefined) throw new Error(`there is no queue ${name}`)
    return found
  }

  /** Where a message waits. */
  level(tag: number): number[] {
    const { queue: name, priority } = this.copy(tag)
    const to = this.queue(name)
    const level = to.levels[this.broker.level(to, priority)]
    if (level === undefined) throw new Error(`no level for priority ${String(priority)}`)
    return level
  }

  /** What waits in a queue, in the order of service. */
  waiting(name: string): readonly number[] {
    return this.queue(name).levels.flat()
  }
}

const viewOf = (bench: Bench): BrokerView => ({
  get now() {
    return bench.now
  },
  state: bench.state,
  server: {},
  settings: () => ({}),
  pool: () => 'prefork',
  chance: () => 0.5,
  copy: (tag) => bench.copy(tag),
  findCopy: (tag) => bench.copies[tag] ?? null,
  held: (visit) => {
    for (const copy of bench.copies) if (copy.worker >= 0) visit(copy)
  },
  consumers: (name) => bench.consumers.filter(({ queues }) => queues.includes(name)).length,
})
