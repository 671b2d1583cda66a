import type { Log, Micros } from '../../../simulator/index.ts'
import type { Mark } from '../../lib/marks.ts'
import {
  CLIENT,
  RESULTS,
  beatId,
  exchangeId,
  frontId,
  queueId,
  serviceId,
  visitorsId,
  workerId,
} from '../layout/topology.ts'
import type { TravelKind } from './pace.ts'

/** A way that something takes, set off by a fact. */
export interface Leg {
  /** The fact that set it off. */
  readonly row: number
  readonly kind: TravelKind
  /** Index into the log's tasks. */
  readonly task: number
  readonly mark: Mark
  /** Ids of what it passes, from start to end. */
  readonly stops: readonly string[]
  /** The process it leaves, where it leaves one. */
  readonly process: string | null
  readonly time: Micros
}

/** The travel that a fact sets off; null where it moves nothing. */
export function legOf(log: Log, row: number): Leg | null {
  const task = log.taskAt(row)
  if (task < 0) return visitLeg(log, row)
  const leg = { row, task, time: log.timeAt(row), process: null }
  switch (log.kindAt(row)) {
    case 'message-enqueued':
      return arrival(log, row, leg)
    case 'message-delivered': {
      const { queue } = log.detail(row, 'message-delivered')
      const stops = [queueId(queue), workerId(actorName(log, row))]
      return { ...leg, kind: 'deliver', mark: 'received', stops }
    }
    case 'message-acked': {
      const { queue } = log.detail(row, 'message-acked')
      const stops = [workerId(actorName(log, row)), queueId(queue)]
      return { ...leg, kind: 'ack', mark: 'succeeded', stops }
    }
    case 'task-succeeded':
      return home(log, row, leg, 'succeeded')
    case 'task-failed':
      return home(log, row, leg, 'failed')
    case 'body-parked':
    case 'service-answered':
      return callLeg(log, row, leg)
    default:
      return null
  }
}

/** To a service and back. */
function callLeg(log: Log, row: number, leg: Start): Leg | null {
  if (log.kindAt(row) === 'body-parked') {
    const { on } = log.detail(row, 'body-parked')
    if (on.kind !== 'service') return null
    const stops = [ownerOf(log, row), serviceId(on.service)]
    return { ...leg, kind: 'call', mark: 'started', stops }
  }
  const { service, outcome } = log.detail(row, 'service-answered')
  const stops = [serviceId(service), ownerOf(log, row)]
  const mark = outcome === 'answered' ? 'succeeded' : 'failed'
  return { ...leg, kind: 'answer', mark, stops }
}

/** What no task does: a visitor comes to a web front or leaves it, and a thread of it calls a service. */
function visitLeg(log: Log, row: number): Leg | null {
  const kind = log.kindAt(row)
  const leg = { row, task: -1, time: log.timeAt(row), process: null }
  if (kind === 'request-arrived') {
    const name = actorName(log, row)
    return { ...leg, kind: 'visit', mark: 'pending', stops: [visitorsId(name), frontId(name)] }
  }
  if (kind === 'request-ended') {
    const name = actorName(log, row)
    const mark = log.detail(row, 'request-ended').status < 500 ? 'succeeded' : 'failed'
    return { ...leg, kind: 'leave', mark, stops: [frontId(name), visitorsId(name)] }
  }
  if (kind !== 'body-parked' && kind !== 'service-answered') return null
  return isThread(log, row) ? callLeg(log, row, leg) : null
}

/** Threads of a web front are called `shop.org/3`. */
function isThread(log: Log, row: number): boolean {
  const { kind, name } = log.actors[log.actorAt(row)]!
  return kind === 'service' && name.includes('/')
}

type Start = Pick<Leg, 'row' | 'task' | 'time' | 'process'>

/** Into a queue: from its publisher by way of the exchange, or back from the worker that had it. */
function arrival(log: Log, row: number, leg: Start): Leg | null {
  const cause = log.causeAt(row)
  const queue = queueId(actorName(log, row))
  if (cause < 0) return null
  if (log.kindAt(cause) === 'message-published') {
    const { message } = log.detail(cause, 'message-published')
    const publisher = log.actors[log.actorAt(cause)]!
    const from = senderOf(publisher)
    const again = message.headers.retries > 0
    return {
      ...leg,
      time: log.timeAt(cause),
      kind: again ? 'retry' : 'publish',
      mark: again ? 'retry' : 'pending',
      stops: [from, exchangeId(message.exchange), queue],
      process: publisher.kind === 'process' ? publisher.name : null,
    }
  }
  if (log.kindAt(cause) === 'message-dead-lettered') {
    const { queue: left, exchange } = log.detail(cause, 'message-dead-lettered')
    const stops = [queueId(left), exchangeId(exchange), queue]
    return { ...leg, kind: 'publish', mark: 'dead', stops }
  }
  const holder = log.actors[log.actorAt(cause)]!
  if (holder.kind !== 'worker') return null
  return { ...leg, kind: 'deliver', mark: 'pending', stops: [workerId(holder.name), queue] }
}

const senderOf = ({ kind, name }: Log['actors'][number]): string => {
  if (kind === 'beat') return beatId(name)
  if (kind === 'service') return frontId(workerOf(name))
  return kind === 'process' || kind === 'worker' ? workerId(workerOf(name)) : CLIENT
}

const ownerOf = (log: Log, row: number): string => senderOf(log.actors[log.actorAt(row)]!)

function home(log: Log, row: number, leg: Start, mark: Mark): Leg {
  const process = actorName(log, row)
  const stops = [workerId(workerOf(process)), RESULTS]
  return { ...leg, kind: 'result', mark, stops, process }
}

const actorName = (log: Log, row: number): string => log.actors[log.actorAt(row)]!.name

/** The worker of a process, the front of a thread: `w1@sim` of `w1@sim/1`. */
export const workerOf = (process: string): string => process.split('/')[0]!
