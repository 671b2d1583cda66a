import type { Draft } from './draft.ts'
import type { Actor } from './entry.ts'
import type { FactKind } from './facts.ts'
import { threadWaits } from './fold-fronts.ts'
import { end } from './fold-messages.ts'
import type { Fold } from './fold-type.ts'
import { workerOf } from './names.ts'
import type { ProcessPicture } from './picture.ts'

/** The client's program, and tasks from their receipt to their end. */
export const FOLD_BODIES = {
  'program-started': (draft, { time }) =>
    draft.setClient({ state: 'running', waitsFor: null, since: time }),
  'program-ended': (draft, { time }) =>
    draft.setClient({ state: 'ended', waitsFor: null, since: time }),
  'program-failed': (draft, { time }) =>
    draft.setClient({ state: 'failed', waitsFor: null, since: time }),

  'task-received': (draft, { task: id, actor, time }, label) => {
    if (id === null) return
    const task = draft.openTask(id, label)
    task.state = 'received'
    task.worker = actor.name
    task.received = time
  },
  'task-held': (draft, { task: id, actor, detail }, label) => {
    if (id === null) return
    const task = draft.openTask(id, label)
    task.state = 'held'
    task.due = detail.until
    setUntil(draft, actor.name, id, detail.until)
  },
  'task-reserved': (draft, { task: id, actor }, label) => {
    if (id === null) return
    const task = draft.openTask(id, label)
    task.state = 'reserved'
    task.due = null
    setUntil(draft, actor.name, id, null)
  },
  'task-limited': (draft, { task: id, actor, detail }) => {
    if (id !== null) setUntil(draft, actor.name, id, detail.until)
  },
  'task-unknown': (draft, { task, time }, label) => {
    if (task !== null) end(draft.openTask(task, label), 'failed', time)
  },
  'task-revoked': (draft, { task, time }, label) => {
    if (task !== null) end(draft.openTask(task, label), 'revoked', time)
  },

  'task-started': (draft, { task: id, actor, time, detail }, label) => {
    if (id === null) return
    const task = draft.openTask(id, label)
    task.state = 'started'
    task.name = detail.name
    task.retries = detail.retries
    task.worker = workerOf(actor)
    task.process = actor.name
    task.started = time
    task.due = null
    task.runs++
    const room = draft.worker(task.worker).waitingRoom
    const at = room.findIndex((message) => message.task === id)
    if (at >= 0) room.splice(at, 1)
    setProcess(draft, actor, { state: 'running', task: id, waitsFor: null, since: time })
  },
  'body-parked': (draft, { actor, time, detail }) => {
    // A body that computes has given up its turn only inside the simulation.
    if (detail.on.kind === 'computing') return
    if (detail.on.kind === 'service') draft.knowService(detail.on.service)
    if (threadWaits(draft, actor, detail.on)) return
    if (actor.kind === 'client')
      draft.setClient({ state: 'waiting', waitsFor: detail.on, since: time })
    else setProcess(draft, actor, { state: 'parked', waitsFor: detail.on, since: time })
  },
  'body-resumed': (draft, { actor, time }) => {
    if (threadWaits(draft, actor, null)) return
    if (actor.kind === 'client') draft.setClient({ state: 'running', waitsFor: null, since: time })
    else setProcess(draft, actor, { state: 'running', waitsFor: null, since: time })
  },
  'task-succeeded': (draft, { task: id, time, detail }, label) => {
    if (id === null) return
    const task = draft.openTask(id, label)
    end(task, 'succeeded', time)
    task.result = detail.repr
    task.error = null
  },
  'task-failed': (draft, { task: id, time, detail }, label) => {
    if (id === null) return
    const task = draft.openTask(id, label)
    end(task, 'failed', time)
    task.error = detail.error.repr
  },
  'task-internal-error': (draft, { task: id, time, detail }, label) => {
    if (id === null) return
    const task = draft.openTask(id, label)
    end(task, 'failed', time)
    task.error = detail.error.repr
  },
  'task-retried': (draft, { task: id, time, detail }, label) => {
    if (id === null) return
    const task = draft.openTask(id, label)
    task.retries = detail.retries
    if (detail.error) task.error = detail.error.repr
    // With no countdown the next try may be here before this one has said so (rule 4.7).
    if (task.state !== 'started') return
    end(task, 'retry', time)
    task.due = detail.due
  },
  'task-ignored': (draft, { task, time }, label) => {
    if (task !== null) end(draft.openTask(task, label), 'ignored', time)
  },
  'task-rejected': (draft, { task, time }, label) => {
    if (task !== null) end(draft.openTask(task, label), 'rejected', time)
  },
  'task-skipped': (draft, { task, actor, time }, label) => {
    if (task !== null) end(draft.openTask(task, label), 'succeeded', time)
    setProcess(draft, actor, { state: 'idle', task: null, waitsFor: null, since: time })
  },
  'task-finished': (draft, { actor, time }) =>
    setProcess(draft, actor, { state: 'idle', task: null, waitsFor: null, since: time }),
} satisfies { readonly [K in FactKind]?: Fold<K> }

function setProcess(draft: Draft, actor: Actor, change: Partial<ProcessPicture>): void {
  const process = draft.findProcess(workerOf(actor), actor.name)
  if (process) draft.setProcess(workerOf(actor), { ...process, ...change })
}

/** Notes until when a message waits in a worker; a later message of the same id is the one meant. */
function setUntil(draft: Draft, worker: string, task: string, until: number | null): void {
  const { waitingRoom } = draft.worker(worker)
  const at = waitingRoom.findLastIndex((message) => message.task === task)
  if (at >= 0) waitingRoom[at] = { ...waitingRoom[at]!, until }
}
