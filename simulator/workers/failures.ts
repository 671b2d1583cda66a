import { errbacksOf } from '../canvas/callbacks.ts'
import type { ExceptionInfo } from '../log/facts.ts'
import type { Json } from '../messages/json.ts'
import type { Signature } from '../messages/signature.ts'
import type { RequestContext } from '../program.ts'
import { exception } from '../world/errors.ts'
import { canvasContext, sendAll } from '../world/publishing.ts'
import { exceptionMeta } from '../world/results.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { Write } from '../world/steps.ts'
import type { World } from '../world/world.ts'

/** How a task failed, and what it had published. */
export interface Failure {
  readonly error: ExceptionInfo
  /** Null where there is none: a time limit, a lost process. */
  readonly traceback: string | null
  readonly children: readonly Json[]
}

/**
 * What a failure leads to, in the order of rule 4.5: FAILURE is stored, the chord part counted, the rest
 * of the chain marked, the errbacks called. `process` is who does it: the pool process, or the worker's
 * main process where that is gone (rules 3.35, 3.38).
 */
export function failureSteps(
  world: World,
  process: ProcessState,
  request: RequestState,
  { error, traceback, children }: Failure,
): void {
  const { context } = request
  const write = failureWrite(context.id, error, traceback)
  storeStep(world, process, { ...write, request: context, children })
  const part = { state: 'FAILURE', result: exceptionMeta(error), failure: error.repr }
  countStep(world, process, request, part)
  markChain(world, process, request, part, failureWrite(context.id, error, traceback))
  errbackSteps(world, process, context, signatures(context['errbacks']), error, traceback)
}

function failureWrite(id: string, error: ExceptionInfo, traceback: string | null): Write {
  const write = { id, state: 'FAILURE', result: exceptionMeta(error), error }
  return traceback === null ? write : { ...write, traceback }
}

const signatures = (value: Json | undefined): readonly Signature[] =>
  Array.isArray(value) ? (value as readonly Signature[]) : []

/**
 * The chain's remaining steps, the last first: what has an id is stored as failed, what belongs to a chord is
 * counted there (rules 5.18, 5.19, from `mark_as_failure` of celery/backends/base.py).
 */
function markChain(
  world: World,
  process: ProcessState,
  request: RequestState,
  part: Part,
  write: Write,
): void {
  const { context } = request
  const stores = !ignoresResult(context) || storesErrors(process, context)
  for (const element of signatures(context['chain'])) {
    const id = element.options['task_id']
    const replyTo = element.options['reply_to']
    const to = typeof replyTo === 'string' ? { replyTo } : {}
    if (stores && typeof id === 'string')
      world.step(process, { do: 'store', write: { ...write, id, ...to } }, world.costs.backend)
    if ('chord' in element.options) {
      const act = { do: 'count-chord', request: request.index, element, ...part } as const
      world.step(process, act, world.costs.backend)
    }
  }
}

/** Stores the state of a task that has ended, unless its result is ignored (rule 4.12). */
export function storeStep(
  world: World,
  process: ProcessState,
  write: Write & { readonly request: RequestContext },
): void {
  const failure = write.state === 'FAILURE' || write.state === 'RETRY'
  if (ignoresResult(write.request) && !(failure && storesErrors(process, write.request))) return
  world.step(process, { do: 'store', write }, world.costs.backend)
}

/** The message decides: what the caller asked for, else what the task said where it was sent (rule 4.12). */
export const ignoresResult = (context: { readonly [field: string]: unknown }): boolean =>
  context['ignore_result'] === true

/** Does a task keep its errors though it ignores results? */
export const storesErrors = (process: ProcessState, { task }: RequestContext): boolean =>
  (process.app.tasks[task]?.options['store_errors_even_if_ignored'] ??
    process.app.settings['task_store_errors_even_if_ignored']) === true

/** How a member of a chord has ended. */
interface Part {
  readonly state: string
  readonly result: Json
  readonly failure: string | null
}

/** Counts a header task of a chord. */
export function countStep(
  world: World,
  process: ProcessState,
  request: RequestState,
  part: Part,
): void {
  if (request.context['chord'] === null) return
  const act = { do: 'count-chord', request: request.index, ...part } as const
  world.step(process, act, world.costs.backend)
}

/** New-style errbacks run here and now, old-style ones are sent (rule 4.35). */
export function errbackSteps(
  world: World,
  process: ProcessState,
  request: RequestContext,
  errbacks: readonly Signature[],
  error: ExceptionInfo,
  traceback: string | null,
): void {
  const canvas = canvasContext(world, process, world.now)
  for (const errback of errbacksOf(errbacks, request, canvas)) {
    if (errback.kind === 'sent') {
      const refused = sendAll(world, process, errback.applied, canvas, world.now)
      if (refused === null) continue
      const { type, message } = refused.error
      world.step(process, {
        do: 'errback-failed',
        id: request.id,
        error: exception(type, [message]),
      })
    } else {
      const { signature } = errback
      world.step(process, { do: 'errback', signature, request, error, traceback })
    }
  }
}
