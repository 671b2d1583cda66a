import type { Entry } from '../../../simulator/index.ts'
import type { Ran } from '../ran.ts'

/** Each message that was published came into a queue, or a fact says why not, or it is on its way. */
export function everyMessageArrives({ entries, final }: Ran): string[] {
  const arrived = new Set<number>()
  for (const { kind, cause } of entries) if (ARRIVALS.has(kind)) arrived.add(cause)
  for (const page of final.world.state.arrivals.pages)
    for (const arrival of page?.things ?? []) if (arrival != null) arrived.add(arrival.cause)
  return entries.flatMap(({ kind, row, task }) =>
    kind === 'message-published' && !arrived.has(row)
      ? [`row ${row}: ${task ?? '?'} was published and never arrived`]
      : [],
  )
}

const ARRIVALS: ReadonlySet<string> = new Set([
  'message-enqueued',
  'message-unroutable',
  'message-refused',
  'publish-failed',
  'message-lost',
])

/** A message with the default exchange goes to the queue that its key names, and nowhere else. */
export function everyMessageIsInItsQueue({ entries, messages }: Ran): string[] {
  const dead = new Set<number>()
  /** Tasks that came into a queue as dead letters: a double of one lies where it does. */
  const places = new Set<string>()
  return entries.flatMap(({ kind, row, actor, task, detail }) => {
    if (kind !== 'message-enqueued') return []
    const place = `${task ?? ''} in ${actor.name}`
    if (detail.reason === 'dead-lettered') places.add(place)
    if (detail.reason === 'dead-lettered' || (detail.reason === 'duplicated' && places.has(place)))
      dead.add(detail.tag)
    if (dead.has(detail.tag)) return []
    const message = messages.get(detail.tag)
    if (message === undefined || message.exchange !== '') return []
    return message.routingKey === actor.name
      ? []
      : [`row ${row}: a message for ${message.routingKey} is in ${actor.name}`]
  })
}

/** Where a copy of a message is. */
interface Custody {
  state: 'ready' | 'unacked' | 'gone'
  worker: string
  /** It was thrown back by its worker, and waits for its place in the queue. */
  returning: boolean
  readonly queue: string
}

/**
 * The custody of every copy, folded from the log alone: a copy is delivered from where it waits, settled by
 * who has it, at most once, and comes back only from somebody's hands.
 */
export function everyCopyIsInOneHand({ entries }: Ran): string[] {
  const copies = new Map<number, Custody>()
  return entries.flatMap((entry) => {
    const problem = follow(copies, entry)
    return problem === null ? [] : [`row ${entry.row}: ${problem}`]
  })
}

function follow(copies: Map<number, Custody>, entry: Entry): string | null {
  switch (entry.kind) {
    case 'message-enqueued':
      return enqueued(copies, entry)
    case 'message-delivered': {
      const copy = copies.get(entry.detail.tag)
      if (copy?.state !== 'ready') return `message ${entry.detail.tag} did not wait in its queue`
      if (copy.queue !== entry.detail.queue)
        return `message ${entry.detail.tag} came from elsewhere`
      copy.state = 'unacked'
      copy.worker = entry.actor.name
      return null
    }
    case 'message-acked':
    case 'message-rejected': {
      const { tag } = entry.detail
      const copy = copies.get(tag)
      // Redis forgets by tag, whoever has it now (rule 2.26); a fact says so.
      if (copy === undefined || copy.state === 'gone') return `message ${tag} was settled twice`
      if (copy.state === 'ready' && copy.worker === '') return `message ${tag} was settled unseen`
      copy.state = 'gone'
      copy.returning = entry.kind === 'message-rejected' && entry.detail.requeue
      return null
    }
    case 'message-dropped':
    case 'message-dead-lettered': {
      const copy = copies.get(entry.detail.tag)
      // A full queue may make a dead letter of what it does not take (rule 2.18).
      const refused = entry.kind === 'message-dead-lettered' && !entry.detail.waited
      if (copy === undefined)
        return refused ? null : `message ${entry.detail.tag} was dropped and never was`
      copy.state = 'gone'
      return null
    }
    default:
      return null
  }
}

function enqueued(
  copies: Map<number, Custody>,
  { actor, detail }: Extract<Entry, { kind: 'message-enqueued' }>,
): string | null {
  const { tag, reason } = detail
  const known = copies.get(tag)
  if (known === undefined) {
    copies.set(tag, { state: 'ready', worker: '', returning: false, queue: actor.name })
    return reason === 'restored' || reason === 'requeued'
      ? `message ${tag} came from nowhere`
      : null
  }
  if (known.queue !== actor.name) return `message ${tag} came back to another queue`
  if (reason === 'requeued' && !known.returning) return `message ${tag} was not thrown back`
  // One that had set off and not come yet is given back from its way.
  if (BACK.has(reason) && reason !== 'requeued' && known.state === 'gone')
    return `message ${tag} came back from nowhere`
  if (reason === 'published') return `message ${tag} was published twice`
  known.state = 'ready'
  known.returning = false
  return null
}

/** Why a copy that was in a queue before comes into it again. */
const BACK: ReadonlySet<string> = new Set(['restored', 'overdue', 'requeued'])
