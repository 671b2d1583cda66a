import { PACE_SPREAD } from '../cluster/costs.ts'
import { draw, type Stream } from '../kernel/random.ts'
import type { Micros } from '../kernel/units.ts'
import { bareShape } from '../log/log.ts'
import { takeHead } from '../world/lists.ts'
import { arrow, follow } from '../world/machines.ts'
import { DURATION, FAILURE } from '../world/models.ts'
import { OPCODES } from '../world/opcodes.ts'
import { add, find, remove } from '../world/pages.ts'
import { useReplyQueue } from '../world/reply-queue.ts'
import { onStarted } from '../world/triggers.ts'
import type { World } from '../world/world.ts'
import type { BrokerSide } from './broker-side.ts'
import { ACKNOWLEDGED, REDELIVERED, SUCCEEDED } from './columns.ts'
import { type Hand, PHASES, type Seat } from './crew.ts'
import type { Ride } from './ride.ts'

const { step: STEP } = OPCODES
const RECEIVE = arrow('task', 'RECEIVE')
const RESERVE = arrow('task', 'RESERVE')
const START = arrow('task', 'START')
const SUCCEED = arrow('task', 'SUCCEED')
const RUN = arrow('process', 'RUN')
const FREE = arrow('process', 'FREE')
const RESERVED = bareShape('task-reserved')

/** What workers and their processes do on the short way. */
export class WorkerSide {
  private readonly world: World
  private readonly ride: Ride
  private readonly broker: BrokerSide

  constructor(world: World, ride: Ride, broker: BrokerSide) {
    this.world = world
    this.ride = ride
    this.broker = broker
  }

  /** See `deliver` of `workers/consumer.ts`. */
  deliver(index: number, tag: number): boolean {
    const { world, ride } = this
    const { columns } = ride
    const hand = ride.hands[index]
    const place = find(ride.copies, tag)
    if (hand === undefined || typeof place !== 'number' || columns.worker[place] !== index)
      return false
    const { delivered, redelivered } = ride.lines[columns.line[place]!]!.queueRows
    const shape = (columns.flags[place]! & REDELIVERED) === 0 ? delivered : redelivered
    const cause = columns.cause[place]!
    const { actor } = hand.worker
    columns.cause[place] = world.log.put(world.now, columns.task[place]!, actor, cause, shape, tag)
    columns.notBefore[place] = world.now
    hand.line.push(place * 2)
    this.scheduleMain(hand)
    return true
  }

  /** See `Simulation.step`. */
  step(index: number, generation: number): boolean {
    const { ride } = this
    const seat = ride.seats[index]
    if (seat !== undefined) {
      if (seat.process.generation !== generation) return true
      switch (seat.phase) {
        case PHASES.accept:
          return this.accept(seat)
        case PHASES.begin:
          this.begin(seat)
          return true
        case PHASES.end:
          return this.end(seat)
        case PHASES.store:
          this.store(seat)
          return true
        case PHASES.conclude:
          this.conclude(seat)
          return true
        default:
          return false
      }
    }
    const hand = ride.mains[index]
    if (hand === undefined) return this.world.state.processes[index]!.generation !== generation
    if (hand.main.generation !== generation) return true
    const next = hand.line[0]!
    return (next & 1) === 0 ? this.receive(hand, next >> 1) : this.completed(hand, next >> 1)
  }

  /** See `receive` of `workers/consumer.ts`. */
  private receive(hand: Hand, place: number): boolean {
    const { world, ride } = this
    const { columns } = ride
    const { worker, main } = hand
    if (columns.worker[place] !== worker.index) return false
    const { log, now, state } = world
    const { rows } = ride.lines[columns.line[place]!]!
    takeHead(hand.line)
    hand.scheduled = false
    const tag = columns.tag[place]!
    const task = columns.task[place]!
    let row = columns.cause[place]!
    columns.request[place] = add(ride.requests, place)
    columns.requestDelivery[place] = columns.deliveredAs[place]!
    columns.requestWorker[place] = worker.index
    const received = follow(RECEIVE, columns.state[place]!, tag)
    if (hand.talks) row = log.put(now, task, main.actor, row, rows.receivedLine, 0)
    row = log.put(now, task, main.actor, row, rows.received, tag)
    columns.state[place] = follow(RESERVE, received, tag)
    row = log.put(now, task, main.actor, row, RESERVED, 0)
    columns.requestCause[place] = row
    hand.cause = row
    hand.reserved.push(place)
    this.feed(hand)
    worker.consumer!.turn = state.nextTurn++
    this.broker.dispatch()
    this.scheduleMain(hand)
    return true
  }

  /** See `accept` of `workers/pools/run.ts`. */
  private accept(seat: Seat): boolean {
    const { world, ride } = this
    const { columns } = ride
    const { place, hand } = seat
    if (!this.holds(hand, place)) return false
    const line = ride.lines[columns.line[place]!]!
    const { totals } = hand.worker
    seat.cause = columns.requestCause[place]!
    if (!line.acksLate) seat.cause = this.broker.acknowledge(hand, place, seat.cause)
    totals[line.name] = (totals[line.name] ?? 0) + 1
    if (world.calendar.peekTime() > world.now) {
      seat.clock = world.now
      this.begin(seat)
    } else this.go(seat, PHASES.begin, world.now)
    return true
  }

  /** See `begin` of `workers/pools/run.ts` and `runModelled` of `world/models.ts`. */
  private begin(seat: Seat): void {
    const { world, ride } = this
    const { columns } = ride
    const { place, process } = seat
    const { now } = world
    const { starts } = world.state
    const line = ride.lines[columns.line[place]!]!
    const task = columns.task[place]!
    process.state = follow(RUN, process.state, process.index)
    columns.state[place] = follow(START, columns.state[place]!, place)
    seat.startedAt = now
    const nth = (starts[line.name] ?? 0) + 1
    starts[line.name] = nth
    seat.cause = world.log.put(now, task, process.actor, seat.cause, line.rows.started, 0)
    if (world.actions.length > 0) onStarted(world, process, line.name, nth)
    const { luck } = world.state.course
    const { attempt, failure } = line
    const took = line.model.duration.at(draw(luck, task, attempt, DURATION))
    seat.fails = failure > 0 && draw(luck, task, attempt, FAILURE) < failure
    this.go(seat, PHASES.end, now + took)
  }

  /** A body returns: see `bodyOver` of `workers/answers.ts` and `returnShared` of `workers/trace.ts`. */
  private end(seat: Seat): boolean {
    const { world, ride } = this
    const { process, hand, place } = seat
    if (seat.fails) return false
    const { now } = world
    const line = ride.lines[ride.columns.line[place]!]!
    const runtime = now - seat.startedAt
    hand.worker.cpu += Math.round(runtime * line.cpu)
    ride.columns.runtime[place] = runtime
    if (hand.main.replyTo === null) useReplyQueue(world, hand.main)
    if (line.stores) {
      const connecting = world.connecting(process, 'backend')
      this.go(seat, PHASES.store, now + paced(seat.pace, world.costs.backend) + connecting)
    } else if (world.calendar.peekTime() > now) this.conclude(seat)
    else this.go(seat, PHASES.conclude, now)
    return true
  }

  /** See `storeShared` of `world/results.ts`. */
  private store(seat: Seat): void {
    const { world, ride } = this
    const { columns } = ride
    const { place, process } = seat
    const { now } = world
    const { rows, takesResults, keepsSuccess } = ride.lines[columns.line[place]!]!
    if (takesResults) {
      const flags = columns.flags[place]!
      const refused = keepsSuccess && (flags & SUCCEEDED) !== 0
      columns.flags[place] = flags | SUCCEEDED
      const shape = refused ? rows.refused : rows.stored
      seat.cause = world.log.put(now, columns.task[place]!, process.actor, seat.cause, shape, 0)
    }
    if (world.calendar.peekTime() > now) this.conclude(seat)
    else this.go(seat, PHASES.conclude, now)
  }

  /** See `conclude` of `workers/trace.ts`. */
  private conclude(seat: Seat): void {
    const { world, ride } = this
    const { columns } = ride
    const { place, process, hand } = seat
    const { log, now, costs } = world
    const { actor } = process
    const { rows } = ride.lines[columns.line[place]!]!
    const task = columns.task[place]!
    const runtime = columns.runtime[place]!
    columns.state[place] = follow(SUCCEED, columns.state[place]!, place)
    let row = log.put(now, task, actor, seat.cause, rows.succeeded, runtime)
    if (hand.talks) row = log.put(now, task, actor, row, rows.succeededLine, runtime)
    row = log.put(now, task, actor, row, rows.finished, 0)
    process.state = follow(FREE, process.state, process.index)
    process.served += 1
    seat.cause = row
    seat.clock = now
    seat.phase = PHASES.idle
    hand.idle += 1
    columns.from[place] = row
    columns.notBefore[place] = now + costs.pipe
    hand.line.push(place * 2 + 1)
    this.scheduleMain(hand)
  }

  /** See `workers/completion.ts`. */
  private completed(hand: Hand, place: number): boolean {
    const { ride } = this
    const { columns } = ride
    const settled = (columns.flags[place]! & ACKNOWLEDGED) !== 0
    if (!settled && !this.holds(hand, place)) return false
    takeHead(hand.line)
    hand.scheduled = false
    hand.cause = columns.from[place]!
    if (!settled) hand.cause = this.broker.acknowledge(hand, place, hand.cause)
    remove(ride.requests, columns.request[place]!)
    remove(ride.copies, columns.tag[place]!)
    columns.give(place)
    this.feed(hand)
    this.broker.dispatch()
    this.scheduleMain(hand)
    return true
  }

  /** See `holdsMessage` of `world/requests.ts`. */
  private holds({ worker }: Hand, place: number): boolean {
    const { columns } = this.ride
    return (
      columns.worker[place] === worker.index &&
      columns.deliveredAs[place] === columns.requestDelivery[place]
    )
  }

  /** Hands waiting tasks to free processes: see `workers/pools/feed.ts`. */
  private feed(hand: Hand): void {
    const { world } = this
    const { seats, reserved, worker } = hand
    for (let at = 0; hand.idle > 0 && reserved.length > 0; at++) {
      const seat = seats[at]!
      if (seat.phase !== PHASES.idle) continue
      seat.place = takeHead(reserved)!
      seat.job = worker.jobs++
      hand.idle -= 1
      const begin = Math.max(seat.clock, world.now)
      this.go(seat, PHASES.accept, begin + paced(seat.pace, world.costs.pipe))
    }
  }

  private scheduleMain(hand: Hand): void {
    const next = hand.line[0]
    if (hand.scheduled || next === undefined) return
    const { world } = this
    const { receive, complete } = world.costs
    const begin = Math.max(hand.clock, this.ride.columns.notBefore[next >> 1]!, world.now)
    hand.scheduled = true
    hand.clock = begin + paced(hand.pace, (next & 1) === 0 ? receive : complete)
    world.schedule(hand.clock, STEP, hand.main.index, hand.main.generation)
  }

  private go(seat: Seat, phase: number, at: Micros): void {
    seat.phase = phase
    seat.clock = at
    this.world.schedule(at, STEP, seat.process.index, seat.process.generation)
  }
}

/** What a step costs at the pace that a process happens to have: see `World.paced`. */
function paced(pace: Stream, cost: Micros): Micros {
  if (cost === 0) return cost
  const drawn = pace.next() * 2 - 1
  return Math.round(cost * (1 + drawn * PACE_SPREAD))
}
