import { acknowledge, acknowledgeLate, reject } from './delivery.ts'
import { sendEvent } from './events.ts'
import { type Arrow, follow, isFinal, isIn, move } from './machines.ts'
import { letGo, moveTask } from './queues.ts'
import { restorePrefetch } from './reduced-prefetch.ts'
import type { RequestState } from './state.ts'
import type { WorkerState } from './worker-state.ts'
import type { World } from './world.ts'

/**
 * Moves the task of a request through its machine. Once its message went back to the queue, the run that
 * goes on has a life of its own, beside that of the message (rules 2.27, 3.12).
 */
export function moveRequest(world: World, request: RequestState, event: string | Arrow): void {
  if (request.taskState === null) moveTask(world, request.copy, event)
  else if (typeof event === 'string')
    request.taskState = move('task', request.taskState, event, request.task)
  else request.taskState = follow(event, request.taskState, request.task)
}

/** Code of the state that the task of a request is in. */
export const stateOfRequest = (_world: World, { taskState, copy }: RequestState): number =>
  taskState ?? copy.taskState

/** Is a request's message still in its worker's hands, by the very delivery that made the request? */
export function holdsMessage(_world: World, { copy, worker, delivery }: RequestState): boolean {
  return copy.worker === worker && copy.deliveredAs === delivery
}

/** A request's message is acknowledged; returns the row of what came of it. */
export function ackRequest(world: World, request: RequestState, cause: number): number {
  const worker = settling(world, request)
  if (mayTell(world, request)) return acknowledge(world, worker, request.tag, cause)
  return settleLate(world, request, 'ack', cause)
}

/** A request's message is rejected, and monitors hear of it; returns the row of what came of it. */
export function rejectRequest(
  world: World,
  request: RequestState,
  requeue: boolean,
  cause: number,
): number {
  const worker = settling(world, request)
  const row = mayTell(world, request)
    ? reject(world, worker, request.tag, requeue, cause)
    : settleLate(world, request, requeue ? 'requeue' : 'reject', cause)
  const uuid = request.context.id
  sendEvent(world, worker, 'task-rejected', request.task, { uuid, requeue })
  return row
}

/** Over a connection that its worker has lost, nothing can be told any more, whatever the broker believes. */
const mayTell = (world: World, request: RequestState): boolean =>
  holdsMessage(world, request) &&
  (world.state.network.ghosts.length === 0 ||
    world.process(world.worker(request.worker).main).connected.broker)

function settling(world: World, request: RequestState): WorkerState {
  request.acknowledged = true
  const worker = world.worker(request.worker)
  if (request.makesRoom) restorePrefetch(world, worker)
  return worker
}

/**
 * The message was given back meanwhile: its connection is gone, or its visibility timeout is over (rules
 * 2.27, 3.12). An AMQP channel that is closed takes nothing any more. Redis does to the message's delivery
 * tag what it is told, and that is the same in the next worker's hands: the new delivery counts as
 * acknowledged, or goes back to the queue in its turn (rule 2.26).
 */
function settleLate(world: World, request: RequestState, how: How, cause: number): number {
  const worker = world.worker(request.worker)
  const copy = world.copy(request.tag)
  const { tag, queue, task } = copy
  // A channel that is closed has nothing to do with what its worker holds now.
  const isOpen = request.delivery >= worker.dial.firstDelivery
  if (world.broker.countsInClient && isOpen) letGo(world, worker, copy)
  const tell = (detail: {
    readonly refused: boolean
    readonly finds?: 'waiting' | 'settled' | 'again'
  }) => world.fact('ack-void', worker.actor, task, cause, { tag, queue, ...detail })
  if (world.broker.driver === 'amqp') sayRefused(world, worker, request, how)
  if (!world.broker.acksByTag)
    return tell(world.broker.countsInClient ? { refused: true, finds: 'again' } : { refused: true })
  if (!isIn('delivery', copy.state, 'unacked'))
    return tell({ refused: true, finds: isFinal('delivery', copy.state) ? 'settled' : 'waiting' })
  const row = tell({ refused: false })
  if (how === 'ack') return acknowledgeLate(world, worker, tag, row)
  const holder = world.findRequest(copy.request)
  if (holder !== null) holder.taskState ??= copy.taskState
  return reject(world, worker, tag, how === 'requeue', row)
}

/** What kombu says of a channel that is closed: deliveries are counted from 1 in each. */
function sayRefused(world: World, worker: WorkerState, request: RequestState, how: How): void {
  const { firstDelivery, before } = worker.dial
  const first = request.delivery >= firstDelivery ? firstDelivery : before
  const number = request.delivery - first + 1
  const tried = how === 'ack' ? `ack ${number}, reason:` : `reject ${number}, reason: `
  const reason = "RecoverableConnectionError(None, 'connection already closed', None, '')"
  const text = `Couldn't ${tried}${reason}\nTraceback (most recent call last):\namqp.exceptions.RecoverableConnectionError: connection already closed`
  world.own(world.process(worker.main), 'logged', request.task, { level: 'CRITICAL', text })
}

/** What a worker does with a message that it is done with. */
type How = 'ack' | 'reject' | 'requeue'
