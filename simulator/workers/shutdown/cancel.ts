import { exception } from '../../world/errors.ts'
import { sendEvent } from '../../world/events.ts'
import { isIn } from '../../world/machines.ts'
import { endProcess, interrupt } from '../../world/processes.ts'
import { exceptionMeta, storeResult } from '../../world/results.ts'
import type { ProcessState, RequestState } from '../../world/state.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { ignoresResult, storesErrors } from '../failures.ts'
import { poolOf } from '../pools/index.ts'
import { cannotKill, GREENLET_EXIT } from '../pools/kills.ts'

/** Does the worker hold a task that its pool has begun, as far as its main process knows? */
export const isActive = (world: World, worker: WorkerState): boolean =>
  busy(world, worker).length > 0 || unheard(world, worker).length > 0

const busy = (world: World, { pool }: WorkerState): ProcessState[] =>
  pool.map((index) => world.process(index)).filter(({ execution }) => execution !== null)

/** Requests whose end the main process has not come to yet. */
function unheard(world: World, worker: WorkerState): RequestState[] {
  const { steps } = world.process(worker.main)
  return steps.flatMap(({ what, about }) => (what === 'completed' ? [world.request(about)] : []))
}

/** Running tasks are cut off (rules 3.47 and 3.48); a pool that cannot do that says so. */
export function cancelActive(world: World, worker: WorkerState): void {
  const { unit, kills } = poolOf(worker)
  if (!kills) refuse(world, worker)
  else if (unit === 'greenlet') killGreenlets(world, worker)
  else {
    for (const request of unheard(world, worker)) {
      tellCancelled(world, worker, request)
      cancelled(world, world.process(worker.main), request)
    }
    for (const process of busy(world, worker)) killProcess(world, worker, process)
  }
}

function killProcess(world: World, worker: WorkerState, process: ProcessState): void {
  const { execution } = process
  if (execution === null || execution.terminated !== undefined) return
  if (isIn('process', process.state, 'idle')) {
    // Its task has not begun: the message goes back with the others.
    endProcess(world, process, 'shutdown')
    return
  }
  const request = world.request(execution.request)
  tellCancelled(world, worker, request)
  storeLater(world, worker, request)
  process.execution = { ...execution, terminated: 'TERM' }
  interrupt(world, process, 'builtins.SystemExit')
}

function tellCancelled(world: World, worker: WorkerState, request: RequestState): void {
  sendEvent(world, worker, 'task-cancelled', request.task, { uuid: request.context.id })
}

/** By then its process has gone. */
function storeLater(world: World, worker: WorkerState, request: RequestState): void {
  const act = { do: 'cancelled', request: request.index } as const
  world.step(world.process(worker.main), act, request.acksLate ? 0 : world.costs.backend)
}

/**
 * RETRY is stored for a task that was acknowledged before it ran, though nobody will retry it (rule 3.47).
 * Late acknowledged ones go back to the broker, and an event alone tells of them (rule 3.48).
 */
export function cancelled(world: World, main: ProcessState, request: RequestState): void {
  const { context, acksLate } = request
  const error = exception('celery.exceptions.Retry', ['Retry(Retry(...), None, None)', null, null])
  const stores = !acksLate && (!ignoresResult(context) || storesErrors(main, context))
  if (stores)
    storeResult(world, main, {
      id: context.id,
      state: 'RETRY',
      result: exceptionMeta(error),
      error,
      request: context,
    })
  world.own(main, 'task-cancelled', request.task, { requeued: acksLate })
}

/**
 * What the signal handler does is impossible in the event loop of greenlets: it fails at the first task whose
 * state it would store, or at last when it would wait. So the worker stops the warm way, with the tasks that
 * are still there (seen with Celery 5.6.3, documented otherwise).
 */
function killGreenlets(world: World, worker: WorkerState): void {
  for (const process of busy(world, worker)) {
    const { execution } = process
    if (execution === null || execution.terminated !== undefined) continue
    const request = world.request(execution.request)
    process.execution = { ...execution, terminated: 'KILL' }
    interrupt(world, process, GREENLET_EXIT)
    if (!request.acksLate) break
    tellCancelled(world, worker, request)
  }
  const gevent = worker.options.pool === 'gevent'
  fall(
    world,
    worker,
    gevent
      ? "BlockingSwitchOutError('Impossible to call blocking function in the event loop callback')"
      : "AssertionError('Cannot switch to MAINLOOP from MAINLOOP')",
  )
  worker.reserved = []
}

/** Threads cannot be killed, and the solo pool's task is where the signal handler runs. */
function refuse(world: World, worker: WorkerState): void {
  const [running] = busy(world, worker)
  if (running === undefined) return
  const message = cannotKill(worker)
  if (poolOf(worker).unit === 'thread') {
    fall(world, worker, `NotImplementedError("${message}")`)
    return
  }
  interrupt(world, running, 'builtins.NotImplementedError', message)
  worker.stopping = 'warm'
}

/** The main loop has fallen over: what is left is a warm stop with exit code 1. */
function fall(world: World, worker: WorkerState, error: string): void {
  world.own(world.process(worker.main), 'logged', -1, {
    level: 'CRITICAL',
    text: `Unrecoverable error: ${error}`,
  })
  worker.stopping = 'warm'
  worker.shutdown.exitCode = 1
}
