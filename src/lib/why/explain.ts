/** Why? on any fact: what decided it, then the facts that led to it, in as few sentences as say it. */
import { seconds, type FactKind, type Log, type Micros } from '../../../simulator/index.ts'
import { sourceLineOf } from '../source-lines.ts'
import { Inquiry, type Reason } from './inquiry.ts'
import type { Rule, RuleKey } from './rules.ts'
import { RULES } from './rules.ts'
import { explainAnswer, SPECIFICS } from './specifics.ts'
import { begins, isTelling } from './telling.ts'
import { fill, QUESTIONS, type QuestionKey } from './texts.ts'
import type { Sources } from './where-set.ts'
import { length } from './words.ts'

export type { Reason } from './inquiry.ts'
export type { Sources } from './where-set.ts'

/** More is not read. */
export const MOST_REASONS = 8

/** The answer to a Why?. */
export interface Explanation {
  readonly question: string
  /** The nearest first; none where nothing in the run led to it. */
  readonly reasons: readonly Reason[]
  readonly rule: Rule | null
}

/** Answers why a fact happened; `sources` are the files as they ran. */
export function explain(log: Log, row: number, sources: Sources): Explanation {
  const inquiry = new Inquiry(log, sources)
  SPECIFICS[log.kindAt(row)]?.(inquiry, row)
  if (!(ENDS.has(log.kindAt(row)) && inquiry.reasons.length > 0)) follow(inquiry, row)
  const at = sourceLineOf(log, row)
  if (inquiry.reasons.length === 0 && at !== null) inquiry.add('line', {}, { at })
  const question = questionOf(log, row)
  const rule = inquiry.rule ?? ruleOf(log.kindAt(row))
  return { question, reasons: shortened(inquiry.reasons), rule }
}

/** Gathers what the links tell, from the nearest to where the story begins. */
function follow(inquiry: Inquiry, row: number): void {
  const { log } = inquiry
  let effect = row
  let links = 0
  const said = new Set([log.kindAt(row)])
  for (const cause of inquiry.chain(row)) {
    const first = begins(log, cause)
    const kind = log.kindAt(cause)
    if (isTelling(log, cause, effect) && !(said.has(kind) && OF_ONE_TRY.has(kind))) {
      said.add(kind)
      links += 1
      inquiry.fact(cause, sourceLineOf(log, cause), rankOf(log, cause, links, first))
      if (kind === 'service-answered') explainAnswer(inquiry, cause)
    }
    if (first) break
    effect = cause
  }
}

/** Facts whose links lead to what was being done just then, which is no reason. */
const ENDS: ReadonlySet<FactKind> = new Set<FactKind>(['process-ended', 'worker-stopped'])

/** What belongs to a try: of earlier tries only that they were is told. */
const OF_ONE_TRY: ReadonlySet<FactKind> = new Set<FactKind>(['service-answered', 'task-held'])

/** Faults and actions come first, then the nearest links and the beginning, then what lies between. */
function rankOf(log: Log, row: number, links: number, first: boolean): number {
  if (STRONG.has(log.kindAt(row))) return 0
  if (links <= 3 || first) return 1
  return 1 + links
}

const STRONG: ReadonlySet<FactKind> = new Set<FactKind>(['fault-began', 'action-taken'])

/** At most so many as are read: the weakest are left out, the order stays. */
function shortened(reasons: readonly Reason[]): readonly Reason[] {
  const kept = new Set(
    reasons
      .map((reason, at) => ({ reason, at }))
      .sort((a, b) => a.reason.rank - b.reason.rank || a.at - b.at)
      .slice(0, MOST_REASONS)
      .map(({ reason }) => reason),
  )
  return reasons.filter((reason) => kept.has(reason))
}

function questionOf(log: Log, row: number): string {
  const kind = log.kindAt(row)
  const again =
    kind === 'message-enqueued' && log.detail(row, 'message-enqueued').reason !== 'published'
  const key = again ? 'message-enqueued/again' : kind
  const wait = kind === 'task-retried' ? length(pauseAt(log, row)) : ''
  return fill(QUESTIONS[key in QUESTIONS ? (key as QuestionKey) : 'why'], { wait })
}

/** How long the pause before the next try was meant to be. */
function pauseAt(log: Log, row: number): Micros {
  const { wait, due } = log.detail(row, 'task-retried')
  const meant = wait?.by === 'backoff' ? (wait.drew ?? wait.seconds) : (wait?.seconds ?? null)
  return meant === null ? due - log.timeAt(row) : seconds(meant)
}

/** The rule of a kind of fact, where nothing that decided it has named one. */
function ruleOf(kind: FactKind): Rule | null {
  const known = BY_KIND.find(([start]) => kind.startsWith(start))
  return known ? RULES[known[1]] : null
}

const BY_KIND: readonly (readonly [start: string, rule: RuleKey])[] = [
  ['chord-', 'chord'],
  ['connection-', 'connection'],
  ['control-', 'revoke'],
  ['message-acked', 'acks'],
  ['message-rejected', 'acks'],
  ['message-enqueued', 'routing'],
  ['message-unroutable', 'routing'],
  ['message-published', 'calling'],
  ['pod-', 'pods'],
  ['prefetch-', 'prefetch'],
  ['process-ended', 'lost'],
  ['result-', 'results'],
  ['state-', 'results'],
  ['task-revoked', 'revoke'],
  ['task-rejected', 'acks'],
  ['task-retried', 'retry'],
  ['task-', 'calling'],
  ['worker-stop', 'shutdown'],
]
