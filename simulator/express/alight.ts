import { place as put } from '../world/pages.ts'
import { SharedCopy } from '../world/shared-messages.ts'
import type { Arrival } from '../world/state.ts'
import { newStep } from '../world/steps.ts'
import { NONE } from '../world/world.ts'
import { NOBODY } from '../workers/pools/feed.ts'
import { SharedRequest } from '../workers/shared-requests.ts'
import { ACKNOWLEDGED, REDELIVERED, STAGES, SUCCEEDED } from './columns.ts'
import { type Hand, PHASES, type Seat } from './crew.ts'
import { outcomeOf, stepsOf } from './phases.ts'
import type { Ride } from './ride.ts'

/** Gives everything back to the world as it is now. */
export function alight(ride: Ride): void {
  const { columns } = ride
  for (let place = 0; place < columns.used; place++)
    if (columns.stage[place] === STAGES.arriving) leaveArrival(ride, place)
    else if (columns.stage[place] === STAGES.there) leaveCopy(ride, place)
  for (const hand of ride.hands) if (hand !== undefined) leaveWorker(ride, hand)
  columns.clear()
}

function leaveArrival(ride: Ride, place: number): void {
  const { columns } = ride
  const arrival: Arrival = {
    message: ride.lines[columns.line[place]!]!.template,
    task: columns.task[place]!,
    taskState: columns.state[place]!,
    known: true,
    cause: columns.cause[place]!,
    number: columns.number[place]!,
    sender: NONE,
  }
  put(ride.arrivals, columns.tag[place]!, arrival)
}

function leaveCopy(ride: Ride, place: number): void {
  const { columns, world } = ride
  const { template: message, queue } = ride.lines[columns.line[place]!]!
  const number = columns.number[place]!
  const flags = columns.flags[place]!
  const about = {
    message,
    task: columns.task[place]!,
    taskState: columns.state[place]!,
    cause: columns.cause[place]!,
  }
  const tag = columns.tag[place]!
  const copy = new SharedCopy(tag, about, number, queue.name, columns.delivery[place]!)
  copy.worker = columns.worker[place]!
  copy.deliveredAs = columns.deliveredAs[place]!
  copy.deliveredAt = columns.deliveredAt[place]!
  copy.redelivered = (flags & REDELIVERED) !== 0
  copy.succeeded = (flags & SUCCEEDED) !== 0
  put(ride.copies, tag, copy)
  const index = columns.request[place]!
  if (index === NONE) return
  copy.open = 1
  copy.request = index
  const worker = world.worker(columns.requestWorker[place]!)
  const { acksLate } = ride.lines[columns.line[place]!]!
  const terms = { acksLate, makesRoom: false, delivery: columns.requestDelivery[place]! }
  const { name } = world.broker
  const cause = columns.requestCause[place]!
  const request = new SharedRequest(index, copy, worker, name, terms, cause)
  request.acknowledged = (flags & ACKNOWLEDGED) !== 0
  put(ride.requests, index, request)
}

function leaveWorker(
  ride: Ride,
  { worker, main, line, reserved, seats, scheduled, clock, cause }: Hand,
): void {
  const { columns } = ride
  worker.reserved = reserved.map((place) => columns.request[place]!)
  main.steps.length = 0
  for (const next of line) {
    const place = next >> 1
    const isOver = (next & 1) === 1
    const step = newStep(isOver ? 'completed' : 'receive', 0, columns.notBefore[place]!)
    step.about = isOver ? columns.request[place]! : columns.tag[place]!
    const { receive, complete } = ride.world.costs
    step.cost = isOver ? complete : receive
    if (isOver) {
      step.outcome = outcomeOf(columns.runtime[place]!)
      step.from = columns.from[place]!
    }
    main.steps.push(step)
  }
  Object.assign(main, { scheduled, clock, cause })
  for (const seat of seats) leaveProcess(ride, seat)
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
  const request = ride.columns.request[place]!
  process.execution = {
    request,
    startedAt,
    children: NOBODY,
    retry: null,
    job,
    after: null,
    ...(phase > PHASES.begin ? { modelled: true } : {}),
  }
  process.steps.push(...stepsOf(phase, request, clock, fails, ride.columns.runtime[place]!))
}
