import type { TaskPicture, TaskState } from '../../simulator/index.ts'

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

const MARK_OF: Readonly<Record<TaskState, Mark>> = {
  pending: 'pending',
  sent: 'pending',
  received: 'received',
  held: 'received',
  reserved: 'received',
  started: 'started',
  retry: 'retry',
  succeeded: 'succeeded',
  failed: 'failed',
  rejected: 'dead',
  ignored: 'revoked',
  revoked: 'revoked',
  lost: 'dead',
  dropped: 'dead',
}

/** The mark that a task wears; one that waits for its next try wears `retry` until that begins. */
export function markOf(task: TaskPicture): Mark {
  const mark = MARK_OF[task.state]
  const again = task.retries > 0 && (mark === 'pending' || mark === 'received')
  return again ? 'retry' : mark
}

/** The exact word for a task's state: `held` and `lost` wear a mark that says less. */
export const stateWord = (task: TaskPicture): string =>
  markOf(task) === 'retry' ? MARK_WORDS.retry : task.state
