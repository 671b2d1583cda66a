import { acknowledge, moveTask } from '../world/delivery.ts'
import { exception } from '../world/errors.ts'
import { sendEvent } from '../world/events.ts'
import { exceptionMeta, storeResult } from '../world/results.ts'
import type { RequestState, WorkerState } from '../world/state.ts'
import type { World } from '../world/world.ts'

/** `now > expires`, at receipt and again before it would run (rule 3.59). */
export const isExpired = (world: World, { expires }: RequestState): boolean =>
  expires !== null && world.now > expires

/** Drops an expired task: REVOKED is stored, the message acknowledged (rules 3.57, 3.59). */
export function revokeExpired(world: World, worker: WorkerState, request: RequestState): void {
  const main = world.process(worker.main)
  const { id, task } = request.context
  moveTask(world, world.copy(request.tag), 'REVOKE')
  const error = exception('celery.exceptions.TaskRevokedError', ['expired'])
  world.own(main, 'logged', request.task, {
    level: 'INFO',
    text: `Discarding revoked task: ${task}[${id}]`,
  })
  sendEvent(world, worker, 'task-revoked', request.task, {
    uuid: id,
    terminated: false,
    signum: null,
    expired: true,
  })
  storeResult(world, main, {
    id,
    state: 'REVOKED',
    result: exceptionMeta(error),
    error,
    request: request.context,
  })
  main.cause = acknowledge(world, worker, request.tag, main.cause)
  request.acknowledged = true
  request.cause = world.own(main, 'task-revoked', request.task, { reason: 'expired' })
}
