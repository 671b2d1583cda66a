import { assert } from '../kernel/assert.ts'
import { codeOf } from '../world/machines.ts'
import { RAISED, RETURNED } from '../world/models.ts'
import { each, find, type Pages, place as put } from '../world/pages.ts'
import { SharedCopy } from '../world/shared-messages.ts'
import type { Arrival, CopyState, Execution, ProcessState, RequestState } from '../world/state.ts'
import { newStep, type Step } from '../world/steps.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { NONE, type World } from '../world/world.ts'
import { NOBODY } from '../workers/pools/feed.ts'
import { SharedRequest } from '../workers/shared-requests.ts'
import { ACKNOWLEDGED, Columns, REDELIVERED, STAGES, SUCCEEDED } from './columns.ts'
import { type Counter, type Hand, PHASES, type Seat } from './crew.ts'
import { isCalm, isPlainWorker, type Line, lineOf, talks } from './terms.ts'

const IDLE = codeOf('process', 'idle')

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
  private readonly world: World

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
      return line === null ? NONE : this.lines.push(line) - 1
    })
    if (this.lines.length === 0) return false
    const counters = this.countersOf(workers)
    if (counters === null || !workers.every((worker) => this.mayCome(worker))) return false
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

  private lineAt(template: { readonly shared?: { readonly series: number } } | undefined): number {
    const series = template?.shared?.series
    return series === undefined ? NONE : this.lines.findIndex((line) => line.series === series)
  }

  /** Queues with consumers; null where something waits in one of them that does not fit. */
  private countersOf(workers: readonly WorkerState[]): Counter[] | null {
    const { queues, queueNames } = this.world.state.broker
    const counters: Counter[] = []
    for (const name of queueNames) {
      const queue = queues[name]!
      const takers = workers.filter(({ consumer }) => consumer!.queues.includes(name))
      if (takers.length === 0) continue
      const level = queue.levels[0]!
      const isEmpty = queue.levels.every(({ length }) => length === 0)
      const isOurs = this.lines.some((line) => line.queue === queue)
      if (isOurs) counters.push({ queue, level, takers })
      if (!isEmpty && !(isOurs && level.every((tag) => this.isFitWaiting(tag)))) return null
    }
    return counters
  }

  private isFitWaiting(tag: number): boolean {
    const copy = this.world.findCopy(tag)
    return copy instanceof SharedCopy && copy.open === 0 && this.lineAt(copy.template) !== NONE
  }

  /** Does a worker do nothing now but what fits? */
  private mayCome({ main, pool, reserved }: WorkerState): boolean {
    const { world } = this
    return (
      world.process(main).execution === null &&
      world.process(main).steps.every((step) => this.isFitStep(step)) &&
      reserved.every((index) => this.fitRequest(index) !== null) &&
      pool.every((index) => this.isFitProcess(world.process(index)))
    )
  }

  private isFitStep({ what, about, outcome }: Step): boolean {
    if (what === 'completed')
      return outcome?.kind === 'succeeded' && this.fitRequest(about) !== null
    if (what !== 'receive') return false
    const copy = this.world.findCopy(about)
    return copy instanceof SharedCopy && copy.open === 0 && this.lineAt(copy.template) !== NONE
  }

  /** A request whose message is its alone. */
  private fitRequest(index: number): SharedRequest | null {
    const request = this.world.findRequest(index)
    if (!(request instanceof SharedRequest) || request.taskState !== null) return null
    const { copy, template } = request
    return copy.open === 1 && copy.request === index && this.lineAt(template) !== NONE
      ? request
      : null
  }

  private isFitProcess(process: ProcessState): boolean {
    const { execution, steps, aside, wait, interpreter, blocked } = process
    if (aside !== null || wait !== null || interpreter !== null || blocked) return false
    if (execution === null) return steps.length === 0
    if (execution.terminated !== undefined || execution.after !== null) return false
    if (this.fitRequest(execution.request) === null) return false
    return process.scheduled && phaseOf(process, execution) !== PHASES.off
  }

  private takeArrival(arrival: Arrival, number: number): void {
    const at = this.lineAt(arrival.message)
    if (at === NONE || arrival.number === undefined || arrival.sender !== NONE) return
    const { columns } = this
    const place = columns.take()
    columns.stage[place] = STAGES.arriving
    columns.line[place] = at
    columns.tag[place] = number
    columns.task[place] = arrival.task
    columns.number[place] = arrival.number
    columns.state[place] = arrival.taskState
    columns.cause[place] = arrival.cause
    columns.worker[place] = NONE
    columns.deliveredAs[place] = 0
    columns.deliveredAt[place] = 0
    columns.request[place] = NONE
    columns.flags[place] = 0
    put(this.arrivals, number, place)
  }

  private takeCopy(copy: SharedCopy): number {
    const { columns } = this
    const place = columns.take()
    columns.stage[place] = STAGES.there
    columns.line[place] = this.lineAt(copy.template)
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
      if (find(this.copies, tag) instanceof SharedCopy && this.isFitWaiting(tag)) this.placeOf(tag)
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

  /** Gives everything back to the world as it is now. */
  alight(): void {
    const { columns } = this
    for (let place = 0; place < columns.used; place++)
      if (columns.stage[place] === STAGES.arriving) this.leaveArrival(place)
      else if (columns.stage[place] === STAGES.there) this.leaveCopy(place)
    for (const hand of this.hands) if (hand !== undefined) this.leaveWorker(hand)
    columns.clear()
  }

  private leaveArrival(place: number): void {
    const { columns } = this
    const arrival: Arrival = {
      message: this.lines[columns.line[place]!]!.template,
      task: columns.task[place]!,
      taskState: columns.state[place]!,
      known: true,
      cause: columns.cause[place]!,
      number: columns.number[place]!,
      sender: NONE,
    }
    put(this.arrivals, columns.tag[place]!, arrival)
  }

  private leaveCopy(place: number): void {
    const { columns, world } = this
    const { template: message, queue } = this.lines[columns.line[place]!]!
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
    put(this.copies, tag, copy)
    const index = columns.request[place]!
    if (index === NONE) return
    copy.open = 1
    copy.request = index
    const worker = world.worker(columns.requestWorker[place]!)
    const { acksLate } = this.lines[columns.line[place]!]!
    const terms = { acksLate, makesRoom: false, delivery: columns.requestDelivery[place]! }
    const { name } = world.broker
    const cause = columns.requestCause[place]!
    const request = new SharedRequest(index, copy, worker, name, terms, cause)
    request.acknowledged = (flags & ACKNOWLEDGED) !== 0
    put(this.requests, index, request)
  }

  private leaveWorker({
    worker,
    main,
    line,
    reserved,
    seats,
    scheduled,
    clock,
    cause,
  }: Hand): void {
    const { columns } = this
    worker.reserved = reserved.map((place) => columns.request[place]!)
    main.steps.length = 0
    for (const next of line) {
      const place = next >> 1
      const isOver = (next & 1) === 1
      const step = newStep(isOver ? 'completed' : 'receive', 0, columns.notBefore[place]!)
      step.about = isOver ? columns.request[place]! : columns.tag[place]!
      const { receive, complete } = this.world.costs
      step.cost = isOver ? complete : receive
      if (isOver) {
        step.outcome = outcomeOf(columns.runtime[place]!)
        step.from = columns.from[place]!
      }
      main.steps.push(step)
    }
    Object.assign(main, { scheduled, clock, cause })
    for (const seat of seats) this.leaveProcess(seat)
  }

  private leaveProcess({ process, phase, place, clock, cause, startedAt, job, fails }: Seat): void {
    if (phase === PHASES.off) return
    Object.assign(process, { clock, cause })
    const isBusy = phase !== PHASES.idle
    process.scheduled = isBusy
    process.execution = null
    process.steps.length = 0
    if (!isBusy) return
    const request = this.columns.request[place]!
    process.execution = {
      request,
      startedAt,
      children: NOBODY,
      retry: null,
      job,
      after: null,
      ...(phase > PHASES.begin ? { modelled: true } : {}),
    }
    process.steps.push(...stepsOf(phase, request, clock, fails, this.columns.runtime[place]!))
  }
}

/** What a process that runs a modelled task is about to do; `off` where that does not fit. */
function phaseOf({ steps, state }: ProcessState, execution: Execution): number {
  const [first, second] = steps
  if (first === undefined || steps.length > 2) return PHASES.off
  const isEnd = second?.what === 'conclude' && second.outcome?.kind === 'succeeded'
  if (second !== undefined)
    return first.what === 'store-shared' && isEnd ? PHASES.store : PHASES.off
  switch (first.what) {
    case 'accept':
      return PHASES.accept
    case 'begin':
      return PHASES.begin
    case 'answer':
      return execution.modelled === true && state !== IDLE ? PHASES.end : PHASES.off
    case 'conclude':
      return first.outcome?.kind === 'succeeded' ? PHASES.conclude : PHASES.off
    default:
      return PHASES.off
  }
}

function stepsOf(
  phase: number,
  request: number,
  notBefore: number,
  fails: boolean,
  runtime: number,
): Step[] {
  const step = (what: Step['what'], more: Partial<Step>): Step =>
    Object.assign(newStep(what, 0, notBefore), more)
  const conclude = (): Step => step('conclude', { outcome: outcomeOf(runtime) })
  switch (phase) {
    case PHASES.accept:
      return [step('accept', { about: request })]
    case PHASES.begin:
      return [step('begin', { about: request })]
    case PHASES.end:
      return [step('answer', { act: fails ? RAISED : RETURNED })]
    case PHASES.store:
      return [step('store-shared', { about: request }), conclude()]
    default:
      return [conclude()]
  }
}

const outcomeOf = (runtime: number) =>
  ({ kind: 'succeeded', result: null, repr: 'None', runtime }) as const
