import type { Log, Micros } from '../../../simulator/index.ts'
import type { Mark } from '../../lib/marks.ts'
import {
  CLIENT,
  RESULTS,
  beatId,
  exchangeId,
  queueId,
  serviceId,
  workerId,
} from '../layout/topology.ts'
import {
  duration,
  isMessenger,
  latestStart,
  lookBack,
  rowGap,
  stagger,
  type TravelKind,
} from './pace.ts'

/** A token under way at a moment. */
export interface Travel {
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
  /** How much of its way lies behind it, 0 to 1. */
  readonly share: number
}

/** What is under way: single tokens, or too many of them, then counted by the ways they are on. */
export type Traffic =
  | { readonly kind: 'tokens'; readonly travels: readonly Travel[] }
  | { readonly kind: 'counts'; readonly counts: ReadonlyMap<string, number> }

/** More than this are counted. */
export const MOST_TOKENS = 200
/** So many facts are looked at for one moment. */
const MOST_ROWS = 6000

type Leg = Omit<Travel, 'share'> & { readonly time: Micros }

export const STILL: Traffic = { kind: 'tokens', travels: [] }

/** All that is under way when the playhead passes a moment at a speed: a pure function of the log. */
export function trafficAt(log: Log, time: Micros, speed: number): Traffic {
  const end = log.rowsUpTo(time)
  const start = Math.max(log.rowsUpTo(time - lookBack(speed)), end - MOST_ROWS)
  const travels: Travel[] = []
  /** When each token is free for its next travel. */
  const free = new Map<number, Micros>()
  const underWay = new Set<number>()
  const bursts = new Bursts(speed)
  for (let row = start; row < end; row++) {
    const leg = legOf(log, row)
    if (!leg) continue
    const departure = departs(leg, leg.time + bursts.delay(leg), free, speed)
    if (departure === null) continue
    const share = (time - departure) / duration(leg.kind, speed)
    if (share >= 1) continue
    if (isMessenger(leg.kind)) {
      if (share >= 0) travels.push({ ...leg, share })
    } else if (!underWay.has(leg.task)) {
      // One that may not set off yet waits where it will: it is not at its new place already.
      underWay.add(leg.task)
      travels.push({ ...leg, share: Math.max(0, share) })
    }
  }
  if (travels.length <= MOST_TOKENS) return { kind: 'tokens', travels }
  return { kind: 'counts', counts: countWays(travels) }
}

/** Counts tokens that set off together on the same way, so that they do not lie on top of one another. */
class Bursts {
  private readonly last = new Map<string, { time: Micros; nth: number }>()
  private readonly speed: number

  constructor(speed: number) {
    this.speed = speed
  }

  delay({ time, kind, stops }: Leg): Micros {
    const way = `${kind} ${stops.join('>')}`
    const before = this.last.get(way)
    const joins = before !== undefined && time - before.time < rowGap(this.speed)
    const nth = joins ? before.nth + 1 : 0
    this.last.set(way, { time, nth })
    return stagger(nth, this.speed)
  }
}

/** One after the other for the same token; an ack is a token of its own. */
function departs(
  leg: Leg,
  wanted: Micros,
  free: Map<number, Micros>,
  speed: number,
): Micros | null {
  if (isMessenger(leg.kind)) return wanted
  const departure = Math.max(wanted, free.get(leg.task) ?? 0)
  if (departure > leg.time + latestStart(speed)) return null
  free.set(leg.task, departure + duration(leg.kind, speed))
  return departure
}

function countWays(travels: readonly Travel[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { kind, stops } of travels) {
    if (isMessenger(kind)) continue
    const way = stops.slice(-2).join('>')
    counts.set(way, (counts.get(way) ?? 0) + 1)
  }
  return counts
}

/** The travel that a fact sets off; null where it moves nothing. */
function legOf(log: Log, row: number): Leg | null {
  const task = log.taskAt(row)
  if (task < 0) return null
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
    case 'body-parked': {
      const { on } = log.detail(row, 'body-parked')
      if (on.kind !== 'service') return null
      const stops = [ownerOf(log, row), serviceId(on.service)]
      return { ...leg, kind: 'call', mark: 'started', stops }
    }
    case 'service-answered': {
      const { service, outcome } = log.detail(row, 'service-answered')
      const stops = [serviceId(service), ownerOf(log, row)]
      const mark = outcome === 'answered' ? 'succeeded' : 'failed'
      return { ...leg, kind: 'answer', mark, stops }
    }
    default:
      return null
  }
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
  return kind === 'process' || kind === 'worker' ? workerId(workerOf(name)) : CLIENT
}

const ownerOf = (log: Log, row: number): string => senderOf(log.actors[log.actorAt(row)]!)

function home(log: Log, row: number, leg: Start, mark: Mark): Leg {
  const process = actorName(log, row)
  const stops = [workerId(workerOf(process)), RESULTS]
  return { ...leg, kind: 'result', mark, stops, process }
}

const actorName = (log: Log, row: number): string => log.actors[log.actorAt(row)]!.name

/** The worker of a process: `w1@sim` of `w1@sim/1`. */
export const workerOf = (process: string): string => process.split('/')[0]!
