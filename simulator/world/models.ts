import { contradict } from '../kernel/assert.ts'
import { draw } from '../kernel/random.ts'
import type { Micros } from '../kernel/units.ts'
import type { ModelledCall } from '../cluster/model-spec.ts'
import type { Answer, Raised, ResumeValue, Wait } from '../program.ts'
import { serviceOf } from '../services/index.ts'
import type { Model } from '../modelled/model.ts'
import { exception } from './errors.ts'
import { occupy, vacate } from './hosts.ts'
import type { ServiceAnswer } from './service-state.ts'
import type { ProcessState, RequestState } from './state.ts'
import type { Act } from './steps.ts'
import type { World } from './world.ts'

/** Which draw of a try is for what. */
export const DURATION = 0
export const FAILURE = 1
const JITTER = 2

/** How long a try of a task runs: it hangs on seed, task and try alone, so two policies meet the same luck. */
export const durationOf = (world: World, model: Model, task: number, attempt: number): Micros =>
  model.duration.at(draw(world.state.course.luck, task, attempt, DURATION))

/** Was this try drawn to fail? */
const isFailure = (world: World, { task: { failure } }: Model, task: number, attempt: number) =>
  failure > 0 && draw(world.state.course.luck, task, attempt, FAILURE) < failure

/** Every process knows the modelled tasks as if its module declared them; what that declares itself stays. */
export function registerModels(world: World, { app }: ProcessState): void {
  for (const { task } of world.models.values())
    app.tasks[task.name] ??= {
      name: task.name,
      parameters: null,
      bound: false,
      newStyleErrback: false,
      options: task.options,
    }
}

/**
 * A modelled body begins: what it will come to and when is known already, so the step that ends it is all
 * it takes. The other steps are those of every task.
 */
export function runModelled(
  world: World,
  process: ProcessState,
  request: RequestState,
  model: Model,
): void {
  const { execution } = process
  if (execution === null) contradict(`${process.name} runs no task`)
  execution.modelled = true
  const { task } = request
  const attempt = (request.template?.headers ?? request.context).retries
  const duration = durationOf(world, model, task, attempt)
  const fails = isFailure(world, model, task, attempt)
  const { call } = model.task
  occupy(world, process, model.task, Math.round(duration * (call?.at ?? 1)))
  if (call === undefined) world.step(process, fails ? RAISED : RETURNED, 0, world.now + duration)
  else world.step(process, asking(world, call), 0, world.now + Math.round(duration * call.at))
}

/** The body comes to its call and waits for what is answered. */
function asking(world: World, { service, operation, subject }: ModelledCall): Act {
  const kind = world.cluster.services?.find(({ name }) => name === service)?.kind ?? 'http'
  const wait: Wait = {
    kind: 'service',
    service: serviceOf(kind)?.protocol ?? kind,
    host: service,
    operation,
    subject,
    arguments: {},
    connection: 0,
    timeout: null,
  }
  return { do: 'answer', to: 'task', answer: { kind: 'parked', spent: 0, wait } }
}

/** Its service has answered, or never will: the body goes on to its end, or raises. */
export function goOnModelled(world: World, process: ProcessState, value: ResumeValue): void {
  const { execution } = process
  if (execution === null) contradict(`${process.name} runs no task`)
  const request = world.request(execution.request)
  const model = world.models.get(request.name)
  if (model === undefined) contradict(`${request.name} is modelled`)
  const error = value.kind === 'service' ? errorOf(value) : null
  if (error !== null) {
    world.step(process, raising(error))
    return
  }
  const { task } = request
  const attempt = (request.template?.headers ?? request.context).retries
  const rest = 1 - (model.task.call?.at ?? 1)
  const left = Math.round(durationOf(world, model, task, attempt) * rest)
  const end = world.now + left
  occupy(world, process, model.task, left)
  world.step(process, isFailure(world, model, task, attempt) ? RAISED : RETURNED, 0, end)
}

/** What a client raises that was not served: by its nature, and by the codes of HTTP from 400 on (RFC 9110). */
function errorOf({ outcome, service, code, text }: ServiceAnswer): Raised | null {
  if (outcome === 'timed out') return raised('builtins.TimeoutError', [`${service}: timed out`])
  if (outcome !== 'answered') return raised('builtins.ConnectionError', [`${service}: ${outcome}`])
  return code === null || code < 400
    ? null
    : raised('requests.exceptions.HTTPError', [`${code} ${text}`])
}

/** Seconds that a modelled body wants to wait before its next try; null where it leaves that to Celery. */
export function pauseOf(
  world: World,
  request: RequestState,
): { readonly countdown: number; readonly tries: number } | null {
  const pauses = world.models.get(request.name)?.task.pauses
  if (pauses === undefined) return null
  const { base, factor, cap, jitter, tries } = pauses
  const { retries } = request.template?.headers ?? request.context
  let pause = base
  for (let step = 0; step < retries && pause < cap; step += 1) pause *= factor
  const most = Math.min(cap, pause)
  const chance = draw(world.state.course.luck, request.task, retries, JITTER)
  // Whole milliseconds, as people write them.
  const countdown = Math.round(most * (1 - jitter + jitter * chance) * 1000) / 1000
  return { countdown, tries }
}

/** Raises an exception in a modelled body, as a soft time limit does: what it was to come to is void. */
export function interruptModelled(world: World, process: ProcessState, exception: string): void {
  if (process.steps[0]?.what !== 'answer') return
  vacate(world, process)
  process.steps.shift()
  process.scheduled = false
  // The end that is in the calendar is void.
  process.generation += 1
  process.clock = world.now
  world.step(process, raising(raised(exception, [])))
}

/** The same for one that waited for a service and waits no longer. */
export function interruptCall(world: World, process: ProcessState, exception: string): void {
  world.step(process, raising(raised(exception, [])))
}

const raising = (error: Raised): Act => endOf({ kind: 'raised', spent: 0, error })

/** An exception as it leaves a body that has no lines. */
function raised(type: string, args: readonly string[]): Raised {
  const error = exception(type, args)
  const name = error.module === 'builtins' ? error.type : `${error.module}.${error.type}`
  const text = args.length === 0 ? name : `${name}: ${error.message}`
  return { ...error, traceback: `Traceback (most recent call last):\n${text}\n`, expected: false }
}

/** A try that was drawn to fail fails as a body that raises RuntimeError does. */
const DRAWN_FAILURE: Raised = raised('builtins.RuntimeError', ['This try was drawn to fail.'])

/** A modelled body has ended: its worker has used its share of the processor. */
export function chargeCpu(world: World, process: ProcessState): void {
  world.worker(process.worker).cpu += cpuOf(world, process)
}

/** Processor time that the body of a process has used so far. */
export function cpuOf(world: World, { execution }: ProcessState): Micros {
  if (execution?.modelled !== true) return 0
  const model = world.models.get(world.request(execution.request).name)
  return Math.round((world.now - execution.startedAt) * (model?.task.cpu ?? 0))
}

const endOf = (answer: Answer): Act => ({ do: 'answer', to: 'task', answer })
/** The ends of a modelled body. */
export const RETURNED = endOf({ kind: 'returned', spent: 0, value: { json: null, repr: 'None' } })
export const RAISED = endOf({ kind: 'raised', spent: 0, error: DRAWN_FAILURE })
