import { retryPlan } from '../canvas/retry.ts'
import { assert } from '../kernel/assert.ts'
import { fromIso } from '../kernel/clock.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import { toNumber } from '../messages/json.ts'
import { isPythonError, orPythonError } from '../messages/python-error.ts'
import type { Raised, Tells } from '../program.ts'
import { pauseOf } from '../world/models.ts'
import { canvasContext, requestOf, sendAll } from '../world/publishing.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'

/** `Task.retry`: the next try leaves now, while the body still runs (rule 4.7). */
export function retryTask(
  world: World,
  process: ProcessState,
  say: Tells['retry']['say'],
  at: Micros,
): Tells['retry']['hear'] {
  const request = requestOf(world, process)
  const { execution } = process
  assert(request !== null && execution !== null, 'a retry happens in a task')
  const task = process.app.tasks[request.task]
  assert(task !== undefined, `${request.task} is registered where it runs`)
  const moment = Math.max(process.tail, at)
  const context = canvasContext(world, process, moment)
  // A float crosses as text: see simulator/messages/json.ts.
  const numbers = { countdown: toNumber(say.countdown), maxRetries: toNumber(say.maxRetries) }
  const stream = world.streams.stream(`retry ${process.name}`)
  const plan = orPythonError(() =>
    retryPlan(request, { ...say, ...numbers }, task, context, stream),
  )
  if (isPythonError(plan)) return plan
  if (plan.kind === 'exceeded') return plan
  const error = sendAll(world, process, plan.applied, context, at, say.at)
  if (error !== null) return error
  const due = plan.countdown === null ? dueAt(say.eta, moment) : moment + seconds(plan.countdown)
  process.execution = { ...execution, retry: { due, error: say.error, wait: plan.wait } }
  return { kind: 'retry', countdown: plan.countdown, retries: plan.retries }
}

const dueAt = (eta: string | null, fallback: Micros): Micros =>
  eta === null ? fallback : (fromIso(eta) ?? fallback)

/**
 * A modelled try that failed is tried again where its task says `autoretry_for`, as Celery's wrapper of a
 * body does (rules 4.27, 4.28): Retry takes the place of the exception, until there is no try left.
 */
export function autoretried(world: World, process: ProcessState, error: Raised): Raised {
  const task = requestOf(world, process)?.task
  const options = task === undefined ? undefined : process.app.tasks[task]?.options
  if (options?.['autoretry_for'] !== true || error.type === 'SystemExit') return error
  const { type, module, args, repr, message, frames } = error
  const own = process.execution && pauseOf(world, world.request(process.execution.request))
  const heard = retryTask(
    world,
    process,
    {
      args: null,
      kwargs: null,
      error: { type, module, args, repr, message, frames },
      countdown: own?.countdown ?? null,
      eta: null,
      maxRetries: own === null ? null : own.tries - 1,
      auto: own === null,
      options: {},
    },
    world.now,
  )
  if (!('kind' in heard) || heard.kind === 'exceeded') return error
  const text = `Retry in ${heard.countdown ?? 0}s: ${repr}`
  return { ...error, message: text, command: { kind: 'retry' } }
}
