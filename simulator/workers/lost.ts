import type { Micros } from '../kernel/units.ts'
import type { ExceptionInfo } from '../log/facts.ts'
import { wrappedTracebackText } from '../messages/traceback.ts'
import { dispatch } from '../world/delivery.ts'
import { exception } from '../world/errors.ts'
import { sendEvent } from '../world/events.ts'
import { isIn } from '../world/machines.ts'
import { loseSent } from '../world/lost-sendings.ts'
import { endProcess } from '../world/processes.ts'
import { moveCanvas } from '../world/publishing.ts'
import { ackRequest, moveRequest, rejectRequest, stateOfRequest } from '../world/requests.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { Act } from '../world/steps.ts'
import { closeRequest } from '../world/sweep.ts'
import type { World } from '../world/world.ts'
import { failureSteps } from './failures.ts'
import { feedPool } from './pools/feed.ts'
import { poolOf } from './pools/index.ts'
import { sharesPython } from './pools/pool.ts'
import { bringUp, callReceivers } from './receivers.ts'
import { finishIfIdle, killWorker } from './shutdown/stop.ts'

/** How long the pool takes to see that a process has gone. */
export const NOTICE: Micros = 50_000

/** A pool process is killed from outside (rule 3.35); what has no process of its own dies with its worker. */
export function killProcess(world: World, process: ProcessState, cause: number): void {
  const worker = world.worker(process.worker)
  process.cause = cause
  if (sharesPython(poolOf(worker))) killWorker(world, worker, cause)
  else loseProcess(world, process, { status: 'signal 9 (SIGKILL)', quiet: false })
}

/** How a process has ended, as the pool puts it. */
interface Ending {
  readonly status: string
  /** Exit code 0 is no news. */
  readonly quiet: boolean
}

/** A pool process is gone: the main process sees it and answers for its task (rules 3.28, 3.35). */
export function loseProcess(world: World, process: ProcessState, { status, quiet }: Ending): void {
  const { execution } = process
  const worker = world.worker(process.worker)
  const main = world.process(worker.main)
  main.cause = process.cause
  const log = (text: string): void => {
    world.step(main, { do: 'log', level: 'ERROR', text })
  }
  if (!quiet)
    log(`Process 'ForkPoolWorker-${process.slot}' pid:${process.pid} exited with '${status}'`)
  if (execution === null || isUnaccepted(process)) {
    if (execution !== null) worker.reserved.unshift(execution.request)
    replaceProcess(world, process, NOTICE)
    return
  }
  const request = world.request(execution.request)
  const error = exception('billiard.exceptions.WorkerLostError', [
    `Worker exited prematurely: ${status} Job: ${execution.job}.`,
  ])
  // It may have been accepted and not have begun.
  const state = stateOfRequest(world, request)
  if (isIn('task', state, 'started') || isIn('task', state, 'reserved'))
    moveRequest(world, request, 'LOSE')
  log(`Task handler raised error: ${error.repr}\n${wrappedTracebackText(error)}`)
  const runtime = world.now - execution.startedAt
  if (isRejectedWhenLost(main, request))
    tellFailure(world, request, { error, runtime, how: 'requeue' })
  else {
    failureSteps(world, main, request, { error, traceback: null, children: execution.children })
    tellFailure(world, request, { error, runtime, how: 'lost' })
  }
  replaceProcess(world, process, NOTICE)
}

/** Is its task in its pipe still? Then the pool hands it to another process (billiard's `on_job_process_down`). */
const isUnaccepted = ({ steps }: ProcessState): boolean =>
  steps.some(({ what }) => what === 'accept')

/** `reject_on_worker_lost`, of a task that acknowledges late (rule 3.28). */
function isRejectedWhenLost(main: ProcessState, request: RequestState): boolean {
  const own = main.app.tasks[request.context.task]?.options['reject_on_worker_lost']
  const wanted = (own ?? main.app.settings['task_reject_on_worker_lost']) === true
  return wanted && request.acksLate && !request.acknowledged
}

/** The main process's last word on a task whose process is gone. */
export function tellFailure(
  world: World,
  request: RequestState,
  told: Omit<Extract<Act, { do: 'given-up' }>, 'do' | 'request'>,
): void {
  const main = world.process(world.worker(request.worker).main)
  world.step(main, { do: 'given-up', request: request.index, ...told }, world.costs.complete)
}

/** The fact, the event, and what becomes of the message. */
export function giveUp(
  world: World,
  main: ProcessState,
  act: Extract<Act, { do: 'given-up' }>,
): void {
  const { error, runtime, how } = act
  const request = world.request(act.request)
  const worker = world.worker(request.worker)
  const uuid = request.context.id
  if (how === 'requeue' || how === 'returned') {
    if (how === 'returned') world.own(main, 'task-finished', request.task, { state: 'FAILURE' })
    main.cause = rejectRequest(world, request, true, main.cause)
  } else {
    failed(world, main, request, error, runtime)
    tellReceivers(world, main, request, error)
    if (how === 'timeout') world.own(main, 'task-finished', request.task, { state: 'FAILURE' })
    settle(world, worker, request)
    sendEvent(world, worker, 'task-failed', request.task, {
      uuid,
      exception: error.repr,
      traceback: null,
    })
  }
  closeRequest(world, request)
  feedPool(world, worker)
  dispatch(world)
}

/** The process cannot send its signals any more: the main process does (rule 3.35). */
function tellReceivers(
  world: World,
  main: ProcessState,
  { context }: RequestState,
  error: ExceptionInfo,
): void {
  const { id, task, args, kwargs } = context
  const { type, module } = error
  callReceivers(
    world,
    main,
    'task_failure',
    { kind: 'task', name: task },
    {
      task_id: id,
      exception: { exc_type: type, exc_module: module, exc_message: error.args },
      args,
      kwargs,
      traceback: null,
      einfo: null,
    },
  )
}

function failed(
  world: World,
  main: ProcessState,
  request: RequestState,
  error: ExceptionInfo,
  runtime: Micros,
): void {
  moveRequest(world, request, 'FAIL')
  moveCanvas(world, request.context, true)
  world.own(main, 'task-failed', request.task, { error, runtime })
}

/** Acknowledged late: acked, or with `acks_on_failure_or_timeout` off rejected (rule 3.27). */
function settle(world: World, worker: WorkerState, request: RequestState): void {
  if (request.acknowledged) return
  const main = world.process(worker.main)
  const own = main.app.tasks[request.context.task]?.options['acks_on_failure_or_timeout']
  const acks = (own ?? main.app.settings['task_acks_on_failure_or_timeout']) !== false
  main.cause = acks
    ? ackRequest(world, request, main.cause)
    : rejectRequest(world, request, false, main.cause)
}

/** A process whose receivers take too long to let it come up is killed (rule 3.32). */
export function checkAlive(world: World, process: ProcessState, generation: number): void {
  const { aside } = process
  if (process.generation !== generation || aside?.kind !== 'signal' || aside.then !== 'up') return
  const main = world.process(world.worker(process.worker).main)
  const text = `Timed out waiting for UP message from <ForkProcess(ForkPoolWorker-${process.slot}, started daemon)>`
  world.own(main, 'logged', -1, { level: 'ERROR', text })
  process.cause = main.cause
  loseProcess(world, process, { status: 'signal 9 (SIGKILL)', quiet: false })
}

/** A process ends and another takes its place a moment later. */
export function replaceProcess(world: World, process: ProcessState, after: Micros): void {
  endProcess(world, process, 'killed')
  loseSent(world, process)
  const worker = world.worker(process.worker)
  if (worker.stopping !== null) {
    // A pool that stops is not filled up.
    finishIfIdle(world, worker)
    return
  }
  const main = world.process(worker.main)
  world.step(main, { do: 'respawn', process: process.index }, 0, world.now + after)
}

/** The pool is as large as before. */
export function respawn(world: World, index: number): void {
  const process = world.process(index)
  if (!isIn('process', process.state, 'absent')) return
  bringUp(world, process, process.cause)
  const worker = world.worker(process.worker)
  feedPool(world, worker)
  finishIfIdle(world, worker)
  dispatch(world)
}
