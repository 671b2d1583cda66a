import { fromIso } from '../kernel/clock.ts'
import type { Micros } from '../kernel/units.ts'
import { bareShape } from '../log/log.ts'
import type { Json } from '../messages/json.ts'
import { dispatch, isAckedUnseen, missed, moveTask, reject, seen } from '../world/delivery.ts'
import { exception } from '../world/errors.ts'
import { sendEvent } from '../world/events.ts'
import { arrow } from '../world/machines.ts'
import { OPCODES } from '../world/opcodes.ts'
import { isHushed } from '../world/log-level.ts'
import { moveRequest } from '../world/requests.ts'
import { exceptionMeta, storeResult } from '../world/results.ts'
import type { CopyState, ProcessState, RequestState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { add } from '../world/pages.ts'
import { tellDelivered } from '../world/rows.ts'
import { SharedCopy } from '../world/shared-messages.ts'
import { NONE, type World } from '../world/world.ts'
import { lookLater, maybeScale } from './autoscale.ts'
import { feedPool, standsStill, submit } from './pools/feed.ts'
import { goOn } from './pools/go-on.ts'
import { setPrefetch } from '../world/prefetch.ts'
import { makesRoom } from '../world/reduced-prefetch.ts'
import { bucketOf, limit, refill } from './rate-limits.ts'
import { callReceivers, FROM_CONSUMER } from './receivers.ts'
import { contextOf, shownName, titleOf } from './request-context.ts'
import { unknownTaskText } from './unknown-task.ts'
import { SharedRequest } from './shared-requests.ts'
import { discard, revocationOf } from './revoke.ts'
import { type DecodedBody, decodeBody } from './decode.ts'
import { refuseUnusable, unnamed, unusable } from './unusable.ts'

/** A message reaches a worker's main process, which handles one after the other. */
export function deliver(world: World, worker: WorkerState, tag: number): void {
  const copy = world.findCopy(tag)
  // The worker may have gone while the message was on its way; then it is in its queue again, or elsewhere.
  if (copy?.worker !== worker.index || worker.consumer === null) {
    missed(world, worker, tag)
    return
  }
  tellDelivered(world, copy, worker)
  world.usual(world.process(worker.main), 'receive', tag, world.costs.receive)
}

/** The main process looks at a message (rule 3.15). */
export function receive(world: World, worker: WorkerState, tag: number): void {
  const copy = world.findCopy(tag)
  const isAcked = copy?.worker === NONE && isAckedUnseen(world, worker, copy)
  if ((copy?.worker !== worker.index && !isAcked) || worker.consumer === null) {
    missed(world, worker, tag)
    // Others may wait behind it, as it has waited itself.
    goOn(world, worker)
    return
  }
  if (standsStill(world, worker)) {
    worker.backlog.push(tag)
    return
  }
  const main = world.process(worker.main)
  main.cause = copy.cause
  lookAt(world, worker, main, copy)
  if (isAcked) seen(world, copy)
  goOn(world, worker)
}

/** What becomes of a message: a task, if it names one that is registered, and can be read (rules 1.9 to 1.11). */
function lookAt(world: World, worker: WorkerState, main: ProcessState, copy: CopyState): void {
  const name = (copy.template ?? copy.message).headers.task
  if (name === '') refuseUnusable(world, worker, copy, unnamed(copy.message))
  else if (main.app.tasks[name] === undefined) refuseUnknown(world, worker, copy)
  else {
    // The messages of a load are as they should be.
    const flaw = copy.template === undefined ? unusable(world, main, copy.message) : null
    if (flaw !== null) refuseUnusable(world, worker, copy, flaw)
    else take(world, worker, copy)
  }
}

/** Rule 1.11: an unregistered name is rejected and its id fails with NotRegistered. */
function refuseUnknown(world: World, worker: WorkerState, copy: CopyState): void {
  const main = world.process(worker.main)
  const { task: name, id } = copy.message.headers
  moveTask(world, copy, 'UNKNOWN')
  callReceivers(world, main, 'task_unknown', FROM_CONSUMER, { name, id, message: null, exc: name })
  world.own(main, 'task-unknown', copy.task, { name })
  world.own(main, 'logged', copy.task, {
    level: 'ERROR',
    text: unknownTaskText(copy, world.broker.driver),
  })
  main.cause = reject(world, worker, copy.tag, false, main.cause)
  const error = exception('celery.exceptions.NotRegistered', [name])
  const replyTo = copy.message.properties.reply_to
  const write = { id, state: 'FAILURE', result: exceptionMeta(error), error, replyTo }
  storeResult(world, main, write)
  sendEvent(world, worker, 'task-failed', copy.task, { uuid: id, exception: error.repr })
}

function take(world: World, worker: WorkerState, copy: CopyState): void {
  const main = world.process(worker.main)
  const request = requestFor(world, worker, copy)
  add(world.state.requests, request)
  copy.open += 1
  copy.request = request.index
  moveTask(world, copy, RECEIVE)
  sayReceived(world, main, copy)
  const revocation = revocationOf(world, worker, request)
  if (revocation !== null) {
    discard(world, worker, request, revocation)
    return
  }
  const shape = copy.template?.shared?.rows.received
  request.cause =
    shape === undefined
      ? world.own(main, 'task-received', copy.task, { tag: copy.tag })
      : world.ownRow(main, copy.task, shape, copy.tag)
  if (main.app.signals.length > 0)
    callReceivers(world, main, 'task_received', FROM_CONSUMER, { request: { ...request.context } })
  if (worker.tuning.events)
    sendEvent(world, worker, 'task-received', copy.task, receivedFields(request))
  // The timer runs by itself: only what is left now is read from the worker's own clock.
  const due = request.eta === null ? 0 : request.eta - worker.skew
  if (due > world.now) hold(world, worker, request, due)
  else admit(world, worker, request)
}

const RECEIVE = arrow('task', 'RECEIVE')
const RESERVE = arrow('task', 'RESERVE')
const RESERVED = bareShape('task-reserved')

/** Celery's own line about a message that has come. */
function sayReceived(world: World, main: ProcessState, copy: CopyState): void {
  const rows = copy.template?.shared?.rows
  if (rows !== undefined) {
    if (!isHushed(world.state, main, 'INFO')) world.ownRow(main, copy.task, rows.receivedLine, 0)
    return
  }
  const text = `Task ${titleOf(copy.message.headers)} received`
  world.own(main, 'logged', copy.task, { level: 'INFO', text })
}

/** A message as its worker sees it. */
function requestFor(world: World, worker: WorkerState, copy: CopyState): RequestState {
  const main = world.process(worker.main)
  const index = world.state.requests.next
  const { headers } = copy.template ?? copy.message
  const own = main.app.tasks[headers.task]?.options['acks_late']
  const acksLate = isTrue(own ?? main.app.settings['task_acks_late'])
  if (copy instanceof SharedCopy)
    return new SharedRequest(
      index,
      copy,
      worker,
      world.broker.name,
      { acksLate, makesRoom: makesRoom(world, worker), delivery: copy.deliveredAs },
      main.cause,
    )
  return {
    index,
    copy,
    tag: copy.tag,
    task: copy.task,
    worker: worker.index,
    name: headers.task,
    context: contextOf(world.broker.name, worker.hostname, copy, readBody(world, main, copy)),
    eta: moment(headers.eta),
    expires: moment(headers.expires),
    acksLate,
    acknowledged: false,
    makesRoom: makesRoom(world, worker),
    delivery: copy.deliveredAs,
    taskState: null,
    cause: main.cause,
  }
}

/** Its bytes, where it has some: they were looked at before. */
function readBody(world: World, main: ProcessState, { message }: CopyState): DecodedBody | null {
  const decoded = message.bytes === undefined ? null : decodeBody(world, main, message)
  return decoded === null || 'error' in decoded ? null : decoded
}

const isTrue = (value: Json | undefined): boolean => value === true

const moment = (text: string | null): Micros | null => (text === null ? null : fromIso(text))

const receivedFields = ({ context }: RequestState): { readonly [name: string]: Json } => ({
  uuid: context.id,
  name: shownName(context),
  args: context['argsrepr'] ?? '()',
  kwargs: context['kwargsrepr'] ?? '{}',
  root_id: context['root_id'] ?? null,
  parent_id: context['parent_id'] ?? null,
  retries: context.retries,
  eta: context['eta'] ?? null,
  expires: context['expires'] ?? null,
})

/** An ETA in the future: the task waits in the worker, which takes one message more meanwhile (rule 3.17). */
function hold(world: World, worker: WorkerState, request: RequestState, until: Micros): void {
  const main = world.process(worker.main)
  moveRequest(world, request, 'HOLD')
  request.cause = world.own(main, 'task-held', request.task, { until })
  worker.held.push(request.index)
  const { etaLimit } = worker.tuning
  // Past `worker_eta_task_limit` the count grows no more, so nothing more is fetched (rule 3.18).
  if (worker.prefetch !== 0)
    setPrefetch(world, worker, Math.min(worker.prefetch + 1, etaLimit ?? Number.POSITIVE_INFINITY))
  world.schedule(until, OPCODES.due, request.index, main.generation)
}

/** The ETA of a held task has come. */
export function due(world: World, index: number, generation: number): void {
  const request = world.findRequest(index)
  if (request === null) return
  const worker = world.worker(request.worker)
  const main = world.process(worker.main)
  if (main.generation !== generation || !worker.held.includes(request.index)) return
  if (worker.stopping !== null) return
  if (main.halted) world.step(main, { do: 'due', request: request.index })
  else dueNow(world, request)
}

/** The same, once the main loop comes to it. */
export function dueNow(world: World, request: RequestState): void {
  const worker = world.worker(request.worker)
  const main = world.process(worker.main)
  if (worker.stopping !== null) return
  worker.held = worker.held.filter((one) => one !== request.index)
  main.cause = request.cause
  // Decremented with 1 as the floor (rule 3.17).
  if (worker.prefetch !== 0) setPrefetch(world, worker, Math.max(1, worker.prefetch - 1))
  admit(world, worker, request)
  dispatch(world)
}

/** A request goes to the pool, past the rate limit of its task if it has one (rules 3.23, 3.25). */
function admit(world: World, worker: WorkerState, request: RequestState): void {
  const bucket = bucketOf(worker, request.name)
  if (bucket === undefined) reserve(world, worker, request)
  else
    limit(world, worker, bucket, request, (next) => {
      reserve(world, worker, next)
    })
}

/** The event of a bucket whose next token is there. */
export function bucketDue(world: World, worker: WorkerState, bucket: number): void {
  const main = world.process(worker.main)
  if (main.halted) world.step(main, { do: 'bucket', bucket })
  else bucketNow(world, worker, bucket)
}

/** The same, once the main loop comes to it. */
export function bucketNow(world: World, worker: WorkerState, bucket: number): void {
  refill(world, worker, bucket, (next) => {
    reserve(world, worker, next)
  })
}

/** Hands a task to the pool; it runs when a process is free. */
function reserve(world: World, worker: WorkerState, request: RequestState): void {
  const main = world.process(worker.main)
  // A rate limit may let another one go than the one that has just come.
  main.cause = request.cause
  moveRequest(world, request, RESERVE)
  request.cause = world.ownRow(main, request.task, RESERVED, 0)
  submit(world, worker, request)
  maybeScale(world, worker)
  lookLater(world, worker)
  feedPool(world, worker)
}
