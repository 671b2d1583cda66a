import { assert, contradict } from './kernel/assert.ts'
import type { Order } from './cluster/spec.ts'
import type { Micros } from './kernel/units.ts'
import type { SourceLine } from './log/facts.ts'
import type { Log } from './log/log.ts'
import type { Answer, Question, TellName, Tells } from './program.ts'
import { hear } from './tells.ts'
import { withBoundaries } from './faults/effects.ts'
import { poisoned } from './faults/poison-task.ts'
import { shortOfMemory } from './faults/short-of-memory.ts'
import { beginFault, endFault } from './faults/strike.ts'
import { addAutoscaler, duePod, look } from './autoscalers/scale.ts'
import { addBeats } from './beat/add.ts'
import { beatsOf } from './beat/beats.ts'
import { addEmbeddedBeats } from './beat/embedded.ts'
import { type Change, changeCourse } from './course.ts'
import { beatAnswered, signalBeat, startBeat, tick } from './beat/beat.ts'
import { Express } from './express/express.ts'
import { handle } from './workers/answers.ts'
import { keepScaled } from './workers/autoscale.ts'
import { dialled } from './workers/connection.ts'
import { bucketDue, deliver, due } from './workers/consumer.ts'
import { hardLimit, softLimit } from './workers/over-limit.ts'
import { checkAlive } from './workers/lost.ts'
import { isWaitingForBroker } from './workers/dial.ts'
import { mingled } from './workers/mingle.ts'
import { dropConnections } from './workers/outages.ts'
import { takeOrder } from './workers/orders.ts'
import { perform, performUsual } from './workers/perform.ts'
import { maintain } from './workers/pools/recycle.ts'
import { failsAtBackend } from './workers/backend-away.ts'
import { leaveChannels } from './world/ask-broker.ts'
import { heartbeat } from './workers/heart.ts'
import { alongLinks } from './workers/along-links.ts'
import { isOff, isReady, startWorker } from './workers/life.ts'
import { signalWorker } from './workers/shutdown/signals.ts'
import { stopWorker } from './workers/shutdown/stop.ts'
import { standsStill } from './workers/waiting-for-answers.ts'
import { addWorker } from './workers/worker.ts'
import { startClient } from './world/client.ts'
import { controlArrives, replyArrives } from './world/control.ts'
import { arrive } from './world/delivery.ts'
import { noteLeftovers } from './world/leftovers.ts'
import { brokerTimer } from './world/dispatch.ts'
import { turn } from './world/interpreters.ts'
import { moveVisit, startFronts } from './world/fronts.ts'
import { sendNext, startLoads } from './world/load.ts'
import { OPCODES } from './world/opcodes.ts'
import { outageDue, planOutages } from './world/outages.ts'
import { planSlowSpells, slowSpellDue } from './world/slow-spells.ts'
import { moveCall } from './world/services.ts'
import { find, remove } from './world/pages.ts'
import { addProcess, takeAnswer } from './world/processes.ts'
import type { ProcessState } from './world/state.ts'
import type { Act, Step } from './world/steps.ts'
import { sweep } from './world/sweep.ts'
import { reviveCopies } from './world/shared-messages.ts'
import { reviveRequests } from './workers/shared-requests.ts'
import { setTriggers } from './world/triggers.ts'
import { timeOut, wake } from './world/waits.ts'
import { World, type WorldOptions, type WorldSnapshot } from './world/world.ts'

/** What one run is made of. */
export type SimulationOptions = WorldOptions

/** Where a run stands after it has moved. */
export type Progress =
  /** It stands still until the question is answered. */
  | { readonly kind: 'question'; readonly question: Question }
  /** It has come to the moment asked for. */
  | { readonly kind: 'paused' }
  /** Nothing will ever happen again. `waiting` names what the client still waits for, if it does. */
  | { readonly kind: 'finished'; readonly stuck: boolean }

/** A body that computes. */
export interface Computing {
  readonly process: string
  readonly duration: Micros
  readonly at: SourceLine | null
}

/** The client is the first process of a run. */
const CLIENT = 0

/** A run at a moment, as plain data; its log is kept apart. */
export interface Snapshot {
  readonly world: WorldSnapshot
  readonly dropping: boolean
}

/**
 * One run of a cluster: the same options and the same answers give the same log, bit for bit. It moves
 * only when told to, and stands still while a question is open.
 */
export class Simulation {
  private readonly world: World
  private readonly made: SimulationOptions
  private readonly express: Express | null

  constructor(options: SimulationOptions) {
    const world = new World(options)
    this.made = options
    this.world = world
    this.express =
      options.express === 'never' ? null : new Express(world, options.express === 'always')
    addProcess(world, { name: 'client', kind: 'client', worker: -1, slot: 0 })
    for (const spec of options.cluster.workers) {
      const worker = addWorker(world, spec)
      if (spec.autostart) world.schedule(0, OPCODES.start, worker.index, 0)
    }
    addBeats(world)
    addEmbeddedBeats(world)
    addAutoscaler(world)
    setTriggers(world)
    planOutages(world)
    planSlowSpells(world)
    this.maybeStartClient()
  }

  get now(): Micros {
    return this.world.now
  }

  get log(): Log {
    return this.world.log
  }

  /** How many events went the short way (see `express/`). */
  get ridden(): number {
    return this.express?.events ?? 0
  }

  /** When the client's program ended; null while it has not. */
  get clientEnd(): Micros | null {
    return this.world.state.client.end
  }

  /** The body that has computed longest without a pause, and where it was last seen; null where none does. */
  get computing(): Computing | null {
    let longest: Computing | null = null
    for (const { name, computing } of this.world.state.processes) {
      if (computing === null) continue
      const duration = this.now - computing.since
      if (longest === null || duration > longest.duration)
        longest = { process: name, duration, at: computing.at }
    }
    return longest
  }

  /**
   * Moves on until there is a question, or `until` has come, or the log has come to `rows`, or nothing is
   * left to happen.
   */
  advance(until: Micros, rows = Number.POSITIVE_INFINITY): Progress {
    const { world } = this
    assert(
      world.question === null || world.open !== null,
      'an open question has somebody to answer it',
    )
    for (;;) {
      if (world.drops.length > 0) return this.dropQuestion(world.drops.shift()!)
      if (world.question !== null) return { kind: 'question', question: world.question }
      const next = world.calendar.peekTime()
      // What is only watched for ends with the client: it may still wait for what comes of it.
      const over = world.idle && (this.clientEnd !== null || next === Number.POSITIVE_INFINITY)
      if (over) {
        noteLeftovers(world, world.log.length - 1)
        return { kind: 'finished', stuck: this.clientEnd === null }
      }
      if (next > until) {
        world.now = Math.max(world.now, until)
        return { kind: 'paused' }
      }
      if (world.log.length >= rows) return { kind: 'paused' }
      world.calendar.pop()
      world.now = world.calendar.time
      this.runEvent()
      this.express?.advance(until, rows)
    }
  }

  private runEvent(): void {
    const { world } = this
    const { opcode, entity, argument } = world.calendar
    this.run(opcode, entity, argument)
    sweep(world)
  }

  private dropping = false

  private dropQuestion(process: string): Progress {
    this.dropping = true
    return { kind: 'question', question: { kind: 'drop', process } }
  }

  /** Takes the answer to the question that `advance` came back with. */
  answer(answer: Answer): void {
    if (this.dropping) this.dropping = false
    else takeAnswer(this.world, answer)
  }

  /**
   * What running code tells, `spent` after its question was asked. Never waits; its effects take place
   * at the body's local time. Only the process that was asked may tell.
   */
  tell<N extends TellName>(
    name: N,
    process: string,
    spent: Micros,
    say: Tells[N]['say'],
  ): Tells[N]['hear'] {
    const { world } = this
    const { open } = world
    assert(open !== null && !this.dropping, `no question is open: ${process} cannot tell ${name}`)
    const asked = world.process(open.process)
    assert(asked.name === process, `${asked.name} was asked, not ${process}`)
    return hear(world, asked, name, say, open.at + spent)
  }

  /**
   * The run as it stands, to go on from later; what Python holds is not in it. It shares with an earlier
   * snapshot (`like`) what has not changed since.
   */
  snapshot(like?: Snapshot): Snapshot {
    return { world: this.world.snapshot(like?.world), dropping: this.dropping }
  }

  /** Goes back to where a run of the same options stood; `log` holds its rows up to then and is written on. */
  restore(snapshot: Snapshot, log: Log): void {
    this.world.restore(snapshot.world, log)
    reviveCopies(this.world.state)
    reviveRequests(this.world.state)
    this.dropping = snapshot.dropping
  }

  /** What a run has to be made of to be restored to a snapshot of this one. */
  get options(): SimulationOptions {
    return { ...this.made, actions: this.world.actions }
  }

  /**
   * Goes on from here by other actions, settings or chance; all that has happened stays. A run with Python is
   * made again up to this moment first, as its bodies cannot be kept.
   */
  changeCourse(change: Change): void {
    changeCourse(this.world, change)
  }

  private run(opcode: number, entity: number, argument: number): void {
    const { world } = this
    if (opcode === OPCODES.step) this.step(world.process(entity), argument)
    else if (opcode === OPCODES.wake) wake(world, world.process(entity), argument)
    else if (opcode === OPCODES.timeout) timeOut(world, world.process(entity), argument)
    else if (opcode === OPCODES.arrive) this.arrive(entity)
    else if (opcode === OPCODES.deliver) deliver(world, world.worker(entity), argument)
    else if (opcode === OPCODES.due) due(world, entity, argument)
    else if (opcode === OPCODES.action)
      this.act(entity, argument === 0 ? null : world.process(argument - 1))
    else if (opcode === OPCODES.start) startWorker(world, world.worker(entity), -1)
    else if (opcode === OPCODES.softLimit) softLimit(world, world.process(entity), argument)
    else if (opcode === OPCODES.hardLimit) hardLimit(world, world.process(entity), argument)
    else if (opcode === OPCODES.control) controlArrives(world, world.worker(entity), argument)
    else if (opcode === OPCODES.reply) replyArrives(world, entity, argument)
    else if (opcode === OPCODES.autoscale) keepScaled(world, world.worker(entity), argument)
    else if (opcode === OPCODES.load) sendNext(world, entity)
    else if (opcode === OPCODES.scale) look(world)
    else if (opcode === OPCODES.pod) duePod(world, entity, argument)
    else if (opcode === OPCODES.alive) checkAlive(world, world.process(entity), argument)
    else if (opcode === OPCODES.maintain) maintain(world, world.worker(entity), argument)
    else if (opcode === OPCODES.turn) turn(world, world.process(entity))
    else if (opcode === OPCODES.bucket) bucketDue(world, world.worker(entity), argument)
    else if (opcode === OPCODES.faultEnd) this.endFault(entity)
    else if (opcode === OPCODES.shortOfMemory) shortOfMemory(world, entity)
    else if (opcode === OPCODES.poison) poisoned(world, world.process(entity), argument)
    else if (opcode === OPCODES.dial) this.dialled(entity, argument)
    else if (opcode === OPCODES.mingled) this.mingled(entity, argument)
    else if (opcode === OPCODES.brokerTimer) brokerTimer(world, entity, argument)
    else if (opcode >= OPCODES.resend && opcode <= OPCODES.gossip)
      alongLinks(world, opcode, entity, argument)
    else if (opcode === OPCODES.call || opcode === OPCODES.called)
      moveCall(world, opcode, entity, (action, process) => this.act(action, process))
    else if (opcode >= OPCODES.visit && opcode <= OPCODES.impatient)
      moveVisit(world, opcode, entity, argument)
    else if (opcode === OPCODES.outage) outageDue(world, entity, argument)
    else if (opcode === OPCODES.slowSpell) slowSpellDue(world, entity, argument)
    else if (opcode === OPCODES.heartbeat) heartbeat(world, world.worker(entity), argument)
    else if (opcode === OPCODES.leaveChannels)
      leaveChannels(world, world.process(entity), argument === 1)
    else if (opcode === OPCODES.brokerWatch) {
      world.state.watches -= 1
      brokerTimer(world, entity, argument)
    } else contradict(`there is no opcode ${opcode}`)
  }

  private dialled(worker: number, epoch: number): void {
    dialled(this.world, this.world.worker(worker), epoch)
    this.maybeStartClient()
  }

  private mingled(worker: number, epoch: number): void {
    mingled(this.world, this.world.worker(worker), epoch)
    this.maybeStartClient()
  }

  private arrive(index: number): void {
    const { arrivals } = this.world.state
    const arrival = find(arrivals, index)
    // It may be lost on its way.
    if (arrival === null) return
    remove(arrivals, index)
    arrive(this.world, arrival, index)
  }

  private step(process: ProcessState, generation: number): void {
    if (process.generation !== generation) return
    const { world } = this
    let more = true
    while (more) {
      const step = world.beginStep(process)
      if (world.state.network.disturbed && standsStill(world, process, step))
        world.again(process, step)
      else if (world.state.network.away.backend > 0 && failsAtBackend(world, process, step)) {
        // What it came to instead is in line already.
      } else if (world.state.effectWatches.length === 0) this.perform(process, step)
      else this.performWatched(process, step)
      world.recycle(step)
      more = world.endStep(process, generation)
    }
    this.maybeStartClient()
  }

  private perform(process: ProcessState, step: Step): void {
    const { world } = this
    const { act } = step
    if (act === null) performUsual(world, process, step)
    else if (process.kind === 'beat' && moveBeat(world, process, act)) return
    else if (act.do === 'answer') handle(world, process, act.to, act.answer)
    else perform(world, process, act)
  }

  private performWatched(process: ProcessState, step: Step): void {
    const run = (): void => this.perform(process, step)
    withBoundaries(this.world, process, step.act, run, (action) => this.act(action, process))
  }

  /**
   * The client begins when each worker that starts by itself is ready, or never will be. Loads without a
   * program wait for nobody: a day begins at midnight.
   */
  private maybeStartClient(): void {
    const { world } = this
    const client = world.process(CLIENT)
    if (client.generation > 0) return
    if (world.program !== null && !this.workersSettled()) return
    for (const [index, { autostart }] of beatsOf(world.cluster).entries())
      if (autostart) startBeat(world, world.state.beats[index]!, -1)
    startLoads(world)
    startFronts(world)
    startClient(world, client)
  }

  private workersSettled(): boolean {
    const { world } = this
    return world.state.workers.every((worker, index) => {
      const started = world.process(worker.main).generation > 0
      const wanted = world.cluster.workers[index]?.autostart === true
      return (
        !wanted ||
        isReady(worker) ||
        isWaitingForBroker(world, worker) ||
        (started && isOff(worker))
      )
    })
  }

  private endFault(index: number): void {
    endFault(this.world, index)
    this.maybeStartClient()
  }

  /** Something happens to the cluster from outside; `process` is the one whose body set it off. */
  private act(index: number, process: ProcessState | null): void {
    const { world } = this
    const action = world.actions[index]
    assert(action !== undefined, `there is no action ${index}`)
    if (index < world.state.course.firstAction) return
    if ('fault' in action) beginFault(world, index, process)
    else this.order(action)
    this.maybeStartClient()
  }

  private order(order: Order): void {
    const { world } = this
    const { verb, target } = order
    const signal = 'signal' in order ? order.signal : undefined
    const sent = signal === undefined ? {} : { signal }
    const cause = world.fact('action-taken', world.actor.lab, -1, -1, { verb, target, ...sent })
    if (verb === 'control' || verb === 'purge' || verb === 'publish' || verb === 'prefetch') {
      takeOrder(world, order, cause)
      return
    }
    if (verb === 'dropconnections') dropConnections(world, 'broker', null, cause)
    const beat = world.state.beats.find(({ process }) => world.process(process).name === target)
    if (beat !== undefined) {
      if (verb === 'start') startBeat(world, beat, cause)
      else signalBeat(world, beat, signal ?? (verb === 'stop' ? 'SIGTERM' : 'SIGKILL'), cause)
      return
    }
    const worker = world.state.workers.find(({ name }) => name === target)
    if (worker === undefined) return
    if (verb === 'start') startWorker(world, worker, cause)
    else if (verb === 'stop') stopWorker(world, worker, cause)
    else if (verb === 'kill') signalWorker(world, worker, signal ?? 'SIGKILL', cause)
  }
}

/** What beat does in its own way; the rest is as in every process. */
function moveBeat(world: World, process: ProcessState, act: Act): boolean {
  if (act.do === 'main') tick(world, process)
  else if (act.do === 'answer' && act.answer.kind !== 'parked')
    beatAnswered(world, process, act.answer)
  else return false
  return true
}

/** A run that has not begun. */
export const createSimulation = (options: SimulationOptions): Simulation => new Simulation(options)
