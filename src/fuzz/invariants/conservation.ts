import { seconds, type Snapshot, tables } from '../../../simulator/index.ts'
import type { Ran } from '../ran.ts'

const UNACKED = tables.delivery.state('unacked')
const READY = tables.delivery.state('ready')

type Copy = NonNullable<
  NonNullable<Snapshot['world']['state']['copies']['pages'][number]>['things'][number]
>

/** Copies that the cluster knows of, those that are over and not forgotten yet among them. */
const copiesOf = ({ world }: Snapshot): readonly Copy[] =>
  world.state.copies.pages.flatMap((page) => (page?.things ?? []).filter((copy) => copy != null))

/**
 * What the log says of every copy is how the cluster stands in the end: it waits in its queue once, a worker
 * has it once, or the broker alone has it and a fact says why, or it is gone.
 */
export function nothingIsLostOrDoubled(ran: Ran): string[] {
  const held = whereTheyAre(ran.final)
  const adrift = new Set(
    copiesOf(ran.final).flatMap((copy) =>
      copy.worker === -1 && copy.state === UNACKED ? [copy.tag] : [],
    ),
  )
  const { known, excused, overdue } = whatTheLogSays(ran)
  const returning = onTheWayBack(ran)
  return [...known].flatMap(([tag, isThere]) => {
    const places = held.get(tag) ?? []
    // A worker counts on what came back overdue: nobody tells it (rule 2.27).
    if (!isThere && overdue.has(tag)) return []
    if (!isThere) return places.length === 0 ? [] : [`message ${tag} is gone and in ${places[0]}`]
    if (places.length === 1) return []
    if (places.length > 1) return [`message ${tag} is in ${places.join(' and in ')}`]
    if (returning.has(tag)) return []
    if (!adrift.has(tag)) return [`message ${tag} has vanished`]
    return excused.has(tag) ? [] : [`nobody holds message ${tag}, and no fact says why`]
  })
}

/** Longest time for which SQS hides what a worker has given back: the time that a poll waits. */
const HIDDEN = seconds(20)

/** What a worker has given back to SQS a moment before the run ended: it shows in its queue later. */
function onTheWayBack({ one, entries, final }: Ran): ReadonlySet<number> {
  if (one.cluster.broker !== 'sqs') return new Set()
  const had = new Map<number, string>()
  const given = new Set<number>()
  for (const { kind, detail, actor, time } of entries) {
    if (kind === 'message-delivered') had.set(detail.tag, actor.name)
    if (kind === 'message-enqueued') given.delete(detail.tag)
    if (kind !== 'worker-stopped' || detail.reason === 'killed') continue
    if (final.world.now - time > HIDDEN) continue
    for (const [tag, worker] of had) if (worker === actor.name) given.add(tag)
  }
  return new Set(
    copiesOf(final).flatMap(({ tag, worker, state }) =>
      worker === -1 && state === READY && given.has(tag) ? [tag] : [],
    ),
  )
}

function whereTheyAre({ world }: Snapshot): ReadonlyMap<number, readonly string[]> {
  const held = new Map<number, string[]>()
  const put = (tag: number, where: string): void => {
    held.set(tag, [...(held.get(tag) ?? []), where])
  }
  for (const queue of Object.values(world.state.broker.queues))
    for (const tag of queue.levels.flat()) put(tag, `queue ${queue.name}`)
  for (const worker of world.state.workers)
    for (const tag of worker.unacked) put(tag, worker.hostname)
  return held
}

interface Said {
  /** Whether each copy is still there. */
  readonly known: ReadonlyMap<number, boolean>
  /** Copies that may be in nobody's hands: their worker is gone, or its acknowledgement is. */
  readonly excused: ReadonlySet<number>
  /** Copies that came back while their worker still had them. */
  readonly overdue: ReadonlySet<number>
}

function whatTheLogSays({ entries }: Ran): Said {
  const known = new Map<number, boolean>()
  const excused = new Set<number>()
  const overdue = new Set<number>()
  let partitions = 0
  for (const { kind, detail } of entries) {
    if (kind === 'fault-began' && detail.fault === 'partition') partitions += 1
    if (kind === 'fault-ended' && detail.fault === 'partition') partitions -= 1
    if (kind === 'message-enqueued') excused.delete(detail.tag)
    if (kind === 'message-enqueued' && detail.reason === 'overdue') overdue.add(detail.tag)
    if (kind === 'message-enqueued' || kind === 'message-delivered') known.set(detail.tag, true)
    if (kind === 'message-acked' || kind === 'message-rejected') known.set(detail.tag, false)
    if (kind === 'message-taken') known.set(detail.tag, false)
    if (kind === 'message-dropped' || kind === 'message-dead-lettered') known.set(detail.tag, false)
    if (kind === 'ack-lost') excused.add(detail.tag)
    // One on its way to the worker is in no fact yet: all that are there are excused.
    // Where nothing passes, nobody hears that a worker has gone, and its connection keeps what it had.
    const unheard = partitions > 0 || (kind === 'worker-stopped' && detail.reason !== 'warm')
    if ((kind === 'worker-stopped' && unheard) || kind === 'connection-lost')
      for (const [tag, isThere] of known) if (isThere) excused.add(tag)
  }
  return { known, excused, overdue }
}

/** Each queue counts what was delivered from it and is not settled. */
export function queuesCountWhatIsOut({ final }: Ran): string[] {
  const out = new Map<string, number>()
  for (const { queue, state } of copiesOf(final))
    if (state === UNACKED) out.set(queue, (out.get(queue) ?? 0) + 1)
  return Object.values(final.world.state.broker.queues).flatMap(({ name, unacked }) =>
    unacked === (out.get(name) ?? 0)
      ? []
      : [`${name} counts ${unacked} messages with workers; there are ${out.get(name) ?? 0}`],
  )
}
