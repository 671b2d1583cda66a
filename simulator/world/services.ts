import type { Outage, ServiceSpec } from '../cluster/service-spec.ts'
import { assert } from '../kernel/assert.ts'
import { textHash } from '../kernel/hash.ts'
import { draw } from '../kernel/random.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import type { FactDetails, ServiceOutcome } from '../log/facts.ts'
import { sampler } from '../modelled/sampler.ts'
import type { Tells, Wait } from '../program.ts'
import { serviceByItself, serviceOf } from '../services/index.ts'
import type { Handled, Moment, Service } from '../services/service.ts'
import { OPCODES } from './opcodes.ts'
import { outagesOf } from './outages.ts'
import { add, find, remove } from './pages.ts'
import { resume } from './processes.ts'
import type { CallState, ServiceAnswer } from './service-state.ts'
import { latencyNow } from './slow-spells.ts'
import type { ProcessState } from './state.ts'
import { onEffect } from './triggers.ts'
import type { World } from './world.ts'

type Asked = Extract<Wait, { kind: 'service' }>

type Datagram = Tells['datagram']['say']

/** Lets an action begin that has waited for the boundary of an effect. */
type Strike = (action: number, process: ProcessState) => void

/**
 * Linux sends a SYN again six times and gives up after 127 s
 * (https://docs.kernel.org/networking/ip-sysctl.html, tcp_syn_retries, from documentation).
 */
const GIVES_UP: Micros = seconds(127)

/** A body calls a service: the call sets out now, and takes effect there when it has arrived. */
export function call(world: World, process: ProcessState, asked: Asked): void {
  const spec = specOf(world, asked)
  const whole = spec === null ? 2 * world.costs.refused : latencyOf(world, spec)
  const there = Math.floor(whole / 2)
  const number = add(world.state.services.calls, {
    process: process.index,
    generation: process.generation,
    wait: process.waits,
    task: world.taskOf(process),
    cause: process.cause,
    asked,
    sentAt: world.now,
    connected: world.state.services.connections[asked.connection]?.since ?? null,
    back: whole - there,
    answer: null,
    datagram: false,
  })
  world.schedule(world.now + there, OPCODES.call, number, 0)
  if (asked.timeout !== null)
    world.schedule(world.now + asked.timeout, OPCODES.timeout, process.index, process.waits)
}

/** A body sends a packet that nobody waits for: it is on its way, and its sender goes on. */
export function sendDatagram(
  world: World,
  process: ProcessState,
  { service, host, operation, subject, arguments: given }: Datagram,
): void {
  const asked = {
    ...{ kind: 'service' as const, service, host, operation, subject, arguments: given },
    ...{ connection: 0, timeout: null },
  }
  const spec = specOf(world, asked)
  // A packet to nobody is nobody's business (RFC 768): its sender does not hear of it.
  if (spec === null) return
  const there = Math.floor(latencyOf(world, spec) / 2)
  const number = add(world.state.services.calls, {
    process: process.index,
    generation: process.generation,
    wait: -1,
    task: world.taskOf(process),
    cause: process.cause,
    asked,
    sentAt: world.now,
    connected: null,
    back: 0,
    answer: null,
    datagram: true,
  })
  world.schedule(world.now + there, OPCODES.call, number, 0)
}

/** A packet has arrived at its service, where it takes effect or is lost. */
function receive(world: World, call: CallState, strike: Strike): void {
  const { asked } = call
  const spec = specOf(world, asked)
  const service = spec === null ? undefined : serviceOf(spec.kind)
  if (spec === null || service === undefined) return
  const actor = world.log.actor({ kind: 'service', name: spec.name })
  const { operation, subject } = asked
  const missed = { call: operation, subject, why: 'away' as const, code: null, text: '' }
  if (outageOf(world, spec) !== null) {
    world.fact('service-missed', actor, call.task, call.cause, missed)
    return
  }
  const handled = handle(world, call, { spec, service, connection: 0 })
  const { code, text } = handled
  if (code !== null && code >= 400)
    world.fact('service-missed', actor, call.task, call.cause, {
      ...missed,
      ...{ why: 'refused' as const, code, text },
    })
  const process = world.process(call.process)
  for (const side of ['in', 'after'] as const)
    if (process.generation === call.generation)
      onEffect(world, process, 'service', side, (action) => strike(action, process), spec.name)
}

/** The outage that a service is in. */
const outageOf = (world: World, spec: ServiceSpec): Outage | null =>
  outagesOf(world, spec).find(({ from, until }) => world.now >= from && world.now < until) ?? null

/** The event of a call that arrives at its service, or of its answer that arrives at the caller. */
export function moveCall(world: World, opcode: number, number: number, strike: Strike): void {
  const call = find(world.state.services.calls, number)
  assert(call !== null, `call ${number} is under way`)
  if (call.datagram) {
    remove(world.state.services.calls, number)
    receive(world, call, strike)
    return
  }
  if (opcode === OPCODES.call) arrive(world, call, number, strike)
  else {
    remove(world.state.services.calls, number)
    if (call.answer !== null) hearAnswer(world, call, call.answer, strike)
  }
}

/** The name of the service that a call goes to; the host that nobody has where there is none. */
export const nameOf = (world: World, asked: Asked): string =>
  specOf(world, asked)?.name ?? asked.host

/** Its caller does not want to wait any longer; the call itself goes on. */
export function giveUpCall(world: World, process: ProcessState, asked: Asked): void {
  conclude(world, process, asked, {
    ...unanswered(world, asked, 'timed out'),
    connection: asked.connection,
  })
}

/** A service inside Python has been changed by the process that is asked now. */
export function noteEffect(
  world: World,
  process: ProcessState,
  service: string,
  changed: FactDetails['service-effect'],
): void {
  const actor = world.log.actor({ kind: 'service', name: service })
  world.fact('service-effect', actor, world.taskOf(process), process.cause, changed)
}

/** The service that a program means: by its host, or the only one of its kind. */
function specOf(world: World, { service, host }: Asked): ServiceSpec | null {
  const ofKind = (world.cluster.services ?? []).filter(
    ({ kind }) => (serviceOf(kind)?.protocol ?? kind) === service,
  )
  const [only, another] = ofKind
  const named = ofKind.find(({ name }) => name === host)
  if (named !== undefined) return named
  const isHere = host === '' || host === 'localhost' || host === '127.0.0.1'
  if (only === undefined) return isHere ? serviceByItself(service) : null
  return isHere && another === undefined ? only : null
}

const streamOf = (world: World, { name }: ServiceSpec) => world.streams.stream(`service ${name}`)

const latencyOf = (world: World, spec: ServiceSpec): Micros =>
  Math.max(2, sampler(latencyNow(world, spec)).at(streamOf(world, spec).next()))

function arrive(world: World, call: CallState, number: number, strike: Strike): void {
  const { asked } = call
  const spec = specOf(world, asked)
  const service = spec === null ? undefined : serviceOf(spec.kind)
  if (spec === null || service === undefined) {
    reply(world, call, number, unanswered(world, asked, 'unknown host'))
    return
  }
  const outage = outageOf(world, spec)
  if (outage !== null) meetOutage(world, call, number, outage)
  else if (service.connects && asked.operation !== 'connect' && isBroken(world, call, spec))
    reply(world, call, number, unanswered(world, asked, 'disconnected'))
  else serve(world, call, number, { spec, service, strike })
}

/** Does nobody at the other end know of the connection: it was closed, or is older than an outage? */
const isBroken = (world: World, { connected }: CallState, spec: ServiceSpec): boolean =>
  connected === null ||
  outagesOf(world, spec).some(({ from }) => connected < from && from <= world.now)

function meetOutage(world: World, call: CallState, number: number, outage: Outage): void {
  const { asked } = call
  if (outage.how === 'refuses') {
    const outcome = asked.connection > 0 ? 'disconnected' : 'refused'
    reply(world, call, number, unanswered(world, asked, outcome))
    return
  }
  const givesUp = call.sentAt + GIVES_UP
  if (outage.until <= givesUp) world.schedule(outage.until, OPCODES.call, number, 0)
  else {
    call.answer = { ...unanswered(world, asked, 'timed out'), connection: asked.connection }
    world.schedule(givesUp, OPCODES.called, number, 0)
  }
}

interface Serving {
  readonly spec: ServiceSpec
  readonly service: Service
  readonly strike: Strike
}

/** The call takes effect, and its answer sets out. */
function serve(world: World, call: CallState, number: number, serving: Serving): void {
  const { spec, service, strike } = serving
  const { services } = world.state
  const { asked } = call
  const process = world.process(call.process)
  const alive = process.generation === call.generation
  const opened = service.connects && asked.operation === 'connect' ? services.nextConnection++ : 0
  const connection = opened > 0 ? opened : asked.connection
  const handled = handle(world, call, { spec, service, connection })
  if (opened > 0 && alive && handled.hangsUp !== true)
    services.connections[opened] = {
      service: spec.name,
      process: call.process,
      since: world.now,
    }
  if (handled.hangsUp === true) delete services.connections[connection]
  if (handled.drawn === true) call.drawn = true
  reply(
    world,
    call,
    number,
    {
      kind: 'service',
      outcome: 'answered',
      service: spec.name,
      code: handled.code,
      text: handled.text,
      value: handled.value ?? null,
      connection: handled.hangsUp === true ? 0 : connection,
    },
    handled.takes,
  )
  if (alive)
    onEffect(world, process, 'service', 'in', (action) => strike(action, process), spec.name)
}

interface Handling {
  readonly spec: ServiceSpec
  readonly service: Service
  readonly connection: number
}

/** What the server makes of what has arrived; its ledger has what that changed. */
function handle(world: World, call: CallState, { spec, service, connection }: Handling): Handled {
  const { asked } = call
  const moment = momentOf(world, spec, connection)
  const kept = (world.state.services.kept[spec.name] ??= service.create(spec.options))
  const handled =
    failure(service, asked, moment) ?? service.handle(kept, asked, moment, spec.options)
  if (handled.effect !== undefined) {
    const actor = world.log.actor({ kind: 'service', name: spec.name })
    const changed = { call: asked.operation, subject: asked.subject, entry: handled.effect }
    world.fact('service-effect', actor, call.task, call.cause, changed)
  }
  return handled
}

/** The error that the cluster wants for this call; null where it is served as it should be. */
function failure(service: Service, asked: Asked, moment: Moment): Handled | null {
  for (const { share, code, calls, from, until } of moment.spec.failures) {
    if (calls !== null && !calls.includes(asked.operation)) continue
    if (moment.now < from || (until !== null && moment.now >= until)) continue
    if (moment.chance() >= share) continue
    const hangsUp = service.closing?.includes(code) === true ? ({ hangsUp: true } as const) : {}
    const drawn = share < 1 ? ({ drawn: true } as const) : {}
    return { code, text: service.codes[code] ?? '', ...drawn, ...hangsUp }
  }
  return null
}

const momentOf = (world: World, spec: ServiceSpec, connection: number): Moment => ({
  now: world.now,
  spec,
  connection,
  chance: () => streamOf(world, spec).next(),
  luck: (text, count) => draw(world.state.course.luck, textHash(`${spec.name} ${text}`), count, 0),
})

/** What comes of a call that no server has answered. */
const unanswered = (world: World, asked: Asked, outcome: ServiceOutcome): ServiceAnswer => ({
  kind: 'service',
  outcome,
  service: nameOf(world, asked),
  code: null,
  text: '',
  value: null,
  connection: 0,
})

function reply(
  world: World,
  call: CallState,
  number: number,
  answer: ServiceAnswer,
  takes: Micros = 0,
): void {
  call.answer = answer
  const back = answer.outcome === 'answered' ? call.back + takes : world.costs.refused
  world.schedule(world.now + back, OPCODES.called, number, 0)
}

function hearAnswer(world: World, call: CallState, answer: ServiceAnswer, strike: Strike): void {
  const process = world.process(call.process)
  const hears =
    process.generation === call.generation &&
    process.wait?.wait === call.asked &&
    process.waits === call.wait &&
    !process.wait.woken
  if (!hears) return
  if (answer.outcome === 'answered')
    onEffect(
      world,
      process,
      'service',
      'after',
      (action) => strike(action, process),
      answer.service,
    )
  // The effect has happened, and its caller never hears of it.
  if (process.generation !== call.generation) return
  conclude(world, process, call.asked, answer, call.drawn)
}

/** The body goes on with what its call came to. */
function conclude(
  world: World,
  process: ProcessState,
  asked: Asked,
  answer: ServiceAnswer,
  drawn?: true,
): void {
  const { outcome, code, text, service } = answer
  if (outcome !== 'answered') delete world.state.services.connections[asked.connection]
  const task = world.taskOf(process)
  const said = { service, call: asked.operation, subject: asked.subject }
  world.own(process, 'service-answered', task, {
    ...said,
    outcome,
    code,
    text,
    ...(drawn === true ? { drawn } : {}),
  })
  resume(world, process, answer)
}
