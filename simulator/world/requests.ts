import { acknowledge, reject } from './delivery.ts'
import { isIn, move } from './machines.ts'
import { letGo, moveTask } from './queues.ts'
import type { RequestState } from './state.ts'
import type { World } from './world.ts'

/**
 * Moves the task of a request through its machine. Once its message went back to the queue, the run that
 * goes on has a life of its own, beside that of the message (rules 2.27, 3.12).
 */
export function moveRequest(world: World, request: RequestState, event: string): void {
  if (request.taskState === null) moveTask(world, world.copy(request.tag), event)
  else
    request.taskState = move('task', request.taskState, event, world.log.tasks[request.task] ?? '')
}

/** Code of the state that the task of a request is in. */
export const stateOfRequest = (world: World, { taskState, tag }: RequestState): number =>
  taskState ?? world.copy(tag).taskState

/** Is a request's message still in its worker's hands, by the very delivery that made the request? */
export function holdsMessage(world: World, { tag, worker, delivery }: RequestState): boolean {
  const copy = world.copy(tag)
  return copy.worker === worker && copy.deliveredAs === delivery
}

/** A request's message is acknowledged; returns the row of what came of it. */
export function ackRequest(world: World, request: RequestState, cause: number): number {
  request.acknowledged = true
  const worker = world.worker(request.worker)
  if (holdsMessage(world, request)) return acknowledge(world, worker, request.tag, cause)
  return settleLate(world, request, cause)
}

/** A request's message is rejected; returns the row of what came of it. */
export function rejectRequest(
  world: World,
  request: RequestState,
  requeue: boolean,
  cause: number,
): number {
  request.acknowledged = true
  const worker = world.worker(request.worker)
  if (holdsMessage(world, request)) return reject(world, worker, request.tag, requeue, cause)
  return settleLate(world, request, cause)
}

/**
 * The connection that brought the message is gone, and the message was given back (rule 3.12). An AMQP
 * channel that is closed takes nothing any more. Redis forgets whatever has the message's delivery tag, and
 * that is the same in the next worker's hands: the new delivery counts as acknowledged (rule 2.26).
 */
function settleLate(world: World, request: RequestState, cause: number): number {
  const worker = world.worker(request.worker)
  const copy = world.copy(request.tag)
  const { tag, queue, task } = copy
  letGo(world, worker, copy)
  const taken = world.broker.acksByTag && isIn('delivery', copy.state, 'unacked')
  const row = world.fact('ack-void', worker.actor, task, cause, { tag, queue, refused: !taken })
  return taken ? acknowledge(world, worker, tag, row) : row
}
