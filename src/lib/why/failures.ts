/** Why something failed, is tried again, or is back in its queue. */
import { clockText, type RetryWait, type SourceLine } from '../../../simulator/index.ts'
import { sourceLineOf } from '../source-lines.ts'
import type { Inquiry } from './inquiry.ts'
import { explainLeaving } from './leaving.ts'
import type { ReasonKey } from './texts.ts'
import { optionOf, settingOf } from './where-set.ts'
import { nameAt } from './words.ts'

/** Who decided how long the next try waits, and what asked for it. */
export function explainRetry(inquiry: Inquiry, row: number): void {
  const { log, sources } = inquiry
  const { wait, error } = log.detail(row, 'task-retried')
  const option = (name: string): SourceLine | null => optionOf(sources, nameAt(log, row), name)
  if (wait?.by === 'backoff') explainBackoff(inquiry, wait, option)
  if (wait?.by === 'call')
    inquiry.add('pause/call', {}, { at: sentFrom(inquiry, row), rule: 'retry' })
  if (wait?.by === 'default') {
    const at = option('default_retry_delay') ?? sentFrom(inquiry, row)
    inquiry.add('pause/default', { seconds: String(wait.seconds) }, { at, rule: 'retry' })
  }
  const auto = option('autoretry_for')
  if (auto !== null) inquiry.add('autoretry', {}, { at: auto, rule: 'autoretry' })
  const from = error?.frames.at(-1)
  if (error && from) inquiry.add('raised', { error: error.repr }, { at: from, rank: 1 })
}

function explainBackoff(
  inquiry: Inquiry,
  { factor, seconds, most, drew }: Extract<RetryWait, { by: 'backoff' }>,
  option: (name: string) => SourceLine | null,
): void {
  const backoff = option('retry_backoff')
  const slots = { factor: String(factor), seconds: String(seconds) }
  if (drew !== null) {
    // Jitter is on unless somebody turns it off: where no line says so, it comes with the backoff.
    const at = option('retry_jitter') ?? backoff
    inquiry.add('jitter', { ...slots, drew: String(drew) }, { at, rule: 'jitter' })
  }
  const times = Math.round(Math.log2(seconds / factor))
  const named: readonly ReasonKey[] = ['backoff/first', 'backoff/once', 'backoff/twice']
  const key = most ? 'backoff/most' : (named[times] ?? 'backoff/often')
  const at = (most ? option('retry_backoff_max') : null) ?? backoff
  inquiry.add(key, { ...slots, times: String(times) }, { at, rule: 'backoff' })
}

/** Where the error was raised, and why nobody tries again. */
export function explainFailure(inquiry: Inquiry, row: number): void {
  const { log, sources } = inquiry
  const { error } = log.detail(row, 'task-failed')
  const from = error.frames.at(-1)
  if (from) inquiry.add('raised', { error: error.repr }, { at: from, rule: 'retry' })
  if (error.type === 'WorkerLostError') {
    explainLost(inquiry, row)
    return
  }
  const option = (name: string): SourceLine | null => optionOf(sources, nameAt(log, row), name)
  const started = inquiry.causeOf(row, 'task-started')
  const retries = started < 0 ? 0 : log.detail(started, 'task-started').retries
  if (retries > 0) {
    const slots = { retries: String(retries) }
    inquiry.add('no-tries-left', slots, { at: option('max_retries'), rule: 'retry' })
  } else if (from) inquiry.add('no-retry', {}, { at: option('autoretry_for'), rank: 1 })
}

/** A process died under it: what became of its message was decided when it was acknowledged. */
function explainLost(inquiry: Inquiry, row: number): void {
  const { log } = inquiry
  const acked = inquiry.causeOf(row, 'message-acked')
  if (acked < 0) return
  const time = clockText(log.timeAt(acked))
  inquiry.add('early-ack', { time }, { row: acked, at: lateLine(inquiry, row), rule: 'acks' })
}

/** Why a message is in a queue: it was sent there, or it came back unacknowledged. */
export function explainEnqueued(inquiry: Inquiry, row: number): void {
  const { log, sources } = inquiry
  const { reason } = log.detail(row, 'message-enqueued')
  if (reason === 'published') {
    const name = nameAt(log, row)
    const at = settingOf(sources, ['task_routes'])
    if (at !== null && name !== '' && sent(inquiry, row) !== null)
      inquiry.add('route', { name, queue: inquiry.actor(row) }, { at, rank: 1, rule: 'routing' })
    return
  }
  if (reason === 'overdue') {
    const at = settingOf(sources, ['visibility_timeout'])
    inquiry.add('visibility', {}, { at, rule: 'visibility' })
  }

  if (reason !== 'restored' && reason !== 'requeued' && reason !== 'overdue') return
  const at = lateLine(inquiry, row)
  const delivered = inquiry.causeOf(row, 'message-delivered')
  inquiry.add(at === null ? 'not-acked' : 'late-ack', {}, { at, rule: 'acks' })
  if (reason === 'restored' && delivered >= 0)
    explainLeaving(inquiry, row, inquiry.actor(delivered))
}

const lateLine = ({ log, sources }: Inquiry, row: number): SourceLine | null =>
  optionOf(sources, nameAt(log, row), 'acks_late') ?? settingOf(sources, ['task_acks_late'])

function sent(inquiry: Inquiry, row: number): number | null {
  const published = inquiry.causeOf(row, 'message-published')
  return published < 0 ? null : published
}

/** The line that sent what a row is about. */
export function sentFrom(inquiry: Inquiry, row: number): SourceLine | null {
  const published = sent(inquiry, row)
  return published === null ? null : sourceLineOf(inquiry.log, published)
}
