import { afterSuccess } from '../canvas/callbacks.ts'
import { isObject } from '../messages/json.ts'
import { pyrepr } from '../messages/repr.ts'
import { exception } from '../world/errors.ts'
import { moveProcess } from '../world/processes.ts'
import { stored } from '../world/stored.ts'
import { canvasContext, sendAll } from '../world/publishing.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { internalError } from './trace.ts'

/**
 * Has a message that was delivered again been done already? `worker_deduplicate_successful_tasks`, for tasks
 * that acknowledge late, and a backend that keeps what it stores (rule 3.31).
 */
export function isDuplicate(world: World, process: ProcessState, request: RequestState): boolean {
  const { settings, tasks } = process.app
  if (settings['worker_deduplicate_successful_tasks'] !== true) return false
  // The context of a task of a load is made when somebody looks: not before it is needed.
  const { context, name } = request
  const late = settings['task_acks_late'] === true || tasks[name]?.options['acks_late'] === true
  const { enabled, readers } = world.backendOf(process)
  if (!late || !enabled || readers === 'publisher') return false
  const delivery = context['delivery_info']
  if (!isObject(delivery ?? null) || (delivery as { redelivered?: unknown }).redelivered !== true)
    return false
  return stored(world, process, context.id)?.status === 'SUCCESS'
}

/**
 * It is acknowledged unrun. What follows it goes out, with the result that is stored, unless that says that
 * it has gone out before (rule 3.31; trace dedup).
 */
export function skipDuplicate(world: World, process: ProcessState, request: RequestState): void {
  moveProcess(process, 'RUN')
  const { context } = request
  const meta = stored(world, process, context.id)
  if ((meta?.children?.length ?? 0) === 0) {
    const result = meta?.result ?? null
    const canvas = canvasContext(world, process, world.now)
    const sent = afterSuccess(context, result, pyrepr(result), canvas)
    const error = sendAll(world, process, sent, canvas, world.now)
    if (error !== null) {
      internalError(world, process, exception(error.error.type, [error.error.message]))
      return
    }
  }
  world.usualEnd(
    process,
    'conclude',
    { kind: 'skipped' },
    undefined,
    undefined,
    world.costs.backend,
  )
}
