import { NOTHING, type QueueState, waiting } from '../brokers/broker.ts'
import type { DropReason, Effect } from '../brokers/effects.ts'
import { assert } from '../kernel/assert.ts'
import type { CopyState, WorkerState } from './state.ts'
import { initial, move } from './machines.ts'
import { add } from './pages.ts'
import { closeCopy } from './sweep.ts'
import { NONE, type World } from './world.ts'

/** Moves a message's task through its machine. */
export function moveTask(world: World, copy: CopyState, event: string): void {
  copy.taskState = move('task', copy.taskState, event, world.log.tasks[copy.task] ?? 'task')
}

/** A queue that is declared. */
export function queueOf(world: World, name: string): QueueState {
  const queue = world.state.broker.queues[name]
  assert(queue !== undefined, `queue ${name} is declared`)
  return queue
}

/** Puts a copy into its queue. */
export function enqueue(
  world: World,
  copy: CopyState,
  reason: 'published' | 'requeued' | 'restored' | 'duplicated',
): void {
  const queue = queueOf(world, copy.queue)
  const level = queue.levels[world.broker.level(queue, copy.priority)]
  assert(level !== undefined, `queue ${queue.name} has a level for each priority`)
  if (reason === 'published' || reason === 'duplicated') level.push(copy.tag)
  else world.broker.putBack(level, copy.tag, reason)
  queue.state = move('queue', queue.state, 'ENQUEUE', `queue ${queue.name}`)
  const actor = world.log.actor({ kind: 'queue', name: queue.name })
  const { tag, priority, task, cause } = copy
  const before = nextInLine(queue, level, tag)
  copy.cause = world.fact('message-enqueued', actor, task, cause, {
    tag,
    reason,
    priority,
    ...(before === undefined ? {} : { before }),
  })
  if (world.broker.onEnqueued !== undefined) world.entered.push(tag)
}

/** The broker has the same message once more; all that tells it from the first is that it comes again. */
export function duplicate(world: World, copy: CopyState, cause: number): void {
  const second: CopyState = {
    ...copy,
    tag: world.state.copies.next,
    state: initial('delivery'),
    redelivered: true,
    worker: -1,
    deliveredAs: 0,
    request: NONE,
    open: 0,
    cause,
  }
  add(world.state.copies, second)
  enqueue(world, second, 'duplicated')
}

/** The message that is served right after this one; undefined when it is the last. */
function nextInLine(queue: QueueState, level: readonly number[], tag: number): number | undefined {
  const behind = level[level.lastIndexOf(tag) + 1]
  if (behind !== undefined) return behind
  const later = queue.levels.slice(queue.levels.indexOf(level as number[]) + 1)
  return later.find((tags) => tags.length > 0)?.[0]
}

/** A copy leaves its worker's hands, or those of a worker that is gone. */
export function release(
  world: World,
  copy: CopyState,
  event: 'ACK' | 'REJECT' | 'REQUEUE' | 'RESTORE',
): void {
  copy.state = move('delivery', copy.state, event, `message ${copy.tag}`)
  if (copy.worker >= 0) letGo(world.worker(copy.worker), copy.tag)
  copy.worker = -1
  queueOf(world, copy.queue).unacked -= 1
  closeCopy(world, copy)
}

/** A worker holds a message no more. */
export function letGo(worker: WorkerState, tag: number): void {
  worker.unacked = worker.unacked.filter((one) => one !== tag)
}

/** A copy goes back to its queue, unless the broker has something else in mind. */
export function giveBack(
  world: World,
  copy: CopyState,
  why: 'requeued' | 'restored',
): readonly Effect[] {
  copy.redelivered = true
  const { broker, view } = world
  const queue = queueOf(world, copy.queue)
  const instead = broker.onReturning?.(view, queue, copy.tag, why) ?? null
  if (instead !== null) return instead
  enqueue(world, copy, why)
  return broker.onSettled?.(view, queue, copy.tag, why) ?? NOTHING
}

/** Takes a waiting copy out of its queue, whatever its place. */
export function takeOut(world: World, copy: CopyState): void {
  const queue = queueOf(world, copy.queue)
  const level = queue.levels[world.broker.level(queue, copy.priority)]
  const at = level?.indexOf(copy.tag) ?? -1
  if (at < 0) return
  level?.splice(at, 1)
  if (waiting(queue) === 0) queue.state = move('queue', queue.state, 'DRAIN', `queue ${queue.name}`)
}

/** A copy that waits is gone. */
export function drop(world: World, copy: CopyState, reason: DropReason, cause: number): void {
  takeOut(world, copy)
  copy.state = move('delivery', copy.state, 'DROP', `message ${copy.tag}`)
  moveTask(world, copy, 'DROP')
  closeCopy(world, copy)
  const actor = world.log.actor({ kind: 'queue', name: copy.queue })
  copy.cause = world.fact('message-dropped', actor, copy.task, cause, {
    tag: copy.tag,
    queue: copy.queue,
    reason,
  })
}
