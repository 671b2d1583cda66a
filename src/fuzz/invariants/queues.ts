import { COSTS, type Entry, type FactDetails } from '../../../simulator/index.ts'
import type { FuzzCase } from '../case.ts'
import { linksWereTouched, type Ran } from '../ran.ts'

/** A copy that waits: the lowest rank is served first, then the lowest place. */
interface Waiting {
  readonly tag: number
  readonly rank: number
  readonly place: number
  readonly since: number
}

interface Line {
  readonly ranks: (priority: number) => number
  readonly waiting: Map<number, Waiting>
  head: number
  tail: number
  /** A quorum queue gives out first what came back, in the order in which it did. */
  readonly isQuorum: boolean
}

/** Redis: the steps 0, 3, 6, 9, the lowest first (rule 2.21); RabbitMQ: the highest, up to the maximum (rule 2.20). */
function ranksOf({ cluster }: FuzzCase, args: unknown): (priority: number) => number {
  if (cluster.broker === 'redis')
    return (priority) => [0, 3, 6, 9].findLastIndex((s) => s <= priority)
  const max = (args as { readonly [name: string]: unknown } | null)?.['x-max-priority']
  const highest = typeof max === 'number' ? max : 0
  return (priority) => -Math.min(priority, highest)
}

/**
 * Messages leave a queue in its order: by priority first, then first come first served; what is given back
 * takes the place that its broker gives it (rules 2.20, 2.21, 2.29, 2.32).
 */
export function queuesKeepTheirOrder(ran: Ran): string[] {
  const { one, entries } = ran
  // Over links of different length messages arrive in another order than that in which they left; Amazon's
  // standard queues keep it about.
  if (linksWereTouched(ran) || one.cluster.broker === 'sqs') return []
  const lines = new Map<string, Line>()
  /** Copies that were passed over, by whom; one that then comes as if it had waited shows it. */
  const passed = new Map<number, number>()
  const { deliver } = COSTS[one.cluster.broker]
  return entries.flatMap((entry) => {
    if (entry.kind === 'queue-declared')
      lines.set(entry.detail.name, {
        ranks: ranksOf(one, entry.detail.arguments),
        waiting: new Map(),
        head: 0,
        tail: 0,
        isQuorum: isQuorum(entry.detail.arguments),
      })
    // What it has forgotten of the order is its own affair.
    if (entry.kind === 'fault-began' && FORGETFUL.has(entry.detail.fault))
      for (const line of lines.values()) line.waiting.clear()
    if (entry.kind === 'message-enqueued' && !REMEMBERED.has(entry.detail.reason)) {
      passed.delete(entry.detail.tag)
      enter(one, lines.get(entry.actor.name), entry)
    }
    if (entry.kind === 'message-dropped' || entry.kind === 'message-taken')
      lines.get(entry.detail.queue)?.waiting.delete(entry.detail.tag)
    if (entry.kind !== 'message-delivered') return []
    const { tag, queue } = entry.detail
    const line = lines.get(queue)
    const own = line?.waiting.get(tag)
    if (line === undefined || own === undefined) return []
    line.waiting.delete(tag)
    const by = passed.get(tag)
    const left = entry.time - deliver
    for (const other of line.waiting.values())
      if (other.since < left && isBefore(other, own)) passed.set(other.tag, tag)
    return by === undefined
      ? []
      : [`row ${entry.row}: message ${by} came before message ${tag} in ${queue}`]
  })
}

/** Faults after which a broker has an older state. */
const FORGETFUL: ReadonlySet<string> = new Set(['broker-restart', 'fail-over'])

/** Why a message waits again that the broker has not kept better in mind. */
const REMEMBERED: ReadonlySet<string> = new Set(['untaken', 'revived'])

const isBefore = (a: Waiting, b: Waiting): boolean =>
  a.rank < b.rank || (a.rank === b.rank && a.place < b.place)

/** Why a message comes back to the head of its list on Redis. */
const AT_HEAD: ReadonlySet<string> = new Set(['restored', 'overdue', 'untaken', 'revived'])

function enter(
  { cluster }: FuzzCase,
  line: Line | undefined,
  { detail, time }: Extract<Entry, { kind: 'message-enqueued' }>,
): void {
  if (line === undefined) return
  const { tag, reason, priority } = detail
  const atHead = AT_HEAD.has(reason)
  const place =
    cluster.broker === 'rabbitmq' ? placeInRabbit(line, detail) : atHead ? --line.head : ++line.tail
  line.waiting.set(tag, { tag, rank: line.ranks(priority), place, since: time })
}

/**
 * RabbitMQ gives back its old place to what comes back, and tags count up as messages come; in a quorum queue
 * it comes before all that never left (rule 2.32).
 */
function placeInRabbit(line: Line, { tag, reason }: FactDetails['message-enqueued']): number {
  const returns = reason === 'restored' || reason === 'requeued'
  return line.isQuorum && returns ? ++line.tail - FIRST : tag
}

/** More than there are messages. */
const FIRST = 1e9

const isQuorum = (args: unknown): boolean =>
  (args as { readonly [name: string]: unknown } | null)?.['x-queue-type'] === 'quorum'
