import { exception } from '../world/errors.ts'
import { sendEvent } from '../world/events.ts'
import { isIn } from '../world/machines.ts'
import { isQuiet } from '../world/processes.ts'
import { moveRequest } from '../world/requests.ts'
import { exceptionMeta, storeResult } from '../world/results.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { ignoresResult, storesErrors } from './failures.ts'
import { NOTICE, replaceProcess } from './lost.ts'
import { titleOf } from './request-context.ts'

/**
 * What runs and can no longer be acknowledged, for its connection is gone: by default it goes on, which Celery
 * warns of; with `worker_cancel_long_running_tasks_on_connection_loss` it is cut off (rule 3.12).
 */
export function cancelUnackable(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  if (main.app.settings['worker_cancel_long_running_tasks_on_connection_loss'] !== true) {
    warn(world, worker, main)
    return
  }
  for (const index of worker.pool) {
    const process = world.process(index)
    if (process.execution === null) continue
    const request = world.request(process.execution.request)
    if (request.acksLate && !request.acknowledged) cancel(world, worker, process, request)
  }
}

/** Python shows a warning of one place once per process. */
function warn(world: World, worker: WorkerState, main: ProcessState): void {
  if (worker.dial.warned) return
  worker.dial.warned = true
  world.own(main, 'logged', -1, { level: 'WARNING', text: BY_DEFAULT })
}

const BY_DEFAULT = `celery/worker/consumer/consumer.py:397: CPendingDeprecationWarning: 
In Celery 5.1 we introduced an optional breaking change which
on connection loss cancels all currently executed tasks with late acknowledgement enabled.
These tasks cannot be acknowledged as the connection is gone, and the tasks are automatically redelivered
back to the queue. You can enable this behavior using the worker_cancel_long_running_tasks_on_connection_loss
setting. In Celery 5.1 it is set to False by default. The setting will be set to True by default in Celery 6.0.
  warnings.warn(CANCEL_TASKS_BY_DEFAULT, CPendingDeprecationWarning)`

function cancel(
  world: World,
  worker: WorkerState,
  process: ProcessState,
  request: RequestState,
): void {
  const main = world.process(worker.main)
  const { context } = request
  const text = `Task ${titleOf(context)} cannot be acknowledged after a connection loss since late acknowledgement is enabled for it.\nTerminating it instead.\n`
  world.own(main, 'logged', request.task, { level: 'WARNING', text })
  sendEvent(world, worker, 'task-cancelled', request.task, { uuid: context.id })
  const error = exception('celery.exceptions.Retry', ['Retry(Retry(...), None, None)', null, null])
  if (!ignoresResult(context) || storesErrors(main, context))
    storeResult(world, main, {
      id: context.id,
      state: 'RETRY',
      result: exceptionMeta(error),
      error,
      request: context,
    })
  // The signal raises SystemExit in the process, whose trace ends with task_postrun.
  if (process.wait !== null && !isQuiet(process.wait.kind))
    world.own(process, 'body-resumed', request.task, {})
  if (!isIn('process', process.state, 'idle'))
    world.own(process, 'task-finished', request.task, { state: 'RETRY' })
  moveRequest(world, request, 'RETRY')
  // Its message has gone back and is its next try, from now on.
  const { retries } = context
  world.own(main, 'task-retried', request.task, { error: null, due: world.now, retries })
  replaceProcess(world, process, NOTICE)
}
