import type { Effect } from '../brokers/effects.ts'
import { initial, isIn, move } from './machines.ts'
import { add } from './pages.ts'
import { drop, enqueue, moveTask, release } from './queues.ts'
import type { CopyState } from './state.ts'
import type { WorkerState } from './worker-state.ts'
import { NONE, type World } from './world.ts'

/** A copy leaves the hands it was in, to go back to its queue. */
export function takeBack(world: World, copy: CopyState, by: WorkerState | null): void {
  release(world, copy, 'RESTORE', by)
  // A run of it that goes on has a life of its own from now on (rules 2.27, 3.12).
  const request = world.findRequest(copy.request)
  if (request !== null) request.taskState ??= copy.taskState
  // Still on its way to the worker: the task is where it was.
  if (!isIn('task', copy.taskState, 'sent')) moveTask(world, copy, 'RESTORE')
}

/**
 * A message goes back to all the queues it was published to (rule 2.27). The copy that was taken goes back
 * to its own, and so do those of killed workers; for every other queue there is a new one.
 */
export function redeliver(
  world: World,
  { tag, orphans, queues }: Extract<Effect, { do: 'redeliver' }>,
): void {
  const taken = world.copy(tag)
  const wire = queues.length > 1 && taken.wire === NONE ? tag : taken.wire
  const out = [taken, ...orphans.filter((one) => one !== tag).map((one) => world.copy(one))]
  for (const queue of queues) {
    const at = out.findIndex((copy) => copy.queue === queue)
    const [copy] = at < 0 ? [anotherCopy(world, taken, queue)] : out.splice(at, 1)
    if (copy === undefined) continue
    if (at >= 0) takeBack(world, copy, null)
    copy.wire = wire
    copy.redelivered = true
    enqueue(world, copy, 'overdue')
  }
  for (const copy of out) if (copy.worker === NONE) drop(world, copy, 'merged', copy.cause)
}

function anotherCopy(
  world: World,
  { message, task, priority, cause }: Pick<CopyState, 'message' | 'task' | 'priority' | 'cause'>,
  queue: string,
) {
  const copy: CopyState = {
    tag: world.state.copies.next,
    message,
    task,
    queue,
    priority,
    state: initial('delivery'),
    taskState: move('task', initial('task'), 'PUBLISH', message.headers.id),
    redelivered: true,
    worker: NONE,
    deliveredAs: 0,
    deliveredAt: 0,
    wire: NONE,
    request: NONE,
    cause,
    open: 0,
  }
  add(world.state.copies, copy)
  return copy
}

/** A message that was taken waits again, and the broker has forgotten that it ever was. */
export function untake(world: World, copy: CopyState, cause: number): void {
  takeBack(world, copy, null)
  copy.redelivered = false
  copy.cause = cause
  enqueue(world, copy, 'untaken')
}

/** A message that had been settled is there again, as a new one with the same content. */
export function revive(
  world: World,
  { message, queue, priority, redelivered, taken }: Extract<Effect, { do: 'revive' }>,
  cause: number,
): void {
  const { broker, state, view } = world
  const home = state.broker.queues[queue]
  if (home === undefined) return
  const task = world.log.task(message.headers.id)
  const copy = anotherCopy(world, { message, task, priority, cause }, queue)
  copy.redelivered = redelivered
  if (!taken) {
    enqueue(world, copy, 'revived')
    return
  }
  copy.state = move('delivery', copy.state, 'DELIVER', copy.tag)
  copy.deliveredAt = world.now
  home.unacked += 1
  broker.onRevived?.(view, copy.tag)
}

/** A message goes to the end of its queue and looks as if it had never been delivered (rule 2.31). */
export function returnLate(world: World, copy: CopyState): void {
  copy.redelivered = false
  enqueue(world, copy, 'returned')
}
