import type { FactKind, Log } from '../../../simulator/index.ts'

/** Facts that say how the cluster goes on; the others are its paperwork. */
const TELLING: ReadonlySet<FactKind> = new Set<FactKind>([
  'program-started',
  'program-ended',
  'program-failed',
  'action-taken',
  'message-published',
  'message-unroutable',
  'message-delivered',
  'message-rejected',
  'message-dropped',
  'worker-started',
  'worker-ready',
  'worker-stopping',
  'worker-stopped',
  'process-ended',
  'task-held',
  'task-unknown',
  'message-invalid',
  'task-revoked',
  'task-started',
  'task-skipped',
  'task-succeeded',
  'task-failed',
  'task-retried',
  'task-ignored',
  'task-rejected',
  'errback-called',
  'chord-unlocked',
  'chord-failed',
  'fault-began',
  'service-away',
  'service-back',
  'service-slowed',
  'service-recovered',
  'connection-lost',
  'request-started',
  'request-ended',
])

/** How far back a telling fact is looked for. */
const FAR = 400

/**
 * The row that says what just happened when `rows` facts lie behind the playhead: the last one that tells how the
 * cluster goes on, or simply the last where there is nothing but paperwork; -1 where nothing has happened.
 */
export function tellingRow(log: Log, rows: number): number {
  for (let row = rows - 1; row >= Math.max(0, rows - FAR); row--) {
    if (TELLING.has(log.kindAt(row))) return row
  }
  return rows - 1
}
