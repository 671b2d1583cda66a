import { assert } from '../kernel/assert.ts'
import { drawsOf } from '../kernel/random.ts'
import { seconds } from '../kernel/units.ts'
import type { Log } from '../log/log.ts'
import { generatorOf } from '../modelled/load/index.ts'
import { each, find, takeOut } from '../world/pages.ts'
import { SharedCopy } from '../world/shared-messages.ts'
import type { Arrival, ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { NONE, type World } from '../world/world.ts'
import { SharedRequest } from '../workers/shared-requests.ts'
import { Agenda } from './agenda.ts'
import { CELLS, Columns, FLAGS, STAGES, TIMES } from './columns.ts'
import { Counter, Hand, PHASES, Seat, type Sender } from './crew.ts'
import { isFitWaiting, mayCome, takersOf } from './fit.ts'
import { IDLE, phaseOf } from './phases.ts'
import { isCalm, isPlainWorker, type Line, lineAt, lineOf, talks } from './terms.ts'

/**
 * What every ride works with. A ride begins and ends within one call, so there is one at a time, and a run of a
 * small lab need not make all this anew: it is empty between rides, and no part of any run's state.
 */
const COLUMNS = new Columns()
const AGENDA = new Agenda()

/** What is on the short way, from its beginning to its end: the world's own state, in another shape. */
export class Ride {
  readonly world: World
  readonly columns = COLUMNS
  readonly agenda = AGENDA
  log: Log
  lines: Line[] = []
  /** By the index of a line: where its messages wait. */
  counterOf: Counter[] = []
  /** Those of them that somebody consumes from, in the broker's order. */
  counters: Counter[] = []
  /** By unit: first the senders, then the main processes, then the pool processes. */
  units: (Sender | Hand | Seat)[] = []
  firstHand = 0
  firstSeat = 0
  /** By the index of a worker. */
  hands: (Hand | undefined)[] = []
  /** The next numbers of the world's stores. */
  nextArrival = 0
  nextTag = 0
  nextRequest = 0
  /** What all draws begin with (see `drawFrom`). */
  draws = 0
  /** Does an action wait for the start of a task? */
  awaitsStarts = false
  /** Places of what was under way when it began. */
  readonly arrivals = new Map<number, number>()
  readonly copies = new Map<number, number>()
  private readonly requests = new Map<number, number>()

  constructor(world: World) {
    this.world = world
    this.log = world.log
  }

  /** Takes up what is under way; false where something is among it that does not fit, and nothing was changed. */
  board(): boolean {
    const { world } = this
    if (!isCalm(world)) return false
    const workers = world.state.workers.filter(({ consumer }) => consumer !== null)
    if (workers.length === 0) return false
    if (!workers.every((worker) => isPlainWorker(worker, world.process(worker.main)))) return false
    const loads = this.takeLines(workers)
    if (this.lines.length === 0) return false
    const takers = takersOf(this, workers)
    if (takers === null || !workers.every((worker) => mayCome(this, worker))) return false
    this.clear()
    this.agenda.begin(world.costs.enqueue, world.costs.deliver)
    this.log = world.log
    this.awaitsStarts = world.actions.some(({ on }) => on.kind === 'started')
    this.draws = drawsOf(world.state.course.luck)
    this.nextArrival = world.state.arrivals.next
    this.nextTag = world.state.copies.next
    this.nextRequest = world.state.requests.next
    this.takeUnits(loads, workers)
    this.counters = [...takers].map(([queue, some]) => {
      const hands = some.map(({ index }) => this.hands[index]!)
      return new Counter(queue, hands)
    })
    this.counterOf = this.lines.map(({ queue }, at) => this.counterFor(queue, at))
    return true
  }

  /** The place of a message that is there since before the ride. */
  takeUp(tag: number): number {
    const known = this.copies.get(tag)
    if (known !== undefined) return known
    const copy = find(this.world.state.copies, tag)
    assert(copy instanceof SharedCopy, 'what waits was looked at before the ride')
    takeOut(this.world.state.copies, tag)
    return this.takeCopy(copy)
  }

  /** What others do meanwhile, who may put something into the calendar. */
  aside(work: () => void): void {
    const { agenda } = this
    const { calendar } = this.world
    calendar.goOn(calendar.time, agenda.nextSeq)
    work()
    agenda.nextSeq = calendar.sequence
    agenda.meet(calendar.peekTime(), calendar.peekSeq())
  }

  /** Nothing is on it any more. */
  clear(): void {
    this.columns.clear()
    this.arrivals.clear()
    this.copies.clear()
    this.requests.clear()
  }

  /** What the messages of each load are like; its index, or -1, by the load's. */
  private takeLines(workers: readonly WorkerState[]): number[] {
    const { world } = this
    this.lines = []
    return world.templates.map((published) => {
      const line = lineOf(world, published, workers)
      return line === null ? NONE : this.lines.push(line) - 1
    })
  }

  /** Lines that lead to one queue share it. */
  private counterFor(queue: Line['queue'], at: number): Counter {
    const known = this.counters.find((counter) => counter.queue === queue)
    if (known !== undefined) return known
    const first = this.lines.findIndex((line) => line.queue === queue)
    return first < at ? this.counterOf[first]! : new Counter(queue, [])
  }

  private takeUnits(loads: readonly number[], workers: readonly WorkerState[]): void {
    const { world } = this
    this.units = []
    this.hands = []
    loads.forEach((line, index) => {
      if (line !== NONE) this.units.push(this.senderOf(index, line))
    })
    each(world.state.arrivals, (arrival, number) => {
      this.takeArrival(arrival, number)
    })
    this.firstHand = this.units.length
    for (const worker of workers) this.units.push(this.handOf(worker))
    this.firstSeat = this.units.length
    for (const worker of workers) this.takeWorker(this.hands[worker.index]!)
  }

  private senderOf(index: number, lineAt: number): Sender {
    const { world } = this
    const spec = world.cluster.load![index]!
    const state = world.state.loads[index]!
    const process = world.process(state.process)
    return {
      unit: this.units.length,
      index,
      lineAt,
      line: this.lines[lineAt]!,
      spec,
      state,
      process,
      chance: world.chanceOf(process),
      generator: generatorOf(spec.shape),
      end: spec.until === null ? Infinity : state.start + seconds(spec.until - spec.from),
    }
  }

  private handOf(worker: WorkerState): Hand {
    const { world } = this
    const main = world.process(worker.main)
    const hand = new Hand(this.units.length, worker, main, world.paceOf(main), talks(world, main))
    this.hands[worker.index] = hand
    return hand
  }

  private takeArrival(arrival: Arrival, number: number): void {
    const at = lineAt(this.lines, arrival.message)
    if (at === NONE || arrival.number === undefined || arrival.sender !== NONE) return
    const { columns } = this
    const { task, taskState, cause } = arrival
    const place = columns.addArriving(at, task, arrival.number, taskState, cause)
    columns.cells[place + CELLS.tag] = number
    takeOut(this.world.state.arrivals, number)
    this.arrivals.set(number, place)
  }

  private takeCopy(copy: SharedCopy): number {
    const { columns } = this
    const { task, number, taskState, cause, tag } = copy
    const at = lineAt(this.lines, copy.template)
    const place = columns.addArriving(at, task, number, taskState, cause)
    const { cells } = columns
    cells[place + CELLS.stage] = STAGES.there
    cells[place + CELLS.tag] = tag
    cells[place + CELLS.delivery] = copy.state
    cells[place + CELLS.worker] = copy.worker
    cells[place + CELLS.deliveredAs] = copy.deliveredAs
    cells[place + CELLS.flags] =
      (copy.redelivered ? FLAGS.redelivered : 0) | (copy.succeeded ? FLAGS.succeeded : 0)
    columns.times[(place >> 1) + TIMES.deliveredAt] = copy.deliveredAt
    this.copies.set(tag, place)
    return place
  }

  private takeRequest(index: number): number {
    const known = this.requests.get(index)
    if (known !== undefined) return known
    const request = this.world.findRequest(index)
    assert(request instanceof SharedRequest, 'a request was looked at before the ride')
    const place = this.takeUp(request.tag)
    const { cells } = this.columns
    cells[place + CELLS.request] = index
    cells[place + CELLS.requestDelivery] = request.delivery
    cells[place + CELLS.requestWorker] = request.worker
    cells[place + CELLS.requestCause] = request.cause
    if (request.acknowledged) cells[place + CELLS.flags]! |= FLAGS.acknowledged
    takeOut(this.world.state.requests, index)
    this.requests.set(index, place)
    return place
  }

  private takeWorker(hand: Hand): void {
    const { world, columns } = this
    const { worker, main } = hand
    for (const index of worker.pool) hand.seats.push(this.takeProcess(hand, world.process(index)))
    hand.idle = hand.seats.filter(({ phase }) => phase === PHASES.idle).length
    for (const index of worker.reserved) hand.reserved.push(this.takeRequest(index))
    for (const { what, about, outcome, from, notBefore } of main.steps) {
      const isOver = what === 'completed'
      const place = isOver ? this.takeRequest(about) : this.takeUp(about)
      columns.times[(place >> 1) + TIMES.notBefore] = notBefore
      if (outcome?.kind === 'succeeded')
        columns.times[(place >> 1) + TIMES.runtime] = outcome.runtime
      if (isOver) columns.cells[place + CELLS.from] = from
      hand.line.push(place * 2 + (isOver ? 1 : 0))
    }
    for (const tag of worker.unacked) if (isFitWaiting(this, tag)) this.takeUp(tag)
    hand.before = worker.unacked.map((tag) => ({ tag, isOurs: this.copies.has(tag) }))
  }

  private takeProcess(hand: Hand, process: ProcessState): Seat {
    const { execution, state, steps } = process
    const seat = new Seat(this.units.length, process, hand, this.world.paceOf(process))
    this.units.push(seat)
    if (execution === null) {
      seat.phase = state === IDLE ? PHASES.idle : PHASES.off
      return seat
    }
    seat.phase = phaseOf(process, execution)
    seat.place = this.takeRequest(execution.request)
    seat.startedAt = execution.startedAt
    seat.job = execution.job
    const act = steps[0]?.act
    seat.fails = act?.do === 'answer' && act.answer.kind === 'raised'
    const outcome = steps.at(-1)?.outcome
    if (outcome?.kind === 'succeeded')
      this.columns.times[(seat.place >> 1) + TIMES.runtime] = outcome.runtime
    return seat
  }
}
