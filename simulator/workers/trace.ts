import type { ExceptionInfo } from '../log/facts.ts'
import type { Encoded, Raised, RequestContext } from '../program.ts'
import { afterSuccess } from '../canvas/callbacks.ts'
import { assert, contradict } from '../kernel/assert.ts'
import { toWire } from '../messages/build.ts'
import type { Json } from '../messages/json.ts'
import { tracebackText } from '../messages/traceback.ts'
import { exception } from '../world/errors.ts'
import { arrow } from '../world/machines.ts'
import { moveProcess } from '../world/processes.ts'
import { canvasContext, sendAll } from '../world/publishing.ts'
import { useReplyQueue } from '../world/reply-queue.ts'
import { exceptionMeta } from '../world/results.ts'
import type { Execution, ProcessState, RequestState } from '../world/state.ts'
import type { Outcome } from '../world/steps.ts'
import type { World } from '../world/world.ts'
import { tellOutcome } from './outcomes.ts'
import { poolOf } from './pools/index.ts'
import { sharesPython } from './pools/pool.ts'
import { recycle } from './pools/recycle.ts'
import { countStep, failureSteps, ignoresResult, storeStep } from './failures.ts'

interface Running {
  readonly execution: Execution
  readonly request: RequestState
  readonly context: RequestContext
}

function running(world: World, process: ProcessState): Running {
  const { execution } = process
  if (execution === null) contradict(`${process.name} runs no task`)
  const request = world.request(execution.request)
  return { execution, request, context: request.context }
}

/** The body returned: callbacks and the next step of a chain go out, then the result is stored (rule 4.4). */
export function bodyReturned(world: World, process: ProcessState, value: Encoded): void {
  if (process.execution?.modelled === true && returnShared(world, process)) return
  const { execution, request, context } = running(world, process)
  if (execution.retry !== null)
    world.noteMistake(process, 'retry-swallowed', { task: context.task })
  const runtime = world.now - execution.startedAt
  const canvas = canvasContext(world, process, world.now)
  const json = 'json' in value ? value.json : unwritable(value)
  const dispatched = afterSuccess(context, json, value.repr, canvas)
  // What was sent before an exception stays sent.
  const error = sendAll(world, process, dispatched, canvas, world.now)
  if (error !== null) {
    // Where its stack is still there it hears of it, as of any exception outside of the body.
    if (execution.after !== null) world.step(process, { do: 'go-on', error: error.error })
    else if (error.error.type === ENCODE_ERROR) {
      // Where the value is what a callback cannot be sent with, nothing is stored before (rule 4.10b).
      const info = value.error ?? exception(ENCODE_ERROR, [error.error.message])
      fail(world, process, info, tracebackText(info), false)
    } else internalError(world, process, exception(error.error.type, [error.error.message]))
    return
  }
  if (value.error !== undefined) {
    refuseResult(world, process, value.error)
    return
  }
  const result = 'exact' in value ? storable(process, json) : json
  const write = { id: context.id, state: 'SUCCESS', result, request: context }
  storeStep(world, process, { ...write, children: execution.children })
  countStep(world, process, request, { state: 'SUCCESS', result, failure: null })
  over(world, process, { kind: 'succeeded', result: json, repr: value.repr, runtime })
}

const ENCODE_ERROR = 'kombu.exceptions.EncodeError'

/** A value that JSON cannot hold, for callbacks: an immutable one does not mind. */
const unwritable = ({
  repr,
  error,
}: Extract<Encoded, { readonly error: ExceptionInfo }>): Json => ({
  $ref: '',
  repr,
  why: { type: 'builtins.TypeError', message: error.message },
})

/** What links were given exactly is stored as JSON has it, where that is the serializer of results. */
const storable = ({ app }: ProcessState, value: Json): Json =>
  (app.settings['result_serializer'] ?? 'json') === 'json' ? toWire(value) : value

/** What follows from a body's end is in line: its last words come next, or its handlers first. */
function over(world: World, process: ProcessState, outcome: Outcome): void {
  const after = process.execution?.after
  if (after == null) world.usualEnd(process, 'conclude', outcome)
  else {
    after.outcome = outcome
    world.step(process, { do: 'go-on', error: null })
  }
}

/**
 * A modelled body has come to its end whose message is shared by a series: nothing follows from it but its
 * result. False for any other.
 */
function returnShared(world: World, process: ProcessState): boolean {
  const { execution } = process
  if (execution === null) return false
  const { template } = world.request(execution.request)
  if (template?.shared === undefined) return false
  const runtime = world.now - execution.startedAt
  useReplyQueue(world, process)
  if (!template.headers.ignore_result)
    world.usual(process, 'store-shared', execution.request, world.costs.backend)
  world.usualEnd(process, 'conclude', {
    kind: 'succeeded',
    result: null,
    repr: 'None',
    runtime,
  })
  return true
}

/** The result cannot be encoded: storing SUCCESS was tried, FAILURE is stored (rule 4.10b). */
function refuseResult(world: World, process: ProcessState, error: ExceptionInfo): void {
  const { context } = running(world, process)
  if (!ignoresResult(context))
    world.own(process, 'state-stored', world.taskOf(process), {
      state: 'SUCCESS',
      result: null,
      kept: false,
    })
  if (process.execution?.after == null) fail(world, process, error, tracebackText(error), false)
  // It raises that itself, where its handlers hear of it.
  else world.step(process, { do: 'go-on', error: null })
}

/** Something outside the body raised: the trace ends first, then the task fails (rule 4.10). */
export function internalError(world: World, process: ProcessState, error: ExceptionInfo): void {
  const task = world.taskOf(process)
  world.own(process, 'task-finished', task, { state: 'SUCCESS' })
  world.own(process, 'task-internal-error', task, { error })
  fail(world, process, error, tracebackText(error), false, true)
}

/** The body raised: Retry, Ignore and Reject are commands, everything else is a failure (rules 4.5 to 4.9). */
export function bodyRaised(world: World, process: ProcessState, error: Raised): void {
  const { command } = error
  if (command === undefined) fail(world, process, error, error.traceback, error.expected)
  else if (command.kind === 'retry') retried(world, process, error)
  else if (command.kind === 'ignore')
    over(world, process, { kind: 'ignored', reason: command.reason })
  else {
    const { reason, requeue } = command
    over(world, process, { kind: 'rejected', reason, requeue, traceback: error.traceback })
  }
}

/** The next try was published inside `retry()`; now RETRY is stored (rule 4.7). */
function retried(world: World, process: ProcessState, raised: Raised): void {
  const { execution, context } = running(world, process)
  const cause = execution.retry?.error ?? null
  const write = {
    id: context.id,
    state: 'RETRY',
    result: cause === null ? null : exceptionMeta(cause),
    traceback: raised.traceback,
    request: context,
    ...(cause === null ? {} : { error: cause }),
  }
  storeStep(world, process, { ...write, children: execution.children })
  const due = execution.retry?.due ?? world.now
  over(world, process, {
    kind: 'retried',
    error: cause,
    message: raised.message,
    due,
    ...(execution.retry === null ? {} : { wait: execution.retry.wait }),
  })
}

/**
 * Stores FAILURE, counts the chord part, marks the rest of the chain, calls the errbacks (rule 4.5).
 */
export function fail(
  world: World,
  process: ProcessState,
  error: ExceptionInfo,
  traceback: string,
  expected: boolean,
  finished = false,
): void {
  const { execution, request } = running(world, process)
  const runtime = world.now - execution.startedAt
  failureSteps(world, process, request, { error, traceback, children: execution.children })
  over(world, process, {
    kind: 'failed',
    error,
    traceback,
    expected,
    runtime,
    finished,
  })
}

const FREE = arrow('process', 'FREE')

/** Celery's line about a try whose handlers are not done yet. */
export function tellEnd(world: World, process: ProcessState): void {
  const { execution, request } = running(world, process)
  const { after } = execution
  assert(after?.outcome != null, 'the body is over')
  after.told = true
  tellOutcome(world, process, request, after.outcome)
}

/** Its handlers are done too. */
export function handlersOver(world: World, process: ProcessState): void {
  const outcome = process.execution?.after?.outcome
  assert(outcome != null, 'the body is over')
  world.usualEnd(process, 'conclude', outcome)
}

/** The last words of a try: its fact, Celery's log line, signal task_postrun; the process is free. */
export function conclude(world: World, process: ProcessState, outcome: Outcome): void {
  const { execution } = process
  assert(execution !== null, 'a process that runs a task ends it')
  const request = world.request(execution.request)
  if (execution.after?.told !== true) tellOutcome(world, process, request, outcome)
  const silent = outcome.kind === 'failed' ? outcome.finished : outcome.kind === 'skipped'
  if (!silent) sayFinished(world, process, request, outcome)
  moveProcess(process, FREE)
  process.execution = null
  const worker = world.worker(process.worker)
  // A thread acknowledges and tells by itself; of a child process the main process hears.
  const teller = sharesPython(poolOf(worker)) ? process : world.process(worker.main)
  const { complete, pipe } = world.costs
  const { request: about } = execution
  world.usualEnd(teller, 'completed', outcome, about, process.cause, complete, world.now + pipe)
  recycle(world, process)
}

function sayFinished(
  world: World,
  process: ProcessState,
  request: RequestState,
  { kind }: Outcome,
): void {
  const shape = request.template?.shared?.rows.finished
  if (shape !== undefined && kind === 'succeeded') world.ownRow(process, request.task, shape, 0)
  else world.own(process, 'task-finished', request.task, { state: STATES[kind] })
}

/** Celery's states of a finished trace (rules 4.4 to 4.9). */
const STATES = {
  succeeded: 'SUCCESS',
  failed: 'FAILURE',
  retried: 'RETRY',
  ignored: 'IGNORED',
  rejected: 'REJECTED',
  skipped: 'SUCCESS',
} as const satisfies Record<Outcome['kind'], string>
