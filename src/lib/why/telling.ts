/** Which links of a chain of causes tell something; the others are steps that follow by themselves. */
import type { FactKind, Log } from '../../../simulator/index.ts'

const ALWAYS: ReadonlySet<FactKind> = new Set<FactKind>([
  'ack-lost',
  'ack-void',
  'action-taken',
  'chord-failed',
  'chord-unlocked',
  'connection-lost',
  'consumer-cancelled',
  'control-handled',
  'control-sent',
  'fault-began',
  'heartbeat-missed',
  'link-stalled',
  'message-dead-lettered',
  'message-dropped',
  'message-lost',
  'message-rejected',
  'message-unroutable',
  'process-ended',
  'program-failed',
  'publish-failed',
  'task-cancelled',
  'task-failed',
  'task-held',
  'task-limited',
  'task-rejected',
  'task-retried',
  'task-revoked',
  'worker-stopped',
  'worker-stopping',
])

/** What a task is followed back to from what it has sent. */
const OF_SENDERS: ReadonlySet<FactKind> = new Set<FactKind>([
  'chord-counted',
  'chord-unlocked',
  'state-stored',
  'task-started',
  'task-succeeded',
])

/** Does this cause tell something to whoever asks about its effect? */
export function isTelling(log: Log, cause: number, effect: number): boolean {
  const kind = log.kindAt(cause)
  if (ALWAYS.has(kind)) return true
  switch (kind) {
    case 'message-enqueued':
      return log.detail(cause, 'message-enqueued').reason !== 'published'
    case 'service-answered':
      return turnsAway(log, cause)
    case 'message-published':
      // A program that sends one message after the other: the first is no cause of the second.
      return log.taskAt(cause) === log.taskAt(effect) && BY_MESSAGE.test(log.kindAt(effect))
    default:
      return OF_SENDERS.has(kind) && log.taskAt(cause) !== log.taskAt(effect)
  }
}

const BY_MESSAGE = /^message-/u

/** Has a service said no, or nothing? */
export function turnsAway(log: Log, row: number): boolean {
  const { outcome, code } = log.detail(row, 'service-answered')
  return outcome !== 'answered' || (code !== null && code >= 400)
}

/** Where a chain has come to its beginning: somebody outside of the cluster has sent it. */
export const begins = (log: Log, row: number): boolean =>
  log.kindAt(row) === 'message-published' &&
  ['client', 'beat'].includes(log.actors[log.actorAt(row)]!.kind)
