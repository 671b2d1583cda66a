import type { ExceptionInfo } from '../log/facts.ts'
import type { Micros } from '../kernel/units.ts'
import { pyrepr } from '../messages/repr.ts'
import { wrappedTracebackText } from '../messages/traceback.ts'
import { exception } from '../world/errors.ts'
import { interrupt } from '../world/processes.ts'
import { moveCanvas } from '../world/publishing.ts'
import { ackRequest, moveRequest } from '../world/requests.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import { closeRequest } from '../world/sweep.ts'
import type { World } from '../world/world.ts'
import { acksFailures } from './completion.ts'
import { failureSteps } from './failures.ts'
import { limitsOf } from './limits.ts'
import { replaceProcess, tellFailure } from './lost.ts'
import { poolOf } from './pools/index.ts'
import { titleOf } from './request-context.ts'
import { freeSlot } from './slot.ts'

/** Between SIGTERM and SIGKILL for a process over its hard limit (rule 3.38). */
const GRACE: Micros = 100_000

/**
 * The request, if this process still runs it and the main process looks after it: not while its signal
 * handler sleeps (rule 3.49).
 */
function running(world: World, process: ProcessState, index: number): RequestState | null {
  if (process.execution?.request !== index) return null
  return world.worker(process.worker).shutdown.softUntil === null ? world.request(index) : null
}

/** SoftTimeLimitExceeded is raised in the body, once (rule 3.37). */
export function softLimit(world: World, process: ProcessState, index: number): void {
  const request = running(world, process, index)
  if (request === null) return
  const { soft } = limitsOf(world, process, request)
  const main = world.process(world.worker(request.worker).main)
  main.cause = process.cause
  world.own(main, 'logged', request.task, {
    level: 'WARNING',
    text: `Soft time limit (${pyrepr(soft)}s) exceeded for ${titleOf(request.context)}`,
  })
  interrupt(world, process, 'billiard.exceptions.SoftTimeLimitExceeded')
}

/**
 * The process is killed and the main process stores the failure, twice: so do its errbacks run twice and a
 * chord part count twice (rule 3.38: documented otherwise).
 */
export function hardLimit(world: World, process: ProcessState, index: number): void {
  const { execution } = process
  const request = running(world, process, index)
  if (execution === null || request === null) return
  const worker = world.worker(request.worker)
  if (poolOf(worker).unit === 'greenlet') {
    interrupt(world, process, TIMEOUT)
    return
  }
  const { hard } = limitsOf(world, process, request)
  const main = world.process(worker.main)
  const error = exception('billiard.exceptions.TimeLimitExceeded', [hard])
  const failure = { error, traceback: null, children: execution.children }
  const log = (text: string): void => {
    world.step(main, { do: 'log', level: 'ERROR', text })
  }
  main.cause = process.cause
  log(`Task handler raised error: ${error.repr}\n${wrappedTracebackText(error)}`)
  failureSteps(world, main, request, failure)
  // Only one of the two where the message goes back (trace acks_late_hard_limit).
  const back = request.acksLate && !request.acknowledged && !acksFailures(main, request)
  log(`Hard time limit (${pyrepr(hard)}s) exceeded for ${titleOf(request.context)}`)
  if (!back) failureSteps(world, main, request, failure)
  const runtime = world.now - execution.startedAt
  tellFailure(world, request, { error, runtime, how: back ? 'returned' : 'timeout' })
  replaceProcess(world, process, GRACE)
}

/** What gevent raises in a body over its hard limit. */
const TIMEOUT = 'gevent.Timeout'

/** Has gevent's timeout left a body? */
export const isTimeout = ({ module, type }: ExceptionInfo): boolean =>
  module.startsWith('gevent') && type === 'Timeout'

/**
 * A greenlet over its hard limit: the failure is stored once, no event tells of it, and a late acknowledged
 * message is acknowledged, or stays with the worker where `acks_on_failure_or_timeout` is off.
 */
export function timedOut(world: World, process: ProcessState): void {
  const { execution } = process
  if (execution === null) return
  const request = world.request(execution.request)
  const { hard } = limitsOf(world, process, request)
  const main = world.process(world.worker(request.worker).main)
  const error = exception('billiard.exceptions.TimeLimitExceeded', [hard])
  const runtime = world.now - execution.startedAt
  world.own(process, 'task-finished', request.task, { state: 'FAILURE' })
  world.own(process, 'logged', request.task, {
    level: 'ERROR',
    text: `Hard time limit (${pyrepr(hard)}s) exceeded for ${titleOf(request.context)}`,
  })
  failureSteps(world, main, request, { error, traceback: null, children: execution.children })
  moveRequest(world, request, 'FAIL')
  moveCanvas(world, request.context, true)
  world.own(process, 'task-failed', request.task, { error, runtime })
  if (!request.acknowledged && acksFailures(main, request))
    process.cause = ackRequest(world, request, process.cause)
  if (request.acknowledged) closeRequest(world, request)
  freeSlot(world, process)
}
