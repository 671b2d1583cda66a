import { fromNumber, isObject, isTruthy, sequenceItems, toNumber } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { argsrepr, pyrepr } from '../messages/repr.ts'
import type { RetryWait } from '../log/facts.ts'
import type { RequestContext, TaskDefinition, Tells } from '../program.ts'
import { collect } from './apply.ts'
import type { Applied, CanvasContext } from './context.ts'
import { Draft, toDraft } from './draft.ts'
import { send } from './send.ts'

/** What `Task.retry` comes to: the next try to publish, or that there is none (rules 4.20 to 4.28). */
export type RetryPlan =
  | {
      readonly kind: 'retry'
      readonly applied: Applied
      /** Seconds; null where an `eta` was given (rule 4.24). */
      readonly countdown: number | null
      readonly retries: number
      readonly wait: RetryWait
    }
  | { readonly kind: 'exceeded'; readonly message: string }

/** Where jitter comes from: a whole number from 0 up to below n. */
export interface Chance {
  readonly below: (n: number) => number
}

const DEFAULT_MAX_RETRIES = 3
const DEFAULT_RETRY_DELAY = 180

/** Plans the next try of the task that runs as `request`. */
export function retryPlan(
  request: RequestContext,
  say: Tells['retry']['say'],
  task: TaskDefinition,
  context: CanvasContext,
  chance: Chance,
): RetryPlan {
  const retries = request.retries + 1
  const { countdown, wait } = delayOf(request, say, task, chance)
  const args = say.args ?? request.args
  const kwargs = say.kwargs ?? request.kwargs
  const limit = say.maxRetries ?? attribute(task, 'max_retries', DEFAULT_MAX_RETRIES)
  if (limit !== null && retries > limit) {
    const shown = `args:${argsrepr(args)} kwargs:${pyrepr(kwargs)}`
    return { kind: 'exceeded', message: `Can't retry ${request.task}[${request.id}] ${shown}` }
  }
  const when = {
    countdown: countdown === null ? null : fromNumber(countdown),
    eta: say.eta,
    retries,
  }
  const options = { ...executionOptions(request), ...when, ...say.options }
  const draft = new Draft(request.task, { ...kwargs }, toDraft({ options }, true).options, null)
  draft.args = args
  const applied = collect(draft, context, extrasOf(say), (sending) =>
    send(draft, [], {}, {}, sending),
  )
  return { kind: 'retry', applied, retries, wait, countdown: say.eta === null ? countdown : null }
}

/** Seconds that an automatic retry waits before jitter: doubled with each try, up to `maximum` (rule 4.27). */
export function backoffInterval(factor: number, retries: number, maximum: number): number {
  let interval = factor
  for (let step = 0; step < retries && interval > 0 && interval < maximum; step += 1) interval *= 2
  return Math.max(0, Math.min(maximum, interval))
}

/** `retry_backoff` as a factor: True is 1, fractions are cut off, less than 1 counts as 1 (rule 4.27). */
export const backoffFactor = (backoff: Json | undefined): number =>
  Math.trunc(Math.max(1, toNumber(backoff) ?? 1))

interface Delay {
  /** Seconds; null where an `eta` was given or the task has no delay. */
  readonly countdown: number | null
  readonly wait: RetryWait
}

function delayOf(
  request: RequestContext,
  say: Tells['retry']['say'],
  task: TaskDefinition,
  chance: Chance,
): Delay {
  const backoff = say.auto ? task.options['retry_backoff'] : null
  if (isTruthy(backoff)) {
    const factor = backoffFactor(backoff)
    const maximum = Math.trunc(toNumber(task.options['retry_backoff_max']) ?? 600)
    const interval = backoffInterval(factor, request.retries, maximum)
    const jitter = task.options['retry_jitter']
    const drew = jitter === undefined || isTruthy(jitter) ? chance.below(interval + 1) : null
    const most = interval === maximum
    return {
      countdown: drew ?? interval,
      wait: { by: 'backoff', factor, seconds: interval, most, drew },
    }
  }
  if (say.eta !== null || say.countdown !== null)
    return {
      countdown: say.countdown,
      wait: { by: 'call', seconds: say.eta === null ? say.countdown : null },
    }
  const countdown = attribute(task, 'default_retry_delay', DEFAULT_RETRY_DELAY)
  return { countdown, wait: { by: 'default', seconds: countdown ?? 0 } }
}

/** A number among a task's attributes; an attribute that is None stays null. */
function attribute(task: TaskDefinition, name: string, fallback: number): number | null {
  return name in task.options ? toNumber(task.options[name]) : fallback
}

/** The options that send this very task again (rule 4.21): RabbitMQ's own headers are left behind (rule 2.19). */
function executionOptions(request: RequestContext): JsonObject {
  const limits = sequenceItems(request['timelimit'] ?? null)
  const headers = Object.entries(asObject(request['headers'])).filter(([name]) => !isDeath(name))
  const field = (name: string): Json => request[name] ?? null
  return {
    task_id: request.id,
    root_id: field('root_id'),
    parent_id: field('parent_id'),
    group_id: field('group'),
    group_index: field('group_index'),
    shadow: field('shadow'),
    chord: field('chord'),
    chain: field('chain'),
    link: field('callbacks'),
    link_error: field('errbacks'),
    expires: field('expires'),
    soft_time_limit: limits?.[1] ?? null,
    time_limit: limits?.[0] ?? null,
    headers: Object.fromEntries(headers),
    reply_to: field('reply_to'),
    replaced_task_nesting: request['replaced_task_nesting'] ?? 0,
    origin: field('origin'),
    ...stampOptions(request),
    ...deliveryOptions(asObject(request['delivery_info'])),
  }
}

const isDeath = (name: string): boolean => /^x-(death|(first|last)-death-.*)$/.test(name)

function stampOptions(request: RequestContext): JsonObject {
  const names = request['stamped_headers'] ?? null
  const stamps = request['stamps'] ?? null
  return names === null || stamps === null ? {} : { stamped_headers: names, ...asObject(stamps) }
}

/** Back to the queue it came from; through a named exchange by the same key (rule 4.21). */
function deliveryOptions(delivery: JsonObject): JsonObject {
  const priority = delivery['priority'] ?? null
  const own = priority === null ? {} : { priority }
  const key = delivery['routing_key']
  const anonymous = delivery['exchange'] === '' && isTruthy(key)
  return anonymous ? { ...own, queue: key ?? null } : { ...own, ...delivery }
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})

function extrasOf(say: Tells['retry']['say']): { argsrepr?: string; kwargsrepr?: string } {
  return {
    ...(say.argsrepr === undefined ? {} : { argsrepr: say.argsrepr }),
    ...(say.kwargsrepr === undefined ? {} : { kwargsrepr: say.kwargsrepr }),
  }
}
