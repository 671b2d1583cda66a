import { assert } from '../kernel/assert.ts'
import { each, find, type Pages, place as put } from '../world/pages.ts'
import { SharedCopy } from '../world/shared-messages.ts'
import type { Arrival, CopyState, ProcessState, RequestState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { NONE, type World } from '../world/world.ts'
import { SharedRequest } from '../workers/shared-requests.ts'
import { ACKNOWLEDGED, Columns, MOST_LINES, REDELIVERED, STAGES, SUCCEEDED } from './columns.ts'
import { type Counter, type Hand, PHASES, type Seat } from './crew.ts'
import { countersOf, isFitWaiting, mayCome } from './fit.ts'
import { IDLE, phaseOf } from './phases.ts'
import { isCalm, isPlainWorker, type Line, lineAt, lineOf, talks } from './terms.ts'

/** What the numbers of the world's stores lead to while a ride lasts: what it was, or its place in the columns. */
type OnBoard<T> = Pages<T | number>

/** What is on the short way, from its beginning to its end: the world's own state, in another shape. */
export class Ride {
  readonly columns = new Columns()
  lines: Line[] = []
  /** By the index of a load: its line, or -1. */
  loads: number[] = []
  /** By the index of a worker. */
  hands: (Hand | undefined)[] = []
  /** By the index of a process. */
  mains: (Hand | undefined)[] = []
  seats: (Seat | undefined)[] = []
  counters: Counter[] = []
  readonly world: World

  constructor(world: World) {
    this.world = world
  }

  get arrivals(): OnBoard<Arrival> {
    return this.world.state.arrivals
  }

  get copies(): OnBoard<CopyState> {
    return this.world.state.copies
  }

  get requests(): OnBoard<RequestState> {
    return this.world.state.requests
  }

  /** Takes up what is under way; false where something is among it that does not fit, and nothing was changed. */
  board(): boolean {
    const { world } = this
    if (!isCalm(world)) return false
    const workers = world.state.workers.filter(({ consumer }) => consumer !== null)
    if (workers.length === 0) return false
    if (!workers.every((worker) => isPlainWorker(worker, world.process(worker.main)))) return false
    this.lines = []
    this.loads = world.templates.map((published) => {
      const line = lineOf(world, published, workers)
      return line === null || this.lines.length === MOST_LINES ? NONE : this.lines.push(line) - 1
    })
    if (this.lines.length === 0) return false
    const counters = countersOf(this, workers)
    if (counters === null || !workers.every((worker) => mayCome(this, worker))) return false
    this.counters = counters
    this.hands = []
    this.mains = []
    this.seats = []
    each(world.state.arrivals, (arrival, number) => {
      this.takeArrival(arrival, number)
    })
    for (const worker of workers) this.takeWorker(worker)
    return true
  }

  /** The place of a message; one that has been waiting since before the ride gets one. */
  placeOf(tag: number): number {
    const found = find(this.copies, tag)
    if (typeof found === 'number') return found
    assert(found instanceof SharedCopy, 'what waits was looked at before the ride')
    return this.takeCopy(found)
  }

  private takeArrival(arrival: Arrival, number: number): void {
    const at = lineAt(this.lines, arrival.message)
    if (at === NONE || arrival.number === undefined || arrival.sender !== NONE) return
    const { columns } = this
    const { task, taskState, cause } = arrival
    const place = columns.addArriving(at, task, arrival.number, taskState, cause)
    columns.tag[place] = number
    put(this.arrivals, number, place)
  }

  private takeCopy(copy: SharedCopy): number {
    const { columns } = this
    const place = columns.take()
    columns.stage[place] = STAGES.there
    columns.line[place] = lineAt(this.lines, copy.template)
    columns.tag[place] = copy.tag
    columns.task[place] = copy.task
    columns.number[place] = copy.number
    columns.delivery[place] = copy.state
    columns.state[place] = copy.taskState
    columns.cause[place] = copy.cause
    columns.worker[place] = copy.worker
    columns.deliveredAs[place] = copy.deliveredAs
    columns.deliveredAt[place] = copy.deliveredAt
    columns.request[place] = NONE
    columns.notBefore[place] = 0
    columns.flags[place] = (copy.redelivered ? REDELIVERED : 0) | (copy.succeeded ? SUCCEEDED : 0)
    put(this.copies, copy.tag, place)
    return place
  }

  private takeRequest(index: number): number {
    const request = this.world.findRequest(index)
    assert(request instanceof SharedRequest, 'a request was looked at before the ride')
    const { columns } = this
    const place = this.placeOf(request.tag)
    columns.request[place] = index
    columns.requestDelivery[place] = request.delivery
    columns.requestWorker[place] = request.worker
    columns.requestCause[place] = request.cause
    if (request.acknowledged) columns.flags[place]! |= ACKNOWLEDGED
    put(this.requests, index, place)
    return place
  }

  private takeWorker(worker: WorkerState): void {
    const { world, columns } = this
    const main = world.process(worker.main)
    const pace = world.paceOf(main)
    const { scheduled, clock, cause } = main
    const hand: Hand = {
      worker,
      main,
      pace,
      talks: talks(world, main),
      seats: [],
      idle: 0,
      line: [],
      reserved: [],
      scheduled,
      clock,
      cause,
    }
    for (const index of worker.pool) hand.seats.push(this.takeProcess(hand, world.process(index)))
    hand.idle = hand.seats.filter(({ phase }) => phase === PHASES.idle).length
    for (const index of worker.reserved) hand.reserved.push(this.takeRequest(index))
    for (const { what, about, outcome, from, notBefore } of main.steps) {
      const isOver = what === 'completed'
      const place = isOver ? this.takeRequest(about) : this.placeOf(about)
      columns.notBefore[place] = notBefore
      if (outcome?.kind === 'succeeded') columns.runtime[place] = outcome.runtime
      if (isOver) columns.from[place] = from
      hand.line.push(place * 2 + (isOver ? 1 : 0))
    }
    for (const tag of worker.unacked)
      if (find(this.copies, tag) instanceof SharedCopy && isFitWaiting(this, tag)) this.placeOf(tag)
    this.hands[worker.index] = hand
    this.mains[main.index] = hand
  }

  private takeProcess(hand: Hand, process: ProcessState): Seat {
    const { execution, state, clock, cause, steps } = process
    const seat: Seat = {
      process,
      hand,
      pace: this.world.paceOf(process),
      phase:
        execution !== null
          ? phaseOf(process, execution)
          : state === IDLE
            ? PHASES.idle
            : PHASES.off,
      place: NONE,
      clock,
      cause,
      startedAt: 0,
      fails: false,
      job: 0,
    }
    if (execution !== null) {
      seat.place = this.takeRequest(execution.request)
      seat.startedAt = execution.startedAt
      seat.job = execution.job
      const act = steps[0]?.act
      seat.fails = act?.do === 'answer' && act.answer.kind === 'raised'
      const outcome = steps.at(-1)?.outcome
      if (outcome?.kind === 'succeeded') this.columns.runtime[seat.place] = outcome.runtime
    }
    this.seats[process.index] = seat
    return seat
  }
}
