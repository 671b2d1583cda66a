import { BROKERS, COSTS, type Entry, parseWorkerOptions } from '../../../simulator/index.ts'
import type { FuzzCase } from '../case.ts'
import { linksWereTouched, type Ran } from '../ran.ts'

/** Facts after which a message is in no worker's hands. */
const RELEASES: ReadonlySet<string> = new Set([
  'message-acked',
  'message-rejected',
  'message-enqueued',
  'message-dropped',
  'message-dead-lettered',
])

/** A prefetch count and since when it holds. */
interface Setting {
  readonly at: number
  readonly count: number
}

/**
 * The highest prefetch count that held when a message set off that came now: a count that sinks while
 * messages are on their way leaves those that left before (rule 3.14).
 */
function limitThen(settings: readonly Setting[], left: number): number {
  let limit = 0
  settings.forEach(({ count }, index) => {
    const until = settings[index + 1]?.at ?? Number.POSITIVE_INFINITY
    if (until >= left) limit = Math.max(limit, count === 0 ? Number.POSITIVE_INFINITY : count)
  })
  return limit
}

/** A worker never holds more unacknowledged messages than its prefetch count allows (rule 3.14). */
export function withinPrefetch(ran: Ran): string[] {
  const { one, entries } = ran
  const longest = linksWereTouched(ran)
    ? Number.POSITIVE_INFINITY
    : COSTS[one.cluster.broker].deliver
  const settings = new Map<string, Setting[]>()
  const { countsInClient } = BROKERS[one.cluster.broker]
  const held = new Map<string, Map<number, string>>()
  const each = isEachConsumers(one)
  const release = (tag: number): void => {
    for (const tags of held.values()) tags.delete(tag)
  }
  return entries.flatMap((entry) => {
    const worker = entry.actor.name
    if (entry.kind === 'worker-started') settings.set(worker, [])
    if (entry.kind === 'prefetch-set')
      settings.get(worker)?.push({ at: entry.time, count: entry.detail.count })
    // A new connection has a channel of its own, which holds nothing yet (rule 3.12).
    if (entry.kind === 'worker-stopped' || entry.kind === 'connection-lost') held.delete(worker)
    if (RELEASES.has(entry.kind)) release((entry.detail as { readonly tag: number }).tag)
    // Where kombu counts, a lost acknowledgement counts as one (rule 2.26).
    if (entry.kind === 'ack-lost' && countsInClient) release(entry.detail.tag)
    if (entry.kind !== 'message-delivered') return []
    const { tag, queue } = entry.detail
    const tags = (held.get(worker) ?? new Map<number, string>()).set(tag, queue)
    held.set(worker, tags)
    // What a consumer was told when it began stays (rule 2.36).
    const limit = limitThen(settings.get(worker) ?? [], each ? 0 : entry.time - longest)
    const count = each ? [...tags.values()].filter((one) => one === queue).length : tags.size
    return count <= limit
      ? []
      : [`row ${entry.row}: ${worker} holds ${count} with a prefetch count of ${limit}`]
  })
}

/** Where there is a quorum queue, the prefetch count is that of each consumer (rule 2.36). */
function isEachConsumers({ cluster }: FuzzCase): boolean {
  const queues = cluster.settings?.['task_queues']
  return cluster.broker === 'rabbitmq' && JSON.stringify(queues ?? null).includes('"quorum"')
}

/** A worker begins with the prefetch count that its options and settings give (rule 3.13). */
export function prefetchBeginsAsConfigured({ one, entries }: Ran): string[] {
  const started = new Map<string, Extract<Entry, { kind: 'worker-started' }>>()
  const settings = { ...one.plan?.settings, ...one.cluster.settings }
  const configured = settings['worker_prefetch_multiplier']
  return entries.flatMap((entry) => {
    const worker = entry.actor.name
    if (entry.kind === 'worker-started') started.set(worker, entry)
    // A solo worker that connects again counts its pool, which is one wide (rule 3.12).
    if (entry.kind === 'connection-lost' && started.get(worker)?.detail.pool === 'solo')
      started.delete(worker)
    const begun = started.get(worker)
    if (entry.kind !== 'prefetch-set' || begun === undefined) return []
    started.delete(worker)
    const spec = one.cluster.workers.find(({ name }) => `${name}@sim` === worker)
    const parsed = parseWorkerOptions(spec?.options ?? '')
    if (!parsed.ok) return []
    const { autoscale, prefetchMultiplier, pool } = parsed.options
    // The solo pool runs one at a time and is given as much as `-c` says (seen with Celery 5.6.3).
    const width = (pool === 'solo' ? parsed.options.concurrency : null) ?? begun.detail.concurrency
    const multiplier =
      prefetchMultiplier ?? (typeof configured === 'number' ? configured : DEFAULT_MULTIPLIER)
    const expected = (autoscale?.max ?? width) * multiplier
    return entry.detail.count === expected
      ? []
      : [`row ${entry.row}: ${worker} begins with ${entry.detail.count}, not with ${expected}`]
  })
}

/** `worker_prefetch_multiplier` (rule 3.13). */
const DEFAULT_MULTIPLIER = 4

/** Only a worker that consumes from a queue is given its messages. */
export function onlyConsumersAreServed(ran: Ran): string[] {
  const { entries } = ran
  const onItsWay = linksWereTouched(ran) ? Number.POSITIVE_INFINITY : ON_ITS_WAY
  const consumed = new Map<string, Set<string>>()
  const configured = new Map<string, readonly string[]>()
  const cancelled = new Map<string, number>()
  return entries.flatMap((entry) => {
    const { kind, actor, detail, time, row } = entry
    const worker = actor.name
    if (kind === 'worker-started') configured.set(worker, detail.queues)
    if (kind === 'worker-ready') consumed.set(worker, new Set(configured.get(worker)))
    if (kind === 'worker-stopping' || kind === 'worker-stopped') consumed.delete(worker)
    if (kind === 'consumer-added') consumed.get(worker)?.add(detail.queue)
    if (kind === 'consumer-cancelled') {
      consumed.get(worker)?.delete(detail.queue)
      cancelled.set(`${worker} ${detail.queue}`, time)
    }
    if (kind !== 'message-delivered') return []
    if (consumed.get(worker)?.has(detail.queue) === true) return []
    // What had set off when the consumer was cancelled still comes.
    const since = cancelled.get(`${worker} ${detail.queue}`)
    if (since !== undefined && time - since <= onItsWay && consumed.has(worker)) return []
    return [`row ${row}: ${worker} does not consume from ${detail.queue}`]
  })
}

/** Longer than any message is under way without a fault. */
const ON_ITS_WAY = 10_000

/**
 * Who has gone holds nothing: a worker that stops gives all back first, and RabbitMQ takes back at once what
 * a dead one held (rules 2.30, 2.32).
 */
export function theGoneHoldNothing(ran: Ran): string[] {
  const { one, entries } = ran
  // Where nothing passes, RabbitMQ does not hear that a worker has gone.
  const hears = one.cluster.broker === 'rabbitmq' && !linksWereTouched(ran)
  const holder = new Map<number, string>()
  const gone: string[] = []
  const problems: string[] = []
  const check = (row: number): void => {
    for (const [tag, worker] of holder)
      if (gone.includes(worker)) problems.push(`row ${row}: ${worker} is gone with message ${tag}`)
    gone.length = 0
  }
  let last = 0
  for (const { kind, actor, detail, row, time } of entries) {
    if (gone.length > 0 && time > last) check(row)
    last = time
    if (kind === 'message-delivered') holder.set(detail.tag, actor.name)
    if (RELEASES.has(kind)) holder.delete((detail as { readonly tag: number }).tag)
    if (kind === 'ack-lost' && BROKERS[one.cluster.broker].countsInClient) holder.delete(detail.tag)
    // Its new connection holds nothing yet; what the old one had is with the broker (rule 3.12).
    if (kind === 'connection-lost')
      for (const [tag, worker] of holder) if (worker === actor.name) holder.delete(tag)
    if (kind !== 'worker-stopped') continue
    const unheard = one.cluster.broker === 'rabbitmq' && !hears
    // At Amazon it only becomes visible sooner.
    const isAmazon = one.cluster.broker === 'sqs'
    const givesBack = (detail.reason === 'warm' && !unheard && !isAmazon) || hears
    if (givesBack) gone.push(actor.name)
    else for (const [tag, worker] of holder) if (worker === actor.name) holder.delete(tag)
  }
  check(entries.length)
  return problems
}
