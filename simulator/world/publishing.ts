import { EPOCH_UNIX_SECONDS } from '../kernel/clock.ts'
import { type Micros, toSeconds } from '../kernel/units.ts'
import { applyCanvas } from '../canvas/apply.ts'
import type {
  Applied,
  CanvasContext,
  Encode,
  Published,
  PublishRequest,
} from '../canvas/context.ts'
import { publishTask } from '../canvas/publish.ts'
import type { SourceLine } from '../log/facts.ts'
import { asText, type Json } from '../messages/json.ts'
import type { SharedMessage, TaskMessage } from '../messages/message.ts'
import { isPythonError, orPythonError } from '../messages/python-error.ts'
import type { Called, Signature } from '../messages/signature.ts'
import type { PythonError, RequestContext, ResultTree } from '../program.ts'
import type { QueueSpec } from '../routing/queues.ts'
import { hang, holdBack, isHeldBack } from './alarm.ts'
import { asksForConfirm, awaitConfirm, isMissing, knowsClosed, raiseClosed } from './confirms.ts'
import { mayOpen, openLink, refusal, speaksRedis } from './links.ts'
import { tellMonitors } from './monitors.ts'
import { exception } from './errors.ts'
import { initial, isIn, move } from './machines.ts'
import { beginSending, failSending } from './reconnect.ts'
import { OPCODES } from './opcodes.ts'
import { useReplyQueue } from './reply-queue.ts'
import { add, find, remove } from './pages.ts'
import { skewOf } from './skew.ts'
import { addShared, messageOf } from './shared-messages.ts'
import type { ProcessState } from './state.ts'
import type { Act } from './steps.ts'
import { declare, declareExchange, declareRefusal } from './topology.ts'
import { isDeaf, post } from './wire.ts'
import type { World } from './world.ts'

/** The call of a signature: what it is called with, and where in the learner's files. */
export interface Call {
  readonly signature: Called
  readonly args: readonly Json[]
  readonly kwargs: { readonly [name: string]: Json }
  readonly options: { readonly [name: string]: Json }
  readonly argsrepr?: string
  readonly kwargsrepr?: string
  readonly byName?: boolean
  /** The signature comes from a message, not from live Python. */
  readonly fromMessage?: boolean
  readonly at?: SourceLine
}

/** Who sends, for the canvas: the process's app and the task that runs in it. */
export function canvasContext(world: World, process: ProcessState, now: Micros): CanvasContext {
  return {
    uuid: () => world.uuid(),
    replyTo: useReplyQueue(world, process),
    origin: `gen${process.pid}@${process.kind === 'client' || process.kind === 'load' ? 'client' : process.name.split('/')[0]}`,
    now: now + skewOf(world, process),
    settings: process.app.settings,
    task: (name) => process.app.tasks[name],
    parent: requestOf(world, process),
    driver: world.broker.driver,
    sentTo: process.app.queues,
    encode: encoderOf(world, process),
    chords: world.backendOf(process).chords,
  }
}

function encoderOf({ codec }: World, { name }: ProcessState): Encode | null {
  if (codec === null) return null
  return (serializer, value, compression) =>
    codec.encode({ process: name, serializer, value, compression })
}

/** The request of the task that a process runs; null outside of one. */
export function requestOf(world: World, process: ProcessState): RequestContext | null {
  return process.execution === null ? null : world.request(process.execution.request).context
}

/**
 * Sends a signature: its messages leave one after the other from the process's local time on. What was
 * sent before an exception stays sent.
 */
export function applySignature(
  world: World,
  process: ProcessState,
  call: Call,
  notBefore: Micros,
): Applied | PythonError {
  const context = canvasContext(world, process, Math.max(process.tail, notBefore))
  const applied = applyCanvas(call, context)
  const error = sendAll(world, process, applied, context, notBefore, call.at)
  return error ?? applied
}

/** Sends what applying a signature came to; the first exception ends it. */
export function sendAll(
  world: World,
  process: ProcessState,
  applied: Applied,
  context: CanvasContext,
  notBefore: Micros,
  at?: SourceLine,
): PythonError | null {
  prepareCall(world, process, applied, notBefore)
  for (const request of applied.publishes) {
    const published = publishTask(request, context)
    if (isPythonError(published)) {
      noteUnwritten(world, process, request, published, notBefore)
      return published
    }
    const error = sendPublished(world, process, published, notBefore, at)
    if (error !== null) return error
  }
  return applied.error === undefined ? null : { error: applied.error }
}

/** What a call does beside its messages: groups and chords are opened, its results hang under the task that runs. */
export function prepareCall(
  world: World,
  process: ProcessState,
  applied: Applied,
  notBefore: Micros,
): void {
  if (applied.result !== null) openGroups(world, applied.result)
  for (const chord of applied.chords)
    world.step(process, { do: 'start-chord', ...chord }, world.costs.backend, notBefore)
  if (process.execution !== null)
    process.execution.children = [
      ...process.execution.children,
      ...applied.children.map(resultTuple),
    ]
}

/** A message whose body cannot be written was begun. */
export function noteUnwritten(
  world: World,
  process: ProcessState,
  { id, name }: Pick<PublishRequest, 'id' | 'name'>,
  refusal: PythonError,
  notBefore: Micros,
): void {
  if (refusal.unwritten !== true) return
  const act = { do: 'unwritten', id, name, error: refusal.error.message } as const
  world.step(process, act, 0, notBefore)
}

/** Sends one message; what Celery raises where it cannot. */
export function sendPublished(
  world: World,
  process: ProcessState,
  published: Published,
  notBefore: Micros,
  at: SourceLine | undefined,
): PythonError | null {
  const error = refusedDeclaration(world, published) ?? refusedByBroker(world, published.message)
  if (error !== null) {
    // What hears of a call before its message leaves, as a signal does, has heard of it.
    const { message } = error.error
    const act = { do: 'unsent', of: publishAct(published, at), error: message } as const
    world.step(process, act, 0, notBefore)
    return error
  }
  if (goesNowhere(world, published)) process.channel.doubtful = true
  world.step(process, publishAct(published, at), world.costs.publish, notBefore)
  return null
}

/** Does a message go to an exchange that is not there, and is not declared with it? */
const goesNowhere = (world: World, { message: { exchange }, declare: declared }: Published) =>
  isMissing(world, exchange) && !declared.some((one) => one.exchange.name === exchange)

/** A queue that is there with other arguments: amqp's error is raised in the caller (rule 2.17). */
function refusedDeclaration(world: World, { declare: queues }: Published): PythonError | null {
  for (const queue of queues) {
    const refusal = declareRefusal(world, queue)
    if (refusal === null) continue
    const { name, code, text } = refusal
    const error = exception('amqp.exceptions.PreconditionFailed', [
      `${name}: (${String(code)}) ${text}`,
    ])
    return { error: { type: `${error.module}.${error.type}`, message: error.message } }
  }
  return null
}

/** What the broker raises in the caller instead of taking a message; null where it takes it. */
function refusedByBroker(world: World, message: TaskMessage): PythonError | null {
  if (world.broker.refuse === undefined) return null
  const answer = orPythonError(() => {
    world.broker.refuse?.(world.view, message)
    return {}
  })
  return isPythonError(answer) ? answer : null
}

/** A call that raises before its message leaves. */
export function unsent(
  world: World,
  process: ProcessState,
  { of: { message, at, declare: declared }, error }: Extract<Act, { do: 'unsent' }>,
): void {
  const task = world.log.task(message.headers.id)
  // An exchange is declared before its queue, so it is there though the queue is refused.
  for (const queue of declared) {
    const { actor, cause } = process
    process.cause =
      declareRefusal(world, queue)?.name === 'Queue.declare'
        ? declareExchange(world, actor, cause, queue.exchange)
        : cause
  }
  world.own(process, 'message-published', task, { message, ...(at === undefined ? {} : { at }) })
  world.own(process, 'publish-failed', task, { error, again: false })
}

function publishAct(
  { message, declare, queue, warnings, retry }: Published,
  at: SourceLine | undefined,
): Extract<Act, { do: 'publish' }> {
  return {
    do: 'publish',
    message,
    declare,
    queue,
    warnings,
    retry,
    ...(at === undefined ? {} : { at }),
  }
}

/** A result as its parent's meta keeps it (rule 5.59). */
export function resultTuple(result: ResultTree): Json {
  const parent = result.parent === null ? null : resultTuple(result.parent)
  const own = [result.id, parent] as const
  return result.type === 'AsyncResult' ? [own, null] : [own, result.results.map(resultTuple)]
}

function openGroups(world: World, result: ResultTree): void {
  if (result.parent !== null) openGroups(world, result.parent)
  if (result.type === 'AsyncResult') return
  const { groups } = world.state
  groups[result.id] ??= { state: initial('group'), left: result.results.length }
  for (const member of result.results) openGroups(world, member)
}

/** The publish takes effect: queues are declared, the message leaves for the broker (rule 1.18). */
export function publish(
  world: World,
  process: ProcessState,
  act: Extract<Act, { do: 'publish' }>,
): void {
  if (!process.connected.broker && !revive(world, process, act)) return
  if (knowsClosed(world, process)) {
    raiseClosed(world, process, act)
    return
  }
  const { message } = act
  const refused = refusedByBroker(world, message)
  if (refused !== null) {
    const { type, message: text } = refused.error
    const task = world.log.task(message.headers.id)
    world.own(process, 'message-published', task, { message })
    failSending(world, process, act, { told: text, message: text, type })
    return
  }
  if (isHeldBack(world, process) && act.declare.some((one) => isNew(world, one))) {
    // A declaration needs an answer, which does not come before the alarm is over.
    world.step(process, act, world.costs.publish)
    hang(world, process)
    return
  }
  declareAll(world, process, act.declare, act.queue)
  const task = message.plain === undefined ? world.log.task(message.headers.id) : -1
  for (const text of act.warnings) world.own(process, 'logged', task, { level: 'WARNING', text })
  const row = world.own(process, 'message-published', task, {
    message,
    ...(act.at === undefined ? {} : { at: act.at }),
  })
  sendTaskSent(world, process, message, act.queue)
  stepChain(world, message)
  const { arrivals } = world.state
  const arrival = add(arrivals, {
    message,
    task,
    taskState: move('task', initial('task'), 'PUBLISH', 'task'),
    known: knows(world, process, message.exchange),
    cause: row,
    sender: process.index,
  })
  const later = world.broker.delay?.(world.view) ?? 0
  if (world.state.network.alarm !== null) holdBack(world, process, arrival)
  else if (world.state.network.disturbed)
    setOff(world, process, arrival, world.costs.enqueue + later)
  else if (later === 0) world.scheduleHop('enqueue', OPCODES.arrive, arrival, 0)
  else world.schedule(world.now + world.costs.enqueue + later, OPCODES.arrive, arrival, 0)
  if (asksForConfirm(world, process)) awaitConfirm(world, process, act, arrival)
}

const isNew = ({ state: { broker } }: World, { name, exchange }: QueueSpec): boolean =>
  broker.queues[name] === undefined ||
  (exchange.name !== '' && broker.exchanges[exchange.name] === undefined)

/** Queues are declared before each publish, and the app knows then where it has sent to. */
function declareAll(
  world: World,
  process: ProcessState,
  declared: readonly QueueSpec[],
  queue: string | null,
): void {
  for (let at = 0; at < declared.length; at++) {
    const one = declared[at]!
    process.cause = declare(world, process.actor, process.cause, one)
    remember(process, one)
  }
  const { queues } = process.app
  if (queue !== null && !queues.includes(queue)) queues.push(queue)
}

/** A connection knows the exchanges that were declared over it. */
function remember({ connected }: ProcessState, { exchange, bindings }: QueueSpec): void {
  rememberExchange(connected.exchanges, exchange.name)
  for (const binding of bindings) rememberExchange(connected.exchanges, binding.exchange.name)
}

function rememberExchange(known: string[], name: string): void {
  if (name !== '' && !known.includes(name)) known.push(name)
}

const knows = ({ broker }: World, { connected }: ProcessState, exchange: string): boolean =>
  broker.typesByConnection !== true || connected.exchanges.includes(exchange)

/** State of a task whose message has left. */
export const SENT = move('task', initial('task'), 'PUBLISH', 'task')

/** The same for the next message of a series, which is made when somebody looks (see `SharedCopy`). */
export function publishShared(
  world: World,
  process: ProcessState,
  { message, declare: declared, queue }: Published,
  shared: SharedMessage,
  number: number,
): void {
  declareAll(world, process, declared, queue)
  const known = knows(world, process, message.exchange)
  const arrival = addShared(world, process, message, shared, { number, taskState: SENT, known })
  if (world.state.network.alarm !== null) holdBack(world, process, arrival)
  else if (world.state.network.disturbed) setOff(world, process, arrival, world.costs.enqueue)
  else world.scheduleHop('enqueue', OPCODES.arrive, arrival, 0)
}

/** A message sets off over a link that may be slow or cut. Redis has answered already. */
function setOff(world: World, process: ProcessState, arrival: number, hop: Micros): void {
  if (speaksRedis(world, 'broker') && !isDeaf(world, process))
    world.schedule(world.now + hop, OPCODES.arrive, arrival, 0)
  else post(world, process, 'out', hop, { opcode: OPCODES.arrive, entity: arrival, argument: 0 })
}

/** A message never reaches the broker: the connection died with it, and nobody is told. */
export function loseMessage(world: World, process: ProcessState, index: number): void {
  const { arrivals } = world.state
  const arrival = find(arrivals, index)
  if (arrival === null) return
  remove(arrivals, index)
  const { exchange, routingKey } = messageOf(arrival)
  const detail = { exchange, routingKey, reason: 'connection' } as const
  world.fact('message-lost', process.actor, arrival.task, arrival.cause, detail)
  move('task', arrival.taskState, 'DROP', 'task')
}

/** The event `task-sent`, where the publisher's app asks for it (rule 8.3). */
function sendTaskSent(
  world: World,
  process: ProcessState,
  { headers, exchange, routingKey, protocol }: TaskMessage,
  queue: string | null,
): void {
  if (process.app.settings['task_send_sent_event'] !== true) return
  const fields = {
    timestamp: { $num: String(EPOCH_UNIX_SECONDS + toSeconds(world.now)) },
    pid: process.pid,
    uuid: headers.id,
    name: headers.task,
    args: headers.argsrepr,
    kwargs: headers.kwargsrepr,
    ...(protocol === 1 ? {} : { root_id: headers.root_id, parent_id: headers.parent_id }),
    retries: headers.retries,
    eta: headers.eta,
    expires: headers.expires,
    queue,
    exchange,
    routing_key: routingKey,
  }
  world.fact('event-sent', process.actor, world.log.task(headers.id), process.cause, {
    type: 'task-sent',
    fields,
  })
  tellMonitors(world, 'task-sent', { ...fields, hostname: process.name, utcoffset: 0 }, 0)
}

/** A message that carries the rest of a chain is a step of it; its last task names the chain. */
function stepChain(world: World, { headers, body }: TaskMessage): void {
  const { chains } = world.state
  const last = chainName(body[2].chain) ?? (chains[headers.id] === undefined ? null : headers.id)
  if (last === null) return
  chains[last] = move('chain', chains[last] ?? initial('chain'), 'STEP', `chain ${last}`)
}

/** The id of a chain's last task; it stays the same while the chain gets shorter (rule 5.13). */
export function chainName(rest: readonly Signature[] | null): string | null {
  const id = rest?.[0]?.options['task_id']
  return typeof id === 'string' ? id : null
}

/** A task that has ended moves the chain that it ends or breaks, and its group. */
export function moveCanvas(world: World, request: RequestContext, failed: boolean): void {
  const { chains, groups } = world.state
  const rest = request['chain'] as readonly Signature[] | null
  const name = failed ? (chainName(rest) ?? request.id) : request.id
  const chain = chains[name]
  if (chain !== undefined && (failed || (rest?.length ?? 0) === 0))
    chains[name] = move('chain', chain, failed ? 'FAIL' : 'DONE', `chain ${name}`)
  const group = groups[asText(request['group'])]
  if (group === undefined) return
  group.left -= 1
  group.state = move('group', group.state, failed ? 'FAIL' : 'MEMBER', 'group')
  if (!failed && group.left === 0 && isIn('group', group.state, 'open'))
    group.state = move('group', group.state, 'DONE', 'group')
}

/**
 * A publish finds its connection gone. redis-py makes a new one without a word where it can; everything else
 * is a first try that fails, and a second one once there is a connection again (trace connection_lost_rabbit,
 * rule 1.21).
 */
function revive(
  world: World,
  process: ProcessState,
  act: Extract<Act, { do: 'publish' }>,
): boolean {
  const found = refusal(world, process, 'broker')
  if (found === null && (speaksRedis(world, 'broker') || mayOpen(world, process, 'broker'))) {
    openLink(process, 'broker')
    return true
  }
  const { message, at } = act
  const task = world.log.task(message.headers.id)
  world.own(process, 'message-published', task, { message, ...(at === undefined ? {} : { at }) })
  const error = found?.text ?? CLOSED
  world.own(process, 'publish-failed', task, { error, again: true })
  beginSending(world, process, act)
  return false
}

/** What py-amqp says when it reads that the broker has closed the connection. */
const CLOSED = '(0, 0): (320) CONNECTION_FORCED'
