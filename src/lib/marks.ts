/** The eight states that have a colour and a shape; `s-<mark>` is the id of its symbol. */
export const MARKS = [
  'pending',
  'received',
  'started',
  'retry',
  'succeeded',
  'failed',
  'revoked',
  'dead',
] as const

export type Mark = (typeof MARKS)[number]

/** The word for each state, as the learner reads it. */
export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  pending: 'pending',
  received: 'received',
  started: 'started',
  retry: 'retry',
  succeeded: 'succeeded',
  failed: 'failed',
  revoked: 'revoked',
  dead: 'rejected',
}

const ENDED: ReadonlySet<Mark> = new Set(['succeeded', 'failed', 'revoked', 'dead'])

/** Whether nothing more happens to a task in this state: its token is a tag, no longer round. */
export const hasEnded = (mark: Mark): boolean => ENDED.has(mark)
