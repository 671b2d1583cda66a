import type { Draft } from './draft.ts'
import type { FactKind } from './facts.ts'
import type { Fold } from './fold-type.ts'
import { workerOf } from './names.ts'
import type { ProcessPicture } from './picture.ts'

/** Workers and their pool processes. */
export const FOLD_WORKERS = {
  'worker-started': (draft, { actor, detail }) => {
    const worker = draft.worker(actor.name)
    worker.state = 'starting'
    worker.ended = null
    worker.queues = [...detail.queues]
    worker.concurrency = detail.concurrency
    worker.pool = detail.pool
    worker.waitingRoom = []
    worker.processes = []
  },
  'worker-ready': (draft, { actor }) => {
    draft.worker(actor.name).state = 'ready'
  },
  'worker-stopping': (draft, { actor }) => {
    draft.worker(actor.name).state = 'stopping'
  },
  'worker-stopped': (draft, { actor, time, detail }) => {
    const worker = draft.worker(actor.name)
    worker.state = 'off'
    worker.ended = detail.reason
    worker.waitingRoom = []
    for (const process of [...worker.processes]) leave(draft, actor.name, process, time)
  },
  'prefetch-set': (draft, { actor, detail }) => {
    draft.worker(actor.name).prefetch = detail.count
  },
  'consumer-added': (draft, { actor, detail }) => {
    const worker = draft.worker(actor.name)
    worker.queues = [...worker.queues, detail.queue]
  },
  'consumer-cancelled': (draft, { actor, detail }) => {
    const worker = draft.worker(actor.name)
    worker.queues = worker.queues.filter((queue) => queue !== detail.queue)
  },
  'process-started': (draft, { actor, time, detail }) => {
    const { index, pid } = detail
    const fresh = { state: 'idle', task: null, waitsFor: null, since: time } as const
    draft.setProcess(workerOf(actor), { index, pid, name: actor.name, ...fresh })
  },
  'process-ended': (draft, { actor, time }) => {
    const process = draft.findProcess(workerOf(actor), actor.name)
    if (process) leave(draft, workerOf(actor), process, time)
  },
} satisfies { readonly [K in FactKind]?: Fold<K> }

/** A process is gone, and the body that it ran with it. */
function leave(draft: Draft, worker: string, process: ProcessPicture, time: number): void {
  if (process.state === 'gone') return
  const task = process.task === null ? undefined : draft.task(process.task)
  if (task?.state === 'started' && task.process === process.name)
    draft.setTaskState(task.id, 'lost')
  draft.setProcess(worker, { ...process, state: 'gone', task: null, waitsFor: null, since: time })
}
