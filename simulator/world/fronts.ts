import type { ServiceSpec } from '../cluster/service-spec.ts'
import { assert } from '../kernel/assert.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import { toNumber } from '../messages/json.ts'
import { generatorOf } from '../modelled/load/index.ts'
import { sampler } from '../modelled/sampler.ts'
import type { Answer } from '../program.ts'
import { serviceOf } from '../services/index.ts'
import type { Front, Visit } from '../services/service.ts'
import { OPCODES } from './opcodes.ts'
import { outagesOf } from './outages.ts'
import { add, find, remove } from './pages.ts'
import { addProcess, moveProcess, spawn } from './processes.ts'
import type { FrontState, VisitState } from './service-state.ts'
import { latencyNow } from './slow-spells.ts'
import type { ProcessState } from './state.ts'
import type { World } from './world.ts'

type Over = Exclude<Answer, { readonly kind: 'parked' }>

/** What a proxy says where the server behind it is gone, away, or too slow (RFC 9110, 15.6). */
const BAD_GATEWAY = 502
const UNAVAILABLE = 503
const TIMED_OUT = 504
const INTERNAL_ERROR = 500

/** Starts the web fronts of the cluster; where there is no program nobody answers. */
export function startFronts(world: World): void {
  if (world.program === null) return
  for (const spec of world.cluster.services ?? []) {
    const front = frontOf(spec)
    if (front === null) continue
    const slot = world.state.services.fronts.length
    const main = addProcess(world, { name: spec.name, kind: 'web', worker: -1, slot })
    world.state.services.fronts.push({
      service: spec.name,
      main: main.index,
      threads: [],
      busy: [],
      waiting: [],
      loads: front.visits.map(({ shape }) => ({
        drawn: generatorOf(shape).draw(shape, chanceOf(world, spec.name)),
        sent: 0,
      })),
      start: world.now,
      count: 0,
      broken: false,
    })
    spawn(world, main, -1)
    world.step(main, { do: 'load' })
  }
}

function frontOf({ kind, options }: ServiceSpec): Front | null {
  return serviceOf(kind)?.front?.(options) ?? null
}

const chanceOf = (world: World, service: string) => world.streams.stream(`visitors of ${service}`)

interface Found {
  readonly state: FrontState
  readonly spec: ServiceSpec
  readonly front: Front
}

function frontAt(world: World, index: number): Found {
  const state = world.state.services.fronts[index]
  const spec = world.cluster.services?.find(({ name }) => name === state?.service)
  const front = spec === undefined ? null : frontOf(spec)
  assert(state !== undefined && spec !== undefined && front !== null, `there is a front ${index}`)
  return { state, spec, front }
}

/** The module of the program that a front runs. */
export const moduleOf = (world: World, process: ProcessState): string =>
  frontAt(world, process.slot).front.module

/** Its module is imported, or could not be: its threads begin, and visitors come. */
export function openFront(world: World, process: ProcessState, answer: Over): void {
  const { state, front } = frontAt(world, process.slot)
  const { name, slot } = process
  if (answer.kind === 'raised') {
    state.broken = true
    const { repr, traceback } = answer.error
    world.own(process, 'logged', -1, { level: 'CRITICAL', text: `${repr}\n${traceback}` })
  }
  const interpreter = {
    ...{ main: process.index, cooperative: false, holder: -1, waiting: [] },
    ...(front.loop ? { loop: true as const } : {}),
  }
  for (let at = 1; at <= front.threads; at++) {
    const thread = addProcess(world, {
      ...{ name: `${name}/${at}`, kind: 'web', worker: -1, slot },
      app: process.app,
    })
    thread.interpreter = interpreter
    spawn(world, thread, process.cause)
    state.threads.push(thread.index)
    state.busy.push(-1)
  }
  front.visits.forEach((_, of) => {
    planVisit(world, slot, of, 0)
  })
}

function planVisit(world: World, index: number, of: number, after: Micros): void {
  const { state, spec, front } = frontAt(world, index)
  const { shape, from, until } = visitOf(front, of)
  const chance = chanceOf(world, spec.name)
  const next = generatorOf(shape).next(shape, state.loads[of]!, after, chance)
  if (next === null || next >= seconds(until - from)) return
  const at = state.start + seconds(from) + next
  world.schedule(Math.max(world.now, at), OPCODES.visit, index, of)
}

function visitOf(front: Front, of: number): Visit {
  const visit = front.visits[of]
  assert(visit !== undefined, `a front has requests of kind ${of}`)
  return visit
}

/** The events of visitors. */
export function moveVisit(world: World, opcode: number, entity: number, argument: number): void {
  if (opcode === OPCODES.visit) {
    sendVisit(world, entity, argument)
    return
  }
  const { visits } = world.state.services
  const visit = find(visits, entity)
  if (visit === null) return
  if (opcode === OPCODES.visited) arrive(world, visit, entity)
  else if (opcode === OPCODES.served) tellEnd(world, visit, visit.status)
  else giveUp(world, visit, entity)
  if (visit.over && !frontAt(world, visit.front).state.busy.includes(entity)) remove(visits, entity)
}

function sendVisit(world: World, index: number, of: number): void {
  const { state, spec, front } = frontAt(world, index)
  const latency = latencyNow(world, spec)
  const whole = Math.max(2, sampler(latency).at(chanceOf(world, spec.name).next()))
  const there = Math.floor(whole / 2)
  state.count += 1
  state.loads[of]!.sent += 1
  const number = add(world.state.services.visits, {
    ...{ front: index, of, number: state.count, sentAt: world.now, back: whole - there },
    ...{ arrivedAt: world.now + there, status: 0, over: false, cause: -1 },
  })
  world.schedule(world.now + there, OPCODES.visited, number, 0)
  world.schedule(world.now + seconds(front.patience), OPCODES.impatient, number, 0)
  const { from } = visitOf(front, of)
  planVisit(world, index, of, world.now - state.start - seconds(from))
}

function arrive(world: World, visit: VisitState, number: number): void {
  const { state, spec } = frontAt(world, visit.front)
  const isAway = outagesOf(world, spec).some(
    ({ from, until }) => world.now >= from && world.now < until,
  )
  if (isAway || state.broken) answerVisit(world, visit, number, isAway ? UNAVAILABLE : BAD_GATEWAY)
  else {
    const { method, path } = visitOf(frontAt(world, visit.front).front, visit.of)
    visit.cause = world.fact('request-arrived', actorOf(world, spec.name), -1, -1, {
      ...{ number: visit.number, method, path },
    })
    state.waiting.push(number)
    feed(world, state)
  }
}

const actorOf = (world: World, name: string): number => world.log.actor({ kind: 'service', name })

/** Free threads take who has waited longest. */
function feed(world: World, state: FrontState): void {
  for (const [at, thread] of state.threads.entries()) {
    if (state.busy[at] !== -1) continue
    const visit = state.waiting.shift()
    if (visit === undefined) return
    state.busy[at] = visit
    world.step(world.process(thread), { do: 'serve', visit })
  }
}

/** A thread begins to answer: Python is asked. */
export function serve(
  world: World,
  process: ProcessState,
  { visit: number }: { readonly visit: number },
): void {
  const visit = find(world.state.services.visits, number)
  assert(visit !== null, `request ${number} is there`)
  const { state, front } = frontAt(world, visit.front)
  const { method, path, form } = visitOf(front, visit.of)
  moveProcess(process, 'RUN')
  process.cause = visit.cause
  const given = filled(form, visit.number)
  world.own(process, 'request-started', -1, {
    ...{ number: visit.number, method, path, form: given },
    waited: world.now - visit.arrivedAt,
  })
  visit.cause = process.cause
  const name = front.loop ? null : `ThreadPoolExecutor-0_${state.threads.indexOf(process.index)}`
  world.ask(process, {
    ...{ kind: 'request', process: process.name, module: front.module },
    thread: { of: world.process(state.main).name, name, joins: true },
    request: { method, path, form: given },
  })
}

/** The fields of a form, with the number of its request where they want it. */
const filled = (form: Visit['form'], number: number): { readonly [field: string]: Json } =>
  Object.fromEntries(
    Object.entries(form).map(([field, value]) => [
      field,
      typeof value === 'string' ? value.replaceAll('{n}', `${number}`) : value,
    ]),
  )

/** The handler has answered; its thread takes the next. */
export function requestOver(world: World, process: ProcessState, answer: Over): void {
  const { state } = frontAt(world, process.slot)
  const at = state.threads.indexOf(process.index)
  const number = state.busy[at] ?? -1
  state.busy[at] = -1
  moveProcess(process, 'FREE')
  const visit = find(world.state.services.visits, number)
  assert(visit !== null, `request ${number} is there`)
  if (answer.kind === 'raised') {
    const { traceback } = answer.error
    world.own(process, 'logged', -1, { level: 'ERROR', text: traceback })
  }
  const status = statusOf(answer)
  const { method, path } = visitOf(frontAt(world, visit.front).front, visit.of)
  world.own(process, 'request-handled', -1, { number: visit.number, method, path, status })
  visit.cause = process.cause
  if (visit.over) remove(world.state.services.visits, number)
  else answerVisit(world, visit, number, status)
  feed(world, state)
}

function statusOf(answer: Over): number {
  if (answer.kind !== 'returned') return INTERNAL_ERROR
  return 'json' in answer.value ? (toNumber(answer.value.json) ?? INTERNAL_ERROR) : INTERNAL_ERROR
}

function answerVisit(world: World, visit: VisitState, number: number, status: number): void {
  visit.status = status
  world.schedule(world.now + visit.back, OPCODES.served, number, 0)
}

function giveUp(world: World, visit: VisitState, number: number): void {
  const { waiting } = frontAt(world, visit.front).state
  const at = waiting.indexOf(number)
  if (at >= 0) waiting.splice(at, 1)
  tellEnd(world, visit, TIMED_OUT)
}

function tellEnd(world: World, visit: VisitState, status: number): void {
  if (visit.over) return
  visit.over = true
  const { spec, front } = frontAt(world, visit.front)
  const { method, path, wanted } = visitOf(front, visit.of)
  world.fact('request-ended', actorOf(world, spec.name), -1, visit.cause, {
    ...{ number: visit.number, method, path, status },
    ...(wanted === null ? {} : { wanted }),
    latency: world.now - visit.sentAt,
  })
}
