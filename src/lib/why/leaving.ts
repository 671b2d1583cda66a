/** Why a worker or one of its processes is gone: who told it to go, or what struck it. */
import type { FactKind } from '../../../simulator/index.ts'
import type { Inquiry } from './inquiry.ts'

/** A worker leaves, or its connection does. */
const LEAVES: ReadonlySet<FactKind> = new Set<FactKind>([
  'connection-lost',
  'heartbeat-missed',
  'worker-stopped',
  'worker-stopping',
])

/** Faults that strike whoever is connected, whether or not it has noticed yet. */
const STRIKES_ALL: ReadonlySet<string> = new Set([
  'broker-away',
  'broker-node-down',
  'broker-restart',
  'drop-connections',
  'fail-over',
  'partition',
])

/** The worker went, shortly before what is asked about: that, and what made it go. */
export function explainLeaving(inquiry: Inquiry, row: number, worker: string): void {
  const { log } = inquiry
  const left = inquiry.before(
    row,
    (at) =>
      (LEAVES.has(log.kindAt(at)) && inquiry.actor(at) === worker) ||
      (log.kindAt(at) === 'fault-began' && STRIKES_ALL.has(log.detail(at, 'fault-began').fault)),
  )
  if (left < 0) return
  inquiry.fact(left, null, 0)
  for (const cause of inquiry.chain(left)) {
    const kind = log.kindAt(cause)
    if (kind !== 'action-taken' && kind !== 'fault-began' && kind !== 'control-sent') continue
    inquiry.fact(cause, null, 0)
    return
  }
}

/** A worker that has stopped, or a process that ended with it. */
export function explainEnd(inquiry: Inquiry, row: number): void {
  const name = inquiry.actor(row)
  explainLeaving(inquiry, row, name.replace(/\/\d+$/u, ''))
}
