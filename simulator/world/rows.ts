import type { QueueRows, QueueState } from '../brokers/broker.ts'
import type { FactDetails, FactKind } from '../log/facts.ts'
import type { Log } from '../log/log.ts'
import type { CopyState } from './state.ts'
import type { WorkerState } from './worker-state.ts'
import type { World } from './world.ts'

/** The rows of a queue. */
export function rowsOf(world: World, queue: QueueState): QueueRows {
  queue.rows ??= makeRows(world.log, queue.name)
  return queue.rows
}

/** The rows of a queue that may have been deleted while a worker held its messages. */
function rowsNamed(world: World, name: string): QueueRows {
  const queue = world.state.broker.queues[name]
  return queue === undefined ? makeRows(world.log, name) : rowsOf(world, queue)
}

function makeRows(log: Log, queue: string): QueueRows {
  const byTag = (kind: FactKind, detail: object): number =>
    log.shape({ kind, detail: { tag: 0, ...detail }, field: 'tag', fills: null })
  return {
    actor: log.actor({ kind: 'queue', name: queue }),
    enqueued: {},
    delivered: byTag('message-delivered', { queue, redelivered: false }),
    redelivered: byTag('message-delivered', { queue, redelivered: true }),
    acked: byTag('message-acked', { queue }),
  }
}

/** A message has taken the last place of its queue. */
export function tellEnqueued(
  world: World,
  queue: QueueState,
  copy: CopyState,
  reason: FactDetails['message-enqueued']['reason'],
): void {
  const { log, now } = world
  const { actor, enqueued } = rowsOf(world, queue)
  const { tag, priority, task, cause } = copy
  if (reason === 'published') {
    const detail = { tag: 0, reason, priority }
    const kind = 'message-enqueued'
    const shape = (enqueued[priority] ??= log.shape({ kind, detail, field: 'tag', fills: null }))
    copy.cause = log.put(now, task, actor, cause, shape, tag)
  } else copy.cause = world.fact('message-enqueued', actor, task, cause, { tag, reason, priority })
}

/** A message has reached its worker. */
export function tellDelivered(world: World, copy: CopyState, worker: WorkerState): void {
  const { tag, task, cause, redelivered: again } = copy
  const { delivered, redelivered } = rowsNamed(world, copy.queue)
  const shape = again ? redelivered : delivered
  copy.cause = world.log.put(world.now, task, worker.actor, cause, shape, tag)
}

/** A message was acknowledged. */
export function tellAcked(world: World, copy: CopyState, worker: WorkerState, cause: number): void {
  const { acked } = rowsNamed(world, copy.queue)
  copy.cause = world.log.put(world.now, copy.task, worker.actor, cause, acked, copy.tag)
}
