import { dispatch } from '../world/delivery.ts'
import { sendEvent } from '../world/events.ts'
import { ackRequest, rejectRequest } from '../world/requests.ts'
import { pythonSeconds } from '../messages/seconds.ts'
import type { Json } from '../messages/json.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { Outcome } from '../world/steps.ts'
import { closeRequest } from '../world/sweep.ts'
import type { World } from '../world/world.ts'
import { lookLater } from './autoscale.ts'
import { feedPool } from './pools/feed.ts'
import { goOn } from './pools/go-on.ts'
import { poolOf } from './pools/index.ts'
import { finishIfIdle } from './shutdown/stop.ts'

/** The main process hears that a try is over: it acknowledges late, sends the event, frees the slot. */
export function completed(
  world: World,
  main: ProcessState,
  index: number,
  outcome: Outcome,
  cause: number,
): void {
  const request = world.request(index)
  const worker = world.worker(request.worker)
  main.cause = cause
  settle(world, worker, request, outcome)
  const event = worker.tuning.events ? eventOf(outcome) : null
  if (event !== null)
    sendEvent(world, worker, event.type, request.task, {
      uuid: request.context.id,
      ...event.fields,
    })
  closeRequest(world, request)
  slotFree(world, worker)
}

/** A slot of the pool is free again: what waits goes on. */
export function slotFree(world: World, worker: WorkerState): void {
  const { unit, waiting } = poolOf(worker)
  if (unit === 'main') {
    const main = world.process(worker.main)
    main.halted = false
    world.scheduleStep(main)
  }
  feedPool(world, worker)
  lookLater(world, worker)
  finishIfIdle(world, worker)
  if (waiting === 'blocking') goOn(world, worker)
  dispatch(world)
}

/** What becomes of a message that is not acknowledged yet; an early one whatever came of it (rules 3.27, 3.29). */
function settle(world: World, worker: WorkerState, request: RequestState, outcome: Outcome): void {
  if (request.acknowledged) return
  const main = world.process(worker.main)
  if (!request.acksLate) main.cause = ackRequest(world, request, main.cause)
  else if (outcome.kind === 'rejected')
    main.cause = rejectRequest(world, request, outcome.requeue, main.cause)
  else if (outcome.kind === 'failed' && !acksFailures(main, request))
    main.cause = rejectRequest(world, request, false, main.cause)
  else main.cause = ackRequest(world, request, main.cause)
}

/** `acks_on_failure_or_timeout` of a request's task (rule 3.27). */
export function acksFailures(main: ProcessState, request: RequestState): boolean {
  const own = main.app.tasks[request.context.task]?.options['acks_on_failure_or_timeout']
  return (own ?? main.app.settings['task_acks_on_failure_or_timeout']) !== false
}

interface TaskEvent {
  readonly type: string
  readonly fields: { readonly [name: string]: Json }
}

/** The event that a monitor sees; Ignore has none, and Reject only what `settle` does (rules 3.29, 4.8). */
function eventOf(outcome: Outcome): TaskEvent | null {
  if (outcome.kind === 'succeeded') {
    const runtime = { $num: pythonSeconds(outcome.runtime) }
    return { type: 'task-succeeded', fields: { result: outcome.repr, runtime } }
  }
  if (outcome.kind === 'skipped')
    return { type: 'task-succeeded', fields: { result: null, runtime: null } }
  if (outcome.kind === 'failed' && outcome.untold !== true) {
    const { error, traceback } = outcome
    return { type: 'task-failed', fields: { exception: error.repr, traceback } }
  }
  if (outcome.kind === 'retried') {
    const { error } = outcome
    return { type: 'task-retried', fields: { exception: error?.repr ?? null, traceback: null } }
  }
  return null
}
