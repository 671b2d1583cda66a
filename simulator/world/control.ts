import type { SourceLine } from '../log/facts.ts'
import type { Json } from '../messages/json.ts'
import { assert } from '../kernel/assert.ts'
import { hang } from './alarm.ts'
import { mayOpen, openLink, refusal, speaksRedis } from './links.ts'
import { OPCODES } from './opcodes.ts'
import { beginSending } from './reconnect.ts'
import type { ControlState, ProcessState } from './state.ts'
import type { WorkerState } from './worker-state.ts'
import { replyCame } from './waits.ts'
import { post } from './wire.ts'
import type { World } from './world.ts'

/** What a process wants to tell workers. */
type ControlCall = Omit<ControlState, 'process' | 'cause' | 'sent' | 'arrived' | 'repliedAt'>

/** Notes a control message that will be sent; returns its ticket. */
export function openControl(world: World, process: ProcessState, call: ControlCall): number {
  const { controls } = world.state
  const control = {
    ...call,
    process: process.index,
    cause: -1,
    sent: [],
    arrived: [],
    repliedAt: null,
  }
  return controls.push(control) - 1
}

/** The control message of a ticket. */
export function controlOf(world: World, ticket: number): ControlState {
  const control = world.state.controls[ticket]
  assert(control !== undefined, `there is no control message ${ticket}`)
  return control
}

/** The message leaves: a broadcast that reaches every worker that consumes now, and no later one (rule 3.62). */
export function sendControl(
  world: World,
  process: ProcessState,
  ticket: number,
  at: SourceLine | undefined,
): void {
  if (!process.connected.broker && mustConnect(world, process)) {
    beginSending(world, process, { do: 'control', ticket, ...(at === undefined ? {} : { at }) })
    return
  }
  if (world.state.network.alarm !== null && process.kind !== 'worker') {
    // Nothing comes of it before there is memory again (see `alarm.ts`).
    const again = { do: 'control', ticket, ...(at === undefined ? {} : { at }) } as const
    world.step(process, again, world.costs.publish)
    hang(world, process)
    return
  }
  const control = controlOf(world, ticket)
  const { method, arguments: args, destination } = control
  control.cause = world.own(process, 'control-sent', world.taskOf(process), {
    method,
    arguments: args,
    destination,
    ...(at === undefined ? {} : { at }),
  })
  if (world.state.network.alarm !== null) return
  if (world.state.network.disturbed) {
    const parcel = { opcode: OPCODES.broadcast, entity: ticket, argument: 0 }
    post(world, process, 'out', world.costs.enqueue, parcel)
    return
  }
  spread(world, ticket)
}

/** An operator's terminal beside the broker sends a command, and waits for no reply (rule 3.62). */
export function orderControl(
  world: World,
  {
    method,
    arguments: args,
    destination,
  }: Pick<ControlCall, 'method' | 'arguments' | 'destination'>,
  cause: number,
): void {
  const said = { method, arguments: args, destination }
  const row = world.fact('control-sent', world.actor.lab, -1, cause, said)
  const { controls } = world.state
  const ticket = controls.length
  const quiet = { pattern: null, matcher: null, reply: false, sent: [], arrived: [] }
  controls.push({ ...said, ...quiet, process: -1, cause: row, repliedAt: null })
  if (world.state.network.alarm !== null || world.state.network.away.broker > 0) return
  if (world.state.network.disturbed) broadcast(world, ticket)
  else spread(world, ticket)
}

/** Every worker that consumes now gets it. */
function spread(world: World, ticket: number): void {
  const arrival = world.now + world.costs.enqueue + world.costs.deliver
  for (const worker of world.state.workers) {
    if (worker.consumer === null || !hasRemoteControl(world, worker)) continue
    world.schedule(arrival, OPCODES.control, worker.index, ticket)
  }
}

/** The event of a control message that has reached the broker over a link that may be slow. */
export function broadcast(world: World, ticket: number): void {
  for (const worker of world.state.workers) {
    const main = world.process(worker.main)
    if (worker.consumer === null || !main.connected.broker) continue
    if (!hasRemoteControl(world, worker)) continue
    const parcel = { opcode: OPCODES.control, entity: worker.index, argument: ticket }
    post(world, main, 'in', world.costs.deliver, parcel)
  }
}

/** The event of a reply that has reached the broker over such a link. */
export function forwardReply(world: World, ticket: number, index: number): void {
  const asker = world.process(controlOf(world, ticket).process)
  const parcel = { opcode: OPCODES.reply, entity: ticket, argument: index }
  post(world, asker, 'in', world.costs.deliver, parcel)
}

/** redis-py makes a new connection without a word where it can. */
function mustConnect(world: World, process: ProcessState): boolean {
  const open = mayOpen(world, process, 'broker') || speaksRedis(world, 'broker')
  if (refusal(world, process, 'broker') !== null || !open) return true
  openLink(process, 'broker')
  return false
}

/** Workers listen to a fanout exchange; where there is none, nobody hears (rule 3.62). */
const hasRemoteControl = (world: World, worker: WorkerState): boolean =>
  world.broker.withoutFanout !== true &&
  world.process(worker.main).app.settings['worker_enable_remote_control'] !== false

/** The event of a control message at a worker: its main process handles it when it comes to it. */
export function controlArrives(world: World, worker: WorkerState, ticket: number): void {
  if (worker.consumer === null || !isMeant(controlOf(world, ticket), worker)) return
  const act = { do: 'handle-control', ticket } as const
  world.step(world.process(worker.main), act, world.costs.receive)
}

function isMeant({ destination, pattern, matcher }: ControlState, worker: WorkerState): boolean {
  if (destination !== null && !destination.includes(worker.hostname)) return false
  if (pattern === null) return true
  return matcher === 'pcre'
    ? (expression(pattern)?.test(worker.hostname) ?? false)
    : globMatches(pattern, worker.hostname)
}

/** Python's `re.match` begins at the start of the text; null for what is no expression. */
function expression(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})`)
  } catch {
    return null
  }
}

/** Python's `fnmatch`. */
function globMatches(pattern: string, text: string): boolean {
  const parts = pattern.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('[!', '[^')
  const found = expression(`${parts.replaceAll('*', '.*').replaceAll('?', '.')}$`)
  return found?.test(text) ?? false
}

/** A worker's reply sets off, where somebody waits for it. */
export function sendReply(world: World, worker: WorkerState, ticket: number, reply: Json): void {
  const control = controlOf(world, ticket)
  if (!control.reply) return
  const index = control.sent.push({ worker: worker.hostname, reply }) - 1
  const { publish, enqueue, deliver } = world.costs
  if (world.state.network.disturbed) {
    const parcel = { opcode: OPCODES.replied, entity: ticket, argument: index }
    post(world, world.process(worker.main), 'out', publish + enqueue, parcel)
    return
  }
  world.schedule(world.now + publish + enqueue + deliver, OPCODES.reply, ticket, index)
}

/** The event of a reply that has reached who asked. */
export function replyArrives(world: World, ticket: number, index: number): void {
  const control = controlOf(world, ticket)
  const reply = control.sent[index]
  assert(reply !== undefined, `reply ${index} was sent`)
  control.arrived.push(reply)
  control.repliedAt = world.now
  replyCame(world, world.process(control.process), ticket)
}
