import {
  type FactKind,
  lengthText,
  type Log,
  type Picture,
  type ServicePicture,
} from '../../../simulator/index.ts'
import type { Subject } from '../../lib/subject.ts'

/** Paperwork that says nothing about a thing that another fact does not. */
const SILENT: ReadonlySet<FactKind> = new Set<FactKind>(['event-sent', 'body-resumed'])

/** The latest facts about a thing that is no task, found as the log grows. */
export class ThingRows {
  readonly #log: Log
  readonly #subject: Subject
  readonly #rows: number[] = []
  #scanned: number

  constructor(log: Log, subject: Subject) {
    this.#log = log
    this.#subject = subject
    this.#scanned = log.first
  }

  /** The last `most` rows among the first `rows`, oldest first. */
  upTo(rows: number, most: number): readonly number[] {
    for (; this.#scanned < rows; this.#scanned++)
      if (this.#isAbout(this.#scanned)) this.#rows.push(this.#scanned)
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#rows[middle]! < rows) low = middle + 1
      else high = middle
    }
    return this.#rows.slice(Math.max(0, low - most), low)
  }

  #isAbout(row: number): boolean {
    const log = this.#log
    const { kind, id } = this.#subject
    const what = log.kindAt(row)
    if (SILENT.has(what)) return false
    const actor = log.actors[log.actorAt(row)]!
    if (actor.kind === kind && actor.name === id) return true
    if (kind === 'worker' || kind === 'process') return false
    const common = log.commonAt(row) as { readonly [field: string]: unknown }
    if (kind === 'queue')
      return common['queue'] === id || (what === 'queue-declared' && common['name'] === id)
    if (kind === 'service') return common['service'] === id
    if (kind !== 'exchange') return false
    if (what === 'message-published') return log.detail(row, what).message.exchange === id
    return common['exchange'] === id || (what === 'exchange-declared' && common['name'] === id)
  }
}

/** A line of what is known of a thing now; `things` are others that it names. */
export interface Property {
  readonly name: string
  readonly value: string
  readonly things?: readonly Subject[]
  readonly tasks?: readonly string[]
}

/** What is known of a thing at a moment; null where it is not there. */
export function propertiesOf(picture: Picture, { kind, id }: Subject): readonly Property[] | null {
  switch (kind) {
    case 'queue':
      return queueProperties(picture, id)
    case 'exchange':
      return exchangeProperties(picture, id)
    case 'worker':
      return workerProperties(picture, id)
    case 'process':
      return processProperties(picture, id)
    case 'service':
      return serviceProperties(picture, id)
    case 'task':
    case 'message':
      return null
  }
}

function queueProperties(picture: Picture, id: string): readonly Property[] | null {
  const queue = picture.queues.find(({ name }) => name === id)
  if (!queue) return null
  const takers = picture.workers.filter(
    ({ queues, state }) => queues.includes(id) && state !== 'off',
  )
  const bindings = picture.bindings.filter((binding) => binding.queue === id)
  return [
    { name: 'waiting', value: count(queue.waiting.length, 'message'), tasks: queue.waiting },
    { name: 'unacknowledged', value: count(queue.unacked, 'message') },
    {
      name: 'taken by',
      value: takers.length === 0 ? 'no worker' : '',
      things: takers.map(({ name }) => ({ kind: 'worker', id: name })),
    },
    {
      name: 'bound to',
      value: bindings
        .map((each) => `${each.exchange || '(default)'} by ${each.routingKey}`)
        .join(', '),
      things: bindings.map(({ exchange }) => ({ kind: 'exchange', id: exchange })),
    },
  ]
}

function exchangeProperties(picture: Picture, id: string): readonly Property[] | null {
  const exchange = picture.exchanges.find(({ name }) => name === id)
  if (!exchange) return null
  return [
    { name: 'type', value: exchange.type },
    ...picture.bindings
      .filter((binding) => binding.exchange === id)
      .map(({ routingKey, queue }) => ({
        name: routingKey === '' ? 'every key' : `key ${routingKey}`,
        value: '',
        things: [{ kind: 'queue', id: queue }] as const,
      })),
  ]
}

function workerProperties(picture: Picture, id: string): readonly Property[] | null {
  const worker = picture.workers.find(({ name }) => name === id)
  if (!worker) return null
  const busy = worker.processes.filter(({ task }) => task !== null)
  return [
    { name: 'state', value: worker.ended === null ? worker.state : `off, ${worker.ended}` },
    { name: 'pool', value: `${worker.pool}, ${String(worker.concurrency)} at a time` },
    {
      name: 'prefetch',
      value: worker.prefetch === 0 ? 'no limit' : count(worker.prefetch, 'message'),
    },
    {
      name: 'queues',
      value: '',
      things: worker.queues.map((queue) => ({ kind: 'queue', id: queue })),
    },
    {
      name: 'runs',
      value: `${String(busy.length)} of ${String(worker.processes.length)} busy`,
      things: worker.processes.map(({ name }) => ({ kind: 'process', id: name })),
    },
    {
      name: 'waiting room',
      value: count(worker.waitingRoom.length, 'message'),
      tasks: worker.waitingRoom.map(({ task }) => task),
    },
  ]
}

function processProperties(picture: Picture, id: string): readonly Property[] | null {
  for (const worker of picture.workers) {
    const process = worker.processes.find(({ name }) => name === id)
    if (!process) continue
    return [
      { name: 'state', value: process.state },
      { name: 'pid', value: String(process.pid) },
      { name: 'of', value: '', things: [{ kind: 'worker', id: worker.name }] },
      {
        name: 'runs',
        value: process.task === null ? 'nothing' : '',
        tasks: process.task === null ? [] : [process.task],
      },
    ]
  }
  return null
}

function serviceProperties(picture: Picture, id: string): readonly Property[] | null {
  const service = picture.services.find(({ name }) => name === id)
  if (!service) return null
  return [
    { name: 'state', value: serviceState(service) },
    { name: 'answered', value: count(service.answered, 'call') },
    { name: 'not answered', value: count(service.unanswered, 'call') },
    { name: 'changed', value: count(service.effects, 'thing') },
  ]
}

const serviceState = ({ away, slow }: ServicePicture): string => {
  if (away) return 'away'
  return slow === null ? 'there' : `slow: a call takes about ${lengthText(slow)}`
}

const count = (number: number, word: string): string =>
  `${String(number)} ${word}${number === 1 ? '' : 's'}`
