/** What decided a fact besides its causes in the log: chance, a setting, a line, what was busy. */
import { clockText, type FactKind, lengthText } from '../../../simulator/index.ts'
import { sourceLineOf } from '../source-lines.ts'
import { explainEnqueued, explainFailure, explainRetry, sentFrom } from './failures.ts'
import type { Inquiry } from './inquiry.ts'
import { explainEnd } from './leaving.ts'
import { explainDecision, explainPod } from './scaling.ts'
import { explainStart, explainWait } from './starts.ts'
import { clusterLine, optionOf, settingOf } from './where-set.ts'
import { nameAt, titleOf } from './words.ts'

/** Adds the reasons of a fact of one kind. */
export type Specific = (inquiry: Inquiry, row: number) => void

export const SPECIFICS: { readonly [K in FactKind]?: Specific } = {
  'task-retried': explainRetry,
  'task-failed': explainFailure,
  'task-started': explainStart,
  'message-delivered': explainStart,
  'task-reserved': explainStart,
  'message-enqueued': explainEnqueued,
  'service-answered': explainAnswer,
  'process-ended': (inquiry, row) => {
    if (inquiry.log.detail(row, 'process-ended').reason === 'shutdown') explainEnd(inquiry, row)
  },
  'worker-stopped': explainEnd,
  'task-held': explainHeld,
  'task-limited': explainLimit,
  'task-revoked': explainRevoked,
  'body-parked': explainWait,
  'chord-unlocked': explainUnlocked,
  'autoscaler-decided': explainDecision,
  'pod-changed': explainPod,
}

/** A service that turns somebody away does so by chance, or is away; one that is slow lets callers wait. */
export function explainAnswer(inquiry: Inquiry, row: number): void {
  const { log, sources } = inquiry
  const { drawn, outcome, service } = log.detail(row, 'service-answered')
  if (drawn === true) inquiry.add('drawn', { service }, { row, at: clusterLine(sources, service) })
  const slow = since(inquiry, row, 'service-slowed', 'service-recovered')
  if (slow >= 0) {
    const latency = lengthText(log.detail(slow, 'service-slowed').latency)
    inquiry.add('slow', { service, since: clockText(log.timeAt(slow)), latency }, { row: slow })
  }
  if (outcome === 'answered') return
  const away = since(inquiry, row, 'service-away', 'service-back')
  if (away < 0) return
  const until = clockText(log.detail(away, 'service-away').until)
  inquiry.add('away', { service, since: clockText(log.timeAt(away)), until }, { row: away })
}

/** The row since which something has been so with the service of an answer; -1 where it is not so. */
function since(inquiry: Inquiry, row: number, on: FactKind, off: FactKind): number {
  const { log } = inquiry
  const { service } = log.detail(row, 'service-answered')
  const at = inquiry.before(row, (one) => {
    const kind = log.kindAt(one)
    return (kind === on || kind === off) && inquiry.actor(one) === service
  })
  return at >= 0 && log.kindAt(at) === on ? at : -1
}

function explainHeld(inquiry: Inquiry, row: number): void {
  const { until } = inquiry.log.detail(row, 'task-held')
  const at = sentFrom(inquiry, row)
  inquiry.add('eta', { time: clockText(until) }, { at, rule: 'eta' })
}

function explainLimit(inquiry: Inquiry, row: number): void {
  const { log, sources } = inquiry
  const own = optionOf(sources, nameAt(log, row), 'rate_limit')
  const at = own ?? settingOf(sources, ['task_default_rate_limit'])
  inquiry.add('rate-limit', {}, { at, rule: 'rate' })
}

function explainRevoked(inquiry: Inquiry, row: number): void {
  const { log } = inquiry
  if (log.detail(row, 'task-revoked').reason !== 'expired') return
  const sent = inquiry.causeOf(row, 'message-published')
  const time = sent < 0 ? null : log.detail(sent, 'message-published').message.headers.expires
  if (time === null) return
  inquiry.add('expires', { time }, { row: sent, at: sourceLineOf(log, sent), rule: 'expires' })
}

function explainUnlocked(inquiry: Inquiry, row: number): void {
  const { log } = inquiry
  const counted = inquiry.causeOf(row, 'chord-counted')
  if (counted < 0) return
  const count = String(log.detail(counted, 'chord-counted').size)
  const task = titleOf(log, log.taskAt(counted))
  inquiry.add('chord/last', { task, count }, { row: counted, rule: 'chord' })
}
