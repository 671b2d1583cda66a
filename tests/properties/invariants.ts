import type { Entry, Log } from '../../simulator/index.ts'
import { pictureHolds } from './picture-holds.ts'

/** What must hold after every run, whatever the program; each gives the sentences that it finds broken. */
export const INVARIANTS: { readonly [name: string]: (log: Log) => readonly string[] } = {
  'no message vanishes': noMessageVanishes,
  'a delivery is acknowledged at most once': ackedAtMostOnce,
  'a worker never holds more than its prefetch': withinPrefetch,
  'a process runs one task at a time': oneTaskAProcess,
  'facts are caused by earlier facts': causesComeFirst,
  'the picture of every moment holds together': pictureHolds,
}

const entries = (log: Log): Entry[] =>
  Array.from({ length: log.length }, (_, row) => log.entry(row))

/** Each copy is in a queue, with a worker, or gone for a reason that a fact tells. */
function noMessageVanishes(log: Log): string[] {
  const published = new Map<string, number>()
  const accounted = new Map<string, number>()
  const bump = (map: Map<string, number>, id: string | null): void => {
    if (id !== null) map.set(id, (map.get(id) ?? 0) + 1)
  }
  for (const entry of entries(log)) {
    if (entry.kind === 'message-published') bump(published, entry.task)
    if (entry.kind === 'message-unroutable') bump(accounted, entry.task)
    if (entry.kind === 'message-refused') bump(accounted, entry.task)
    if (entry.kind === 'message-lost' || entry.kind === 'publish-failed')
      bump(accounted, entry.task)
    if (entry.kind === 'message-enqueued' && entry.detail.reason === 'published')
      bump(accounted, entry.task)
  }
  return [...published].flatMap(([id, count]) =>
    (accounted.get(id) ?? 0) >= count ? [] : [`${id} was published and never arrived`],
  )
}

function ackedAtMostOnce(log: Log): string[] {
  const open = new Set<number>()
  return entries(log).flatMap((entry) => {
    if (entry.kind === 'message-delivered') open.add(entry.detail.tag)
    if (entry.kind !== 'message-acked' && entry.kind !== 'message-rejected') return []
    return open.delete(entry.detail.tag) ? [] : [`message ${entry.detail.tag} was settled twice`]
  })
}

function withinPrefetch(log: Log): string[] {
  const prefetch = new Map<string, number>()
  const held = new Map<string, Set<number>>()
  const byQueue = new Set<string>()
  return entries(log).flatMap((entry) => {
    const worker = entry.actor.name
    if (entry.kind === 'prefetch-set') prefetch.set(worker, entry.detail.count)
    // With a quorum queue each queue of a worker has a window of its own (rule 2.36).
    if (entry.kind === 'logged' && entry.detail.text.startsWith('Global QoS is disabled'))
      byQueue.add(worker)
    if (entry.kind === 'worker-stopped')
      for (const key of held.keys()) if (key.startsWith(`${worker} `)) held.delete(key)
    const queue = 'queue' in entry.detail && byQueue.has(worker) ? entry.detail.queue : ''
    const window = `${worker} ${queue}`
    const tags = held.get(window) ?? new Set()
    if (entry.kind === 'message-acked' || entry.kind === 'message-rejected')
      tags.delete(entry.detail.tag)
    if (entry.kind !== 'message-delivered') return []
    held.set(window, tags.add(entry.detail.tag))
    // A countdown that is over lowers the window while messages are on their way: one too many for a moment.
    const limit = prefetch.get(worker) ?? 0
    return tags.size <= limit + 1
      ? []
      : [`${worker} holds ${tags.size} with a prefetch of ${limit}`]
  })
}

function oneTaskAProcess(log: Log): string[] {
  const running = new Map<string, string | null>()
  return entries(log).flatMap((entry) => {
    const process = entry.actor.name
    if (entry.kind === 'process-ended') running.delete(process)
    if (entry.kind === 'task-finished') running.delete(process)
    if (entry.kind !== 'task-started') return []
    const before = running.get(process)
    running.set(process, entry.task)
    return before === undefined ? [] : [`${process} began ${entry.task} while it ran ${before}`]
  })
}

function causesComeFirst(log: Log): string[] {
  return entries(log).flatMap(({ row, cause, time }) =>
    cause < row && (cause < 0 || log.timeAt(cause) <= time)
      ? []
      : [`row ${row} precedes its cause`],
  )
}
