import type { Draft, Open } from './draft.ts'
import type { FactKind } from './facts.ts'
import type { Fold } from './fold-type.ts'
import type { QueuePicture, TaskPicture, TaskState } from './picture.ts'

/** States in which a message published for the same id is not what a learner looks at. */
const UNDER_WAY: ReadonlySet<TaskState> = new Set([
  'received',
  'held',
  'reserved',
  'started',
  'retry',
])

/** Exchanges, queues, messages and what the result backend keeps. */
export const FOLD_MESSAGES = {
  'exchange-declared': (draft, { detail }) => draft.addExchange(detail.name, detail.type),
  'queue-declared': (draft, { detail }) => {
    draft.queue(detail.name)
  },
  'queue-bound': (draft, { detail }) =>
    draft.addBinding(detail.exchange, detail.routingKey, detail.queue),

  'message-published': (draft, { task: id, time, detail }, label) => {
    if (id === null) return
    const task = draft.openTask(id, label)
    const { headers } = detail.message
    task.name = headers.task
    task.args = headers.argsrepr
    task.kwargs = headers.kwargsrepr
    task.parent = headers.parent_id
    task.root = headers.root_id
    task.group = headers.group
    task.retries = headers.retries
    task.published ??= time
    task.source ??= detail.at ?? null
    if (!UNDER_WAY.has(task.state)) task.state = 'sent'
  },
  'message-enqueued': (draft, { task: id, actor, detail }, label) => {
    const queue = draft.queue(actor.name)
    const { tag, reason } = detail
    // A worker may die after a message was sent to it and before it came: then it still waits here.
    if (reason !== 'published') forget(queue, tag)
    insert(queue, tag, id ?? '', detail.before)
    if (id === null) return
    const task = draft.openTask(id, label)
    task.queue = actor.name
    if (reason === 'published') return
    // A worker that lives knows nothing of it and goes on (rule 2.27).
    if (reason === 'overdue' && task.worker !== null && draft.worker(task.worker).state !== 'off')
      return
    if (task.worker !== null) leaveRoom(draft, task.worker, tag)
    task.state = 'sent'
    task.due = null
  },
  'message-dead-lettered': (draft, { detail }) => forget(draft.queue(detail.queue), detail.tag),
  'message-taken': (draft, { detail }) => forget(draft.queue(detail.queue), detail.tag),
  'message-fetched': (draft, { detail }) => {
    const queue = draft.queue(detail.queue)
    take(queue.waitingTags, detail.tag, queue.waiting)
    queue.unackedTags.push(detail.tag)
    queue.unacked++
  },
  'message-settled': (draft, { detail }) => forget(draft.queue(detail.queue), detail.tag),
  'queue-deleted': (draft, { detail }) => draft.deleteQueue(detail.name),
  'message-refused': (draft, { task, time }, label) => drop(draft, task, label, time),
  'message-lost': (draft, { task, time }, label) => drop(draft, task, label, time),
  'exchange-deleted': (draft, { detail }) => draft.deleteExchange(detail.name),
  'message-unroutable': (draft, { task, time }, label) => drop(draft, task, label, time),
  'message-dropped': (draft, { task, time, detail }, label) => {
    forget(draft.queue(detail.queue), detail.tag)
    drop(draft, task, label, time)
  },
  'message-delivered': (draft, { task: id, actor, detail }, label) => {
    const { tag, queue: name } = detail
    const queue = draft.queue(name)
    take(queue.waitingTags, tag, queue.waiting)
    queue.unackedTags.push(tag)
    queue.unacked++
    const worker = draft.worker(actor.name)
    worker.waitingRoom.push({ task: id ?? '', tag, queue: name, until: null })
    if (id !== null) draft.openTask(id, label).worker = actor.name
  },
  'message-acked': (draft, { actor, detail }) => {
    forget(draft.queue(detail.queue), detail.tag)
    leaveRoom(draft, actor.name, detail.tag)
  },
  'ack-void': (draft, { actor, detail }) => leaveRoom(draft, actor.name, detail.tag),
  'message-rejected': (draft, { actor, detail }) => {
    forget(draft.queue(detail.queue), detail.tag)
    leaveRoom(draft, actor.name, detail.tag)
  },
  'message-invalid': (draft, { task, time }, label) => drop(draft, task, label, time),

  'state-stored': (draft, { task: id, time, detail }, label) => {
    if (id === null || !detail.kept) return
    const task = draft.openTask(id, label)
    draft.store(task, detail.state)
    if (detail.error) task.error = detail.error.repr
    // Later steps of a failed chain are stored though they never ran (rule 5.18).
    const waits = task.state === 'pending' || task.state === 'sent' || task.state === 'lost'
    if (waits && detail.state === 'FAILURE') end(task, 'failed', time)
    if (waits && detail.state === 'REVOKED') end(task, 'revoked', time)
  },
  'result-forgotten': (draft, { task: id }, label) => {
    if (id !== null) draft.store(draft.openTask(id, label), null)
  },

  'chord-counted': (draft, { detail }) => {
    const chord = draft.chord(detail.group)
    chord.count = detail.count
    chord.size = detail.size
  },
  'chord-unlocked': (draft, { detail }) => {
    const chord = draft.chord(detail.group)
    chord.state = 'unlocked'
    chord.body = detail.body
  },
  'chord-failed': (draft, { detail }) => {
    const chord = draft.chord(detail.group)
    chord.state = 'failed'
    chord.body = detail.body
  },
} satisfies { readonly [K in FactKind]?: Fold<K> }

/** Ends a task. */
export function end(task: Open<TaskPicture>, state: TaskState, time: number): void {
  task.state = state
  task.finished = time
  task.due = null
}

/** Takes a message out of a worker's waiting room; it may have left it already. */
function leaveRoom(draft: Draft, worker: string, tag: number): void {
  const { waitingRoom } = draft.worker(worker)
  const at = waitingRoom.findIndex((message) => message.tag === tag)
  if (at >= 0) waitingRoom.splice(at, 1)
}

function drop(draft: Draft, id: string | null, label: string, time: number): void {
  if (id === null) return
  const task = draft.openTask(id, label)
  // A second message of an id that has run already does not undo that.
  if (!UNDER_WAY.has(task.state) || task.state === 'retry') end(task, 'dropped', time)
}

function forget(queue: Open<QueuePicture>, tag: number): void {
  take(queue.waitingTags, tag, queue.waiting)
  if (take(queue.unackedTags, tag)) queue.unacked--
}

/** Takes a tag out of a list, and what stands at the same place in `beside`; false where it is not there. */
function take(tags: number[], tag: number, beside?: string[]): boolean {
  const at = tags.indexOf(tag)
  if (at < 0) return false
  tags.splice(at, 1)
  beside?.splice(at, 1)
  return true
}

/** Puts a message in front of `before`, or at the end. */
function insert(
  queue: Open<QueuePicture>,
  tag: number,
  task: string,
  before: number | undefined,
): void {
  const found = before === undefined ? -1 : queue.waitingTags.indexOf(before)
  const at = found < 0 ? queue.waitingTags.length : found
  queue.waitingTags.splice(at, 0, tag)
  queue.waiting.splice(at, 0, task)
}
