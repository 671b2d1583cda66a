import { PACE_SPREAD } from '../cluster/costs.ts'
import { drawFrom, type Stream } from '../kernel/random.ts'
import type { Micros } from '../kernel/units.ts'
import { bareShape } from '../log/log.ts'
import { arrow, follow } from '../world/machines.ts'
import { DURATION, FAILURE } from '../world/models.ts'
import { useReplyQueue } from '../world/reply-queue.ts'
import { onStarted } from '../world/triggers.ts'
import type { World } from '../world/world.ts'
import type { Agenda } from './agenda.ts'
import type { BrokerSide } from './broker-side.ts'
import { CELLS, type Columns, FLAGS, TIMES } from './columns.ts'
import { type Hand, PHASES, type Seat } from './crew.ts'
import type { Ride } from './ride.ts'

const { line: lineCell, tag: tagCell, task: taskCell, state: stateCell, cause: causeCell } = CELLS
const { worker: workerCell, deliveredAs, request, requestDelivery, requestWorker } = CELLS
const { requestCause, flags, from } = CELLS
const { notBefore, runtime: runtimeCell } = TIMES
const { redelivered: REDELIVERED, acknowledged: ACKNOWLEDGED, succeeded: SUCCEEDED } = FLAGS
const {
  idle: IDLE,
  accept: ACCEPT,
  begin: BEGIN,
  end: END,
  store: STORE,
  conclude: CONCLUDE,
} = PHASES
const RECEIVE = arrow('task', 'RECEIVE')
const RESERVE = arrow('task', 'RESERVE')
const START = arrow('task', 'START')
const SUCCEED = arrow('task', 'SUCCEED')
const RUN = arrow('process', 'RUN')
const FREE = arrow('process', 'FREE')
const RESERVED = bareShape('task-reserved')
const SPREAD = PACE_SPREAD

/** What workers and their processes do on the short way. */
export class WorkerSide {
  private readonly world: World
  private readonly ride: Ride
  private readonly columns: Columns
  private readonly agenda: Agenda
  private readonly broker: BrokerSide

  constructor(ride: Ride, broker: BrokerSide) {
    this.world = ride.world
    this.ride = ride
    this.columns = ride.columns
    this.agenda = ride.agenda
    this.broker = broker
  }

  /** See `deliver` of `workers/consumer.ts`. */
  deliver(place: number): void {
    const { world, ride } = this
    const { cells, times } = this.columns
    const { now } = world
    const hand = ride.hands[cells[place + workerCell]!]!
    const { delivered, redelivered } = ride.lines[cells[place + lineCell]!]!.queueRows
    const shape = (cells[place + flags]! & REDELIVERED) === 0 ? delivered : redelivered
    const row = ride.log.open(now, 1)
    const task = cells[place + taskCell]!
    const tag = cells[place + tagCell]!
    const { actor } = hand.worker
    ride.log.write(now, row, task, actor, cells[place + causeCell]!, shape, tag)
    cells[place + causeCell] = row
    times[(place >> 1) + notBefore] = now
    hand.line.push(place * 2)
    if (!hand.scheduled) this.scheduleMain(hand)
  }

  /** A pool process does what it is about to do; false where that is not of the short way, and nothing was done. */
  moveSeat(seat: Seat): boolean {
    switch (seat.phase) {
      case ACCEPT:
        return this.accept(seat)
      case BEGIN:
        this.begin(seat)
        return true
      case END:
        return this.end(seat)
      case STORE:
        this.store(seat)
        return true
      default:
        this.conclude(seat)
        return true
    }
  }

  /** The same of a main process. */
  moveMain(hand: Hand): boolean {
    const next = hand.line.first
    return (next & 1) === 0 ? this.receive(hand, next >> 1) : this.completed(hand, next >> 1)
  }

  /** See `receive` of `workers/consumer.ts`. */
  private receive(hand: Hand, place: number): boolean {
    const { world, ride } = this
    const { cells } = this.columns
    const { worker, main, talks } = hand
    if (cells[place + workerCell] !== worker.index) return false
    const { log } = ride
    const { now } = world
    const { rows } = ride.lines[cells[place + lineCell]!]!
    hand.line.take()
    hand.scheduled = false
    const tag = cells[place + tagCell]!
    const task = cells[place + taskCell]!
    const { actor } = main
    cells[place + request] = ride.nextRequest++
    cells[place + requestDelivery] = cells[place + deliveredAs]!
    cells[place + requestWorker] = worker.index
    let cause = cells[place + causeCell]!
    let row = log.open(now, talks ? 3 : 2)
    if (talks) {
      log.write(now, row, task, actor, cause, rows.receivedLine, 0)
      cause = row++
    }
    log.write(now, row, task, actor, cause, rows.received, tag)
    log.write(now, row + 1, task, actor, row, RESERVED, 0)
    cells[place + stateCell] = follow(RESERVE, follow(RECEIVE, cells[place + stateCell]!, tag), tag)
    cells[place + requestCause] = row + 1
    hand.cause = row + 1
    hand.reserved.push(place)
    if (hand.idle > 0) this.feed(hand)
    worker.consumer!.turn = world.state.nextTurn++
    this.broker.dispatch()
    this.scheduleMain(hand)
    return true
  }

  /** See `accept` of `workers/pools/run.ts`. */
  private accept(seat: Seat): boolean {
    const { world } = this
    const { cells } = this.columns
    const { place, hand } = seat
    if (!this.holds(hand, place)) return false
    const line = this.ride.lines[cells[place + lineCell]!]!
    const { totals } = hand.worker
    seat.cause = cells[place + requestCause]!
    if (!line.acksLate) seat.cause = this.broker.acknowledge(hand, place, seat.cause)
    totals[line.name] = (totals[line.name] ?? 0) + 1
    if (this.agenda.isAlone(world.now)) {
      seat.clock = world.now
      this.begin(seat)
    } else this.go(seat, BEGIN, world.now)
    return true
  }

  /** See `begin` of `workers/pools/run.ts` and `runModelled` of `world/models.ts`. */
  private begin(seat: Seat): void {
    const { world, ride } = this
    const { cells } = this.columns
    const { place, process } = seat
    const { now } = world
    const { starts } = world.state
    const line = ride.lines[cells[place + lineCell]!]!
    const task = cells[place + taskCell]!
    process.state = follow(RUN, process.state, process.index)
    cells[place + stateCell] = follow(START, cells[place + stateCell]!, place)
    seat.startedAt = now
    const nth = (starts[line.name] ?? 0) + 1
    starts[line.name] = nth
    const row = ride.log.open(now, 1)
    ride.log.write(now, row, task, seat.actor, seat.cause, line.rows.started, 0)
    seat.cause = row
    if (ride.awaitsStarts) this.tellStarted(seat, line.name, nth)
    const { attempt, failure } = line
    const took = line.model.duration.at(drawFrom(ride.draws, task, attempt, DURATION))
    seat.fails = failure > 0 && drawFrom(ride.draws, task, attempt, FAILURE) < failure
    seat.phase = END
    seat.clock = now + took
    this.agenda.later(seat.unit, now + took)
  }

  /** A body returns: see `bodyOver` of `workers/answers.ts` and `returnShared` of `workers/trace.ts`. */
  private end(seat: Seat): boolean {
    const { world, ride } = this
    const { process, hand, place } = seat
    if (seat.fails) return false
    const { now } = world
    const line = ride.lines[this.columns.cells[place + lineCell]!]!
    const runtime = now - seat.startedAt
    hand.worker.cpu += Math.round(runtime * line.cpu)
    this.columns.times[(place >> 1) + runtimeCell] = runtime
    if (hand.main.replyTo === null) useReplyQueue(world, hand.main)
    if (line.stores) {
      const connecting = process.connected.backend ? 0 : world.connecting(process, 'backend')
      this.go(seat, STORE, now + paced(seat.pace, world.costs.backend) + connecting)
    } else if (this.agenda.isAlone(now)) this.conclude(seat)
    else this.go(seat, CONCLUDE, now)
    return true
  }

  /** See `storeShared` of `world/results.ts`. */
  private store(seat: Seat): void {
    const { world, ride } = this
    const { cells } = this.columns
    const { place } = seat
    const { now } = world
    const { rows, takesResults, keepsSuccess } = ride.lines[cells[place + lineCell]!]!
    if (takesResults) {
      const known = cells[place + flags]!
      const refused = keepsSuccess && (known & SUCCEEDED) !== 0
      cells[place + flags] = known | SUCCEEDED
      const shape = refused ? rows.refused : rows.stored
      const row = ride.log.open(now, 1)
      ride.log.write(now, row, cells[place + taskCell]!, seat.actor, seat.cause, shape, 0)
      seat.cause = row
    }
    if (this.agenda.isAlone(now)) this.conclude(seat)
    else this.go(seat, CONCLUDE, now)
  }

  /** See `conclude` of `workers/trace.ts`. */
  private conclude(seat: Seat): void {
    const { world, ride } = this
    const { cells, times } = this.columns
    const { place, process, hand, actor } = seat
    const { log } = ride
    const { now, costs } = world
    const { rows } = ride.lines[cells[place + lineCell]!]!
    const task = cells[place + taskCell]!
    const runtime = times[(place >> 1) + runtimeCell]!
    cells[place + stateCell] = follow(SUCCEED, cells[place + stateCell]!, place)
    let row = log.open(now, hand.talks ? 3 : 2)
    log.write(now, row, task, actor, seat.cause, rows.succeeded, runtime)
    if (hand.talks) log.write(now, ++row, task, actor, row - 1, rows.succeededLine, runtime)
    log.write(now, row + 1, task, actor, row, rows.finished, 0)
    process.state = follow(FREE, process.state, process.index)
    process.served += 1
    seat.cause = row + 1
    seat.clock = now
    seat.phase = IDLE
    hand.idle += 1
    if (seat.nth < hand.firstIdle) hand.firstIdle = seat.nth
    cells[place + from] = row + 1
    times[(place >> 1) + notBefore] = now + costs.pipe
    hand.line.push(place * 2 + 1)
    if (!hand.scheduled) this.scheduleMain(hand)
  }

  /** See `workers/completion.ts`. */
  private completed(hand: Hand, place: number): boolean {
    const { columns } = this
    const { cells } = columns
    const settled = (cells[place + flags]! & ACKNOWLEDGED) !== 0
    if (!settled && !this.holds(hand, place)) return false
    hand.line.take()
    hand.scheduled = false
    hand.cause = cells[place + from]!
    if (!settled) hand.cause = this.broker.acknowledge(hand, place, hand.cause)
    columns.give(place)
    if (hand.idle > 0) this.feed(hand)
    this.broker.dispatch()
    this.scheduleMain(hand)
    return true
  }

  /** See `holdsMessage` of `world/requests.ts`. */
  private holds({ worker }: Hand, place: number): boolean {
    const { cells } = this.columns
    return (
      cells[place + workerCell] === worker.index &&
      cells[place + deliveredAs] === cells[place + requestDelivery]
    )
  }

  /** Hands waiting tasks to free processes: see `workers/pools/feed.ts`. */
  private feed(hand: Hand): void {
    const { world } = this
    const { seats, reserved, worker } = hand
    while (hand.idle > 0 && reserved.length > 0) {
      const seat = seats[hand.firstIdle++]!
      if (seat.phase !== IDLE) continue
      seat.place = reserved.take()
      seat.job = worker.jobs++
      hand.idle -= 1
      const begin = Math.max(seat.clock, world.now)
      this.go(seat, ACCEPT, begin + paced(seat.pace, world.costs.pipe))
    }
  }

  private scheduleMain(hand: Hand): void {
    if (hand.line.length === 0) return
    const { world } = this
    const next = hand.line.first
    const { receive, complete } = world.costs
    const begin = Math.max(hand.clock, this.columns.times[(next >> 2) + notBefore]!, world.now)
    const clock = begin + paced(hand.pace, (next & 1) === 0 ? receive : complete)
    hand.scheduled = true
    hand.clock = clock
    this.agenda.soon(hand.unit, clock)
  }

  private go(seat: Seat, phase: number, at: Micros): void {
    seat.phase = phase
    seat.clock = at
    this.agenda.soon(seat.unit, at)
  }

  private tellStarted({ process }: Seat, name: string, nth: number): void {
    const { world } = this
    this.ride.aside(() => {
      onStarted(world, process, name, nth)
    })
  }
}

/** What a step costs at the pace that a process happens to have: see `World.paced`. */
function paced(pace: Stream, cost: Micros): Micros {
  if (cost === 0) return cost
  const drawn = pace.next() * 2 - 1
  return Math.round(cost * (1 + drawn * SPREAD))
}
