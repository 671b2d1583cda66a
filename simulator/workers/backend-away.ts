import { seconds } from '../kernel/units.ts'
import { exception } from '../world/errors.ts'
import { refusal } from '../world/links.ts'
import { moveCanvas } from '../world/publishing.ts'
import { refused } from '../world/reconnect.ts'
import { moveRequest } from '../world/requests.ts'
import type { ProcessState } from '../world/state.ts'
import type { Step } from '../world/steps.ts'
import { serverOf, type World } from '../world/world.ts'
import { moveProcess } from '../world/processes.ts'
import { poolOf } from './pools/index.ts'
import { sharesPython } from './pools/pool.ts'
import { recycle } from './pools/recycle.ts'

/** redis-py's exception. */
const TYPE = 'redis.exceptions.ConnectionError'

/**
 * A step that needs the result backend, while nobody listens there: it fails, or with
 * `result_backend_always_retry` it is tried again (rule 6.13). True where it was one.
 */
export function failsAtBackend(world: World, process: ProcessState, step: Step): boolean {
  if (serverOf(world, step) !== 'backend' || world.backendOf(process).name !== 'redis') return false
  const error = refusal(world, process, 'backend')?.text
  if (error === undefined) return false
  const retries = process.app.settings['result_backend_always_retry'] === true
  process.cause = causeOfAbsence(world) ?? process.cause
  refused(world, process, 'backend', error, retries ? AGAIN : null)
  if (retries) world.again(process, step, world.now + AGAIN)
  else if (isOfTrace(process)) loseResult(world, process, error)
  else if (process.kind === 'worker') poolCallbackRaised(world, process, error)
  else process.failure = { type: TYPE, message: error }
  return true
}

/** Row of the fault that keeps the backend away. */
function causeOfAbsence({ state, actions }: World): number | null {
  const fault = state.faults.find(({ action, over }) => {
    const planned = actions[action]
    return !over && planned !== undefined && 'fault' in planned && planned.fault === 'backend-away'
  })
  return fault?.row ?? null
}

/** Is it the trace that stores, after the body? A body that stores something hears of it itself. */
const isOfTrace = ({ kind, execution, steps }: ProcessState): boolean =>
  kind === 'process' &&
  execution !== null &&
  !steps.some(({ what }) => what === 'answer') &&
  steps.some(({ what }) => what === 'conclude')

/** In the mean; the real pauses grow from 10 ms to 10 s by chance. */
const AGAIN = seconds(1)

/**
 * The trace itself fails where it stores: nothing after that happens, and the main process fails in its turn
 * where it would store that. An early or late acknowledgement is given all the same.
 */
function loseResult(world: World, process: ProcessState, text: string): void {
  const { execution } = process
  if (execution === null) return
  const request = world.request(execution.request)
  const last = process.steps.findIndex(({ what }) => what === 'conclude')
  const outcome = process.steps[last]?.outcome
  // An error of its own may have ended it already (rule 4.10).
  const isFinished = outcome?.kind === 'failed' && outcome.finished
  process.steps.splice(0, last + 1)
  const error = exception(TYPE, [text])
  const runtime = world.now - execution.startedAt
  world.own(process, 'logged', request.task, {
    level: 'WARNING',
    text: `celery/app/trace.py:784: RuntimeWarning: Exception raised outside body: ${error.repr}:\nTraceback (most recent call last):\n${TYPE}: ${text}\n\n  warn(RuntimeWarning(`,
  })
  world.own(process, 'task-internal-error', request.task, { error })
  moveRequest(world, request, 'FAIL')
  moveCanvas(world, request.context, true)
  world.own(process, 'task-failed', request.task, { error, runtime })
  if (!isFinished) world.own(process, 'task-finished', request.task, { state: 'FAILURE' })
  moveProcess(process, 'FREE')
  process.execution = null
  const main = world.process(world.worker(request.worker).main)
  const { complete, pipe } = world.costs
  const lost = {
    kind: 'failed',
    error,
    traceback: '',
    expected: false,
    runtime,
    finished: true,
  } as const
  // What shares its worker's Python tells it by itself, as where the result was stored.
  const teller = sharesPython(poolOf(world.worker(request.worker))) ? process : main
  world.usualEnd(
    teller,
    'completed',
    lost,
    request.index,
    process.cause,
    complete,
    world.now + pipe,
  )
  world.step(main, { do: 'log', level: 'ERROR', text: raisedText(text) }, 0, world.now + pipe)
  recycle(world, process)
}

function poolCallbackRaised(world: World, main: ProcessState, text: string): void {
  world.own(main, 'logged', -1, { level: 'ERROR', text: raisedText(text) })
}

const raisedText = (text: string): string =>
  `Pool callback raised exception: ConnectionError('${text}')\nTraceback (most recent call last):\n${TYPE}: ${text}`
