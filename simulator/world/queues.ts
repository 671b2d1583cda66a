import { NOTHING, type QueueState, waiting } from '../brokers/broker.ts'
import type { DropReason, Effect } from '../brokers/effects.ts'
import type { FactDetails } from '../log/facts.ts'
import { contradict } from '../kernel/assert.ts'
import type { CopyState } from './state.ts'
import type { WorkerState } from './worker-state.ts'
import { type Arrow, arrow, follow, initial, isIn, move } from './machines.ts'
import { takeHead } from './lists.ts'
import { add } from './pages.ts'
import { rowsOf, tellEnqueued } from './rows.ts'
import { closeCopy } from './sweep.ts'
import { NONE, type World } from './world.ts'

const ENQUEUE = arrow('queue', 'ENQUEUE')
const ACK = arrow('delivery', 'ACK')

/** Moves a message's task through its machine. */
export function moveTask(_world: World, copy: CopyState, event: string | Arrow): void {
  copy.taskState =
    typeof event === 'string'
      ? move('task', copy.taskState, event, copy.task)
      : follow(event, copy.taskState, copy.task)
}

/** A queue that is declared. */
export function queueOf(world: World, name: string): QueueState {
  const queue = world.state.broker.queues[name]
  if (queue === undefined) contradict(`queue ${name} is not declared`)
  return queue
}

/** Why a copy does not go to the end of its queue. */
const TO_ITS_PLACE: ReadonlySet<string> = new Set([
  'requeued',
  'restored',
  'overdue',
  'untaken',
  'revived',
])

/** Puts a copy into its queue. */
export function enqueue(
  world: World,
  copy: CopyState,
  reason: FactDetails['message-enqueued']['reason'],
): void {
  const queue = queueOf(world, copy.queue)
  const level = queue.levels[world.broker.level(queue, copy.priority, world.appSettings)]
  if (level === undefined) contradict(`queue ${queue.name} has no level for a priority`)
  world.broker.onEntered?.(world.view, copy.tag)
  if (TO_ITS_PLACE.has(reason)) {
    const why = reason === 'requeued' ? 'requeued' : 'restored'
    world.broker.putBack(world.view, queue, level, copy.tag, why)
  } else level.push(copy.tag)
  queue.state = follow(ENQUEUE, queue.state, queue.name)
  const before = nextInLine(queue, level, copy.tag)
  if (before === undefined) tellEnqueued(world, queue, copy, reason)
  else {
    const { tag, priority, task, cause } = copy
    const { actor } = rowsOf(world, queue)
    const detail = { tag, reason, priority, before }
    copy.cause = world.fact('message-enqueued', actor, task, cause, detail)
  }
  if (world.broker.onEnqueued !== undefined) world.entered.push(copy.tag)
}

/** The broker has the same message once more; all that tells it from the first is that it comes again. */
export function duplicate(world: World, copy: CopyState, cause: number): void {
  const { template: _, ...alike } = copy
  const second: CopyState = {
    ...alike,
    message: copy.message,
    tag: world.state.copies.next,
    state: initial('delivery'),
    redelivered: true,
    worker: -1,
    deliveredAs: 0,
    // A delivery tag of its own: settling one of the two leaves the other.
    wire: NONE,
    request: NONE,
    open: 0,
    cause,
  }
  add(world.state.copies, second)
  enqueue(world, second, 'duplicated')
}

/** The message that is served right after this one; undefined when it is the last. */
function nextInLine(queue: QueueState, level: readonly number[], tag: number): number | undefined {
  // Nearly every message comes to the end of its level.
  if (level[level.length - 1] !== tag) return level[level.lastIndexOf(tag) + 1]
  const { levels } = queue
  if (levels.length === 1) return undefined
  for (let at = levels.indexOf(level as number[]) + 1; at < levels.length; at++) {
    const first = levels[at]?.[0]
    if (first !== undefined) return first
  }
  return undefined
}

/**
 * A copy leaves the hands it was in. `by` is the worker that gives it away; null where it is taken from a
 * worker that is gone, or that does not know (rule 2.27).
 */
export function release(
  world: World,
  copy: CopyState,
  event: 'ACK' | 'REJECT' | 'REQUEUE' | 'RESTORE',
  by: WorkerState | null,
): void {
  copy.state =
    event === 'ACK'
      ? follow(ACK, copy.state, copy.tag)
      : move('delivery', copy.state, event, copy.tag)
  if (by !== null) letGo(world, by, copy)
  copy.worker = -1
  // A queue that was deleted meanwhile took what workers hold with it.
  const queue = world.state.broker.queues[copy.queue]
  if (queue !== undefined) queue.unacked -= 1
  closeCopy(world, copy)
}

/** A worker counts a message no more. What has the same delivery tag is the same to it (rule 2.26). */
export function letGo(world: World, worker: WorkerState, { tag, wire }: CopyState): void {
  const { unacked } = worker
  // Mostly it is among the oldest.
  const at = unacked.indexOf(tag)
  if (at === 0) takeHead(unacked)
  else if (at > 0) unacked.splice(at, 1)
  if (wire !== NONE) worker.unacked = unacked.filter((one) => world.findCopy(one)?.wire !== wire)
}

/** A copy goes back to its queue, unless the broker has something else in mind. */
export function giveBack(
  world: World,
  copy: CopyState,
  why: 'requeued' | 'restored',
  worker: number,
): readonly Effect[] {
  copy.redelivered = true
  const { broker, view } = world
  const queue = world.state.broker.queues[copy.queue]
  if (queue === undefined) return [{ do: 'drop', tag: copy.tag, reason: 'queue deleted' }]
  const instead = broker.onReturning?.(view, queue, copy.tag, why, worker) ?? null
  if (instead !== null) return instead
  enqueue(world, copy, why)
  return broker.onSettled?.(view, queue, copy.tag, why) ?? NOTHING
}

/** Takes a waiting copy out of its queue, whatever its place. */
export function takeOut(world: World, copy: CopyState): void {
  const queue = world.state.broker.queues[copy.queue]
  if (queue === undefined) return
  const level = queue.levels[world.broker.level(queue, copy.priority, world.appSettings)]
  const at = level?.indexOf(copy.tag) ?? -1
  if (at < 0) return
  level?.splice(at, 1)
  if (waiting(queue) === 0) queue.state = move('queue', queue.state, 'DRAIN', `queue ${queue.name}`)
}

/** A copy that waits, or was about to, is out of the system; or one whose worker is gone (rules 2.26, 2.31). */
export function leave(world: World, copy: CopyState): void {
  if (isIn('delivery', copy.state, 'unacked')) {
    queueOf(world, copy.queue).unacked -= 1
    if (copy.worker !== NONE) letGo(world, world.worker(copy.worker), copy)
    copy.worker = NONE
  } else takeOut(world, copy)
  copy.state = move('delivery', copy.state, 'DROP', `message ${copy.tag}`)
  if (isIn('task', copy.taskState, 'sent')) moveTask(world, copy, 'DROP')
  closeCopy(world, copy)
  world.broker.onForgotten?.(world.view, copy.tag)
}

/** A copy that waits is gone. */
export function drop(world: World, copy: CopyState, reason: DropReason, cause: number): void {
  leave(world, copy)
  const actor = world.log.actor({ kind: 'queue', name: copy.queue })
  copy.cause = world.fact('message-dropped', actor, copy.task, cause, {
    tag: copy.tag,
    queue: copy.queue,
    reason,
  })
}
