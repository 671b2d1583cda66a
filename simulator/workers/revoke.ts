import { isEmpty } from '../kernel/is-empty.ts'
import type { ExceptionInfo } from '../log/facts.ts'
import { isArray, isObject, type Json } from '../messages/json.ts'
import { pyrepr } from '../messages/repr.ts'
import { exception } from '../world/errors.ts'
import { sendEvent } from '../world/events.ts'
import { ackRequest, moveRequest } from '../world/requests.ts'
import { exceptionMeta, storeResult } from '../world/results.ts'
import type { RequestState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { closeRequest } from '../world/sweep.ts'
import type { World } from '../world/world.ts'
import { countStep, ignoresResult, storesErrors } from './failures.ts'
import { callReceivers } from './receivers.ts'
import { titleOf } from './request-context.ts'

/** Why a worker drops a request. */
export interface Revocation {
  readonly reason: 'expired' | 'revoked'
  /** The stamp that it was revoked by, as Python shows it. */
  readonly header: string | null
}

/**
 * Is a request to be dropped? It is looked at when it comes, and again just before it would run; an expired
 * id counts as revoked from then on (rules 3.57, 3.59).
 */
export function revocationOf(
  world: World,
  worker: WorkerState,
  request: RequestState,
): Revocation | null {
  const { revoked, revokedStamps } = worker
  if (request.expires === null && isEmpty(revoked) && isEmpty(revokedStamps)) return null
  const { id } = request.context
  if (request.expires !== null && world.now + worker.skew > request.expires) {
    worker.revoked[id] = true
    return { reason: 'expired', header: null }
  }
  if (worker.revoked[id] === true) return { reason: 'revoked', header: null }
  const header = revokingStamp(worker, request)
  return header === null ? null : { reason: 'revoked', header }
}

/** The first stamp whose value this worker was told to drop (rule 3.60). */
function revokingStamp({ revokedStamps }: WorkerState, { context }: RequestState): string | null {
  const names = context['stamped_headers']
  const stamps = context['stamps']
  if (!isArray(names) || !isObject(stamps)) return null
  for (const name of names) {
    if (typeof name !== 'string') continue
    const wanted = revokedStamps[name]?.map((value) => pyrepr(value))
    const stamp = stamps[name]
    if (wanted === undefined || stamp === undefined) continue
    const value = (isArray(stamp) ? stamp : [stamp]).find((one) => wanted.includes(pyrepr(one)))
    return value === undefined ? null : pyrepr({ [name]: value })
  }
  return null
}

/** Drops a request unrun: REVOKED is stored, its message acknowledged (rules 3.57, 3.59). */
export function discard(
  world: World,
  worker: WorkerState,
  request: RequestState,
  { reason, header }: Revocation,
): void {
  const by = header === null ? '' : ` (revoked by header: ${header})`
  moveRequest(world, request, 'REVOKE')
  world.own(world.process(worker.main), 'logged', request.task, {
    level: 'INFO',
    text: `Discarding revoked task: ${titleOf(request.context)}${by}`,
  })
  announceRevoked(world, worker, request, reason, null)
  // A part of a chord is counted a step later.
  if (request.context['chord'] === null) closeRequest(world, request)
}

/** What a worker says and stores of a revoked request; `signum` where its process was sent a signal. */
export function announceRevoked(
  world: World,
  worker: WorkerState,
  request: RequestState,
  reason: 'expired' | 'revoked' | 'terminated',
  signum: number | null,
): void {
  const main = world.process(worker.main)
  const { context } = request
  sendEvent(world, worker, 'task-revoked', request.task, {
    uuid: context.id,
    terminated: signum !== null,
    signum,
    expired: reason === 'expired',
  })
  const error = revokedError(reason)
  const result = exceptionMeta(error)
  if (!ignoresResult(context) || storesErrors(main, context))
    storeResult(world, main, { id: context.id, state: 'REVOKED', result, error, request: context })
  // A revoked header task is a part of its chord that failed (rule 3.61).
  countStep(world, main, request, { state: 'REVOKED', result, failure: error.repr })
  if (!request.acknowledged) main.cause = ackRequest(world, request, main.cause)
  request.cause = world.own(main, 'task-revoked', request.task, { reason })
  if (main.app.signals.length > 0)
    callReceivers(
      world,
      main,
      'task_revoked',
      { kind: 'task', name: context.task },
      {
        request: { ...context },
        terminated: signum !== null,
        signum,
        expired: reason === 'expired',
      },
    )
}

/** REVOKED is stored the moment a worker hears of it, for any id, known or not (rule 3.56). */
export function storeRevoked(world: World, worker: WorkerState, id: Json): void {
  if (typeof id !== 'string') return
  const error = revokedError('revoked')
  const write = { id, state: 'REVOKED', result: exceptionMeta(error), error }
  storeResult(world, world.process(worker.main), write)
}

const revokedError = (reason: string): ExceptionInfo =>
  exception('celery.exceptions.TaskRevokedError', [reason])
