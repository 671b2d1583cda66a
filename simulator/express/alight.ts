import { OPCODES } from '../world/opcodes.ts'
import { refill } from '../world/pages.ts'
import { SharedCopy } from '../world/shared-messages.ts'
import type { Arrival, CopyState, RequestState } from '../world/state.ts'
import { newStep } from '../world/steps.ts'
import { NONE } from '../world/world.ts'
import { NOBODY } from '../workers/pools/feed.ts'
import { SharedRequest } from '../workers/shared-requests.ts'
import { SOURCES } from './agenda.ts'
import { CELLS, FLAGS, STAGES, TIMES } from './columns.ts'
import { type Counter, Hand, PHASES, Seat } from './crew.ts'
import { outcomeOf, stepsOf } from './phases.ts'
import type { Ride } from './ride.ts'

/** What goes back into the world's stores, by number. */
interface Luggage {
  readonly arrivals: [number, Arrival][]
  readonly copies: [number, CopyState][]
  readonly requests: [number, RequestState][]
  /** By the index of a worker, what it holds. */
  readonly held: (CopyState[] | undefined)[]
}

/** Gives everything back to the world as it is now. */
export function alight(ride: Ride): void {
  const { state } = ride.world
  leaveEvents(ride)
  const luggage: Luggage = { arrivals: [], copies: [], requests: [], held: [] }
  ride.columns.each((place) => {
    const isArriving = ride.columns.cells[place + CELLS.stage] === STAGES.arriving
    if (isArriving) luggage.arrivals.push(arrivalOf(ride, place))
    else packCopy(ride, place, luggage)
  })
  for (const counter of new Set([...ride.counters, ...ride.counterOf])) leaveQueue(ride, counter)
  for (const hand of ride.hands) if (hand !== undefined) leaveWorker(ride, hand, luggage.held)
  refill(state.arrivals, ride.nextArrival, luggage.arrivals)
  refill(state.copies, ride.nextTag, luggage.copies)
  refill(state.requests, ride.nextRequest, luggage.requests)
  ride.clear()
}

/** Puts what is still to come into the calendar. */
function leaveEvents({ world, agenda, units, columns: { cells } }: Ride): void {
  const { calendar, costs } = world
  const enqueue = calendar.lane(costs.enqueue)
  const deliver = calendar.lane(costs.deliver)
  const { step: STEP, load: LOAD, arrive: ARRIVE, deliver: DELIVER } = OPCODES
  agenda.limit(Infinity, Infinity, Infinity)
  for (let source = agenda.take(); source !== SOURCES.none; source = agenda.take()) {
    const { time, seq, about } = agenda
    if (source === SOURCES.arriving)
      calendar.putBack(enqueue, time, seq, ARRIVE, cells[about + CELLS.tag]!, 0)
    else if (source === SOURCES.delivering) {
      const worker = cells[about + CELLS.worker]!
      calendar.putBack(deliver, time, seq, DELIVER, worker, cells[about + CELLS.tag]!)
    } else {
      const unit = units[about]!
      if (unit instanceof Hand || unit instanceof Seat) {
        const { index, generation } = unit instanceof Hand ? unit.main : unit.process
        calendar.putBack(NONE, time, seq, STEP, index, generation)
      } else calendar.putBack(NONE, time, seq, LOAD, unit.index, 0)
    }
  }
  calendar.goOn(Math.max(calendar.time, world.now), agenda.nextSeq)
}

function arrivalOf({ columns: { cells }, lines }: Ride, place: number): [number, Arrival] {
  const arrival: Arrival = {
    message: lines[cells[place + CELLS.line]!]!.template,
    task: cells[place + CELLS.task]!,
    taskState: cells[place + CELLS.state]!,
    known: true,
    cause: cells[place + CELLS.cause]!,
    number: cells[place + CELLS.number]!,
    sender: NONE,
  }
  return [cells[place + CELLS.tag]!, arrival]
}

function packCopy(ride: Ride, place: number, luggage: Luggage): void {
  const { columns, world } = ride
  const { cells } = columns
  const { template: message, queue, acksLate } = ride.lines[cells[place + CELLS.line]!]!
  const number = cells[place + CELLS.number]!
  const flags = cells[place + CELLS.flags]!
  const about = {
    message,
    task: cells[place + CELLS.task]!,
    taskState: cells[place + CELLS.state]!,
    cause: cells[place + CELLS.cause]!,
  }
  const tag = cells[place + CELLS.tag]!
  const copy = new SharedCopy(tag, about, number, queue.name, cells[place + CELLS.delivery]!)
  copy.worker = cells[place + CELLS.worker]!
  copy.deliveredAs = cells[place + CELLS.deliveredAs]!
  copy.deliveredAt = columns.times[(place >> 1) + TIMES.deliveredAt]!
  copy.redelivered = (flags & FLAGS.redelivered) !== 0
  copy.succeeded = (flags & FLAGS.succeeded) !== 0
  luggage.copies.push([tag, copy])
  if (copy.worker !== NONE) (luggage.held[copy.worker] ??= []).push(copy)
  const index = cells[place + CELLS.request]!
  if (index === NONE) return
  copy.open = 1
  copy.request = index
  const worker = world.worker(cells[place + CELLS.requestWorker]!)
  const terms = { acksLate, makesRoom: false, delivery: cells[place + CELLS.requestDelivery]! }
  const cause = cells[place + CELLS.requestCause]!
  const request = new SharedRequest(index, copy, worker, world.broker.name, terms, cause)
  request.acknowledged = (flags & FLAGS.acknowledged) !== 0
  luggage.requests.push([index, request])
}

/** The tags of what waits; each place leads to the next. */
function leaveQueue({ columns: { cells } }: Ride, counter: Counter): void {
  const { queue } = counter
  const level = queue.levels[0]!
  level.splice(0, counter.left)
  for (let place = counter.first; place !== NONE; place = cells[place + CELLS.next]!)
    level.push(cells[place + CELLS.tag]!)
  queue.cursor = counter.cursor
}

function leaveWorker(ride: Ride, hand: Hand, held: Luggage['held']): void {
  const { worker, main, line, reserved, seats, scheduled, clock, cause } = hand
  const { cells } = ride.columns
  worker.unacked = inOrder(hand, held[worker.index] ?? [])
  worker.deliveries = hand.deliveries
  worker.reserved = reserved.values().map((place) => cells[place + CELLS.request]!)
  main.steps.length = 0
  for (const next of line.values()) main.steps.push(stepOf(ride, next >> 1, (next & 1) === 1))
  Object.assign(main, { scheduled, clock, cause })
  for (const seat of seats) leaveProcess(ride, seat)
}

/** The tags of a worker's messages in the order in which it got them. */
function inOrder({ before }: Hand, held: readonly CopyState[]): number[] {
  const came = new Map(held.map((copy) => [copy.tag, copy.deliveredAs]))
  const tags: number[] = []
  for (const { tag, isOurs } of before) if (came.delete(tag) || !isOurs) tags.push(tag)
  const others = [...came].sort(([, a], [, b]) => a - b)
  for (const [tag] of others) tags.push(tag)
  return tags
}

/** What a main process is about to do with a task. */
function stepOf({ columns: { cells, times }, world }: Ride, place: number, isOver: boolean) {
  const notBefore = times[(place >> 1) + TIMES.notBefore]!
  const step = newStep(isOver ? 'completed' : 'receive', 0, notBefore)
  step.about = cells[place + (isOver ? CELLS.request : CELLS.tag)]!
  const { receive, complete } = world.costs
  step.cost = isOver ? complete : receive
  if (!isOver) return step
  step.outcome = outcomeOf(times[(place >> 1) + TIMES.runtime]!)
  step.from = cells[place + CELLS.from]!
  return step
}

function leaveProcess(
  ride: Ride,
  { process, phase, place, clock, cause, startedAt, job, fails }: Seat,
): void {
  if (phase === PHASES.off) return
  Object.assign(process, { clock, cause })
  const isBusy = phase !== PHASES.idle
  process.scheduled = isBusy
  process.execution = null
  process.steps.length = 0
  if (!isBusy) return
  const { cells, times } = ride.columns
  const request = cells[place + CELLS.request]!
  process.execution = {
    request,
    startedAt,
    children: NOBODY,
    retry: null,
    job,
    after: null,
    ...(phase > PHASES.begin ? { modelled: true } : {}),
  }
  const runtime = times[(place >> 1) + TIMES.runtime]!
  process.steps.push(...stepsOf(phase, request, clock, fails, runtime))
}
