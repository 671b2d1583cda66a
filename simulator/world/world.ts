import { isHushed } from './log-level.ts'
import { BACKENDS, backendOfUrl } from '../backends/index.ts'
import { type Backend, createBackendState } from '../backends/backend.ts'
import { createRedisState } from '../redis/store.ts'
import {
  type Broker,
  type BrokerView,
  type Consumer,
  createBrokerState,
} from '../brokers/broker.ts'
import { BROKERS } from '../brokers/index.ts'
import { COSTS, type Costs, PACE_SPREAD, START_SPREAD } from '../cluster/costs.ts'
import type { Action, BackendName, BrokerName, ClusterSpec } from '../cluster/spec.ts'
import { assert, contradict } from '../kernel/assert.ts'
import { Calendar, type CalendarSnapshot } from '../kernel/calendar.ts'
import { createStreams, type Stream, type Streams, type StreamsSnapshot } from '../kernel/random.ts'
import type { Micros } from '../kernel/units.ts'
import { Log, type LogOptions } from '../log/log.ts'
import type { FactDetails, FactKind, Server, SourceLine } from '../log/facts.ts'
import { type Model, modelsOf } from '../modelled/model.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import type { Codec, Program, Question } from '../program.ts'
import type { Published } from '../canvas/context.ts'
import { copyPlain } from './copy.ts'
import { createHazards } from './hazard-state.ts'
import { takesTurn } from './interpreters.ts'
import { mayOpen, openLink, speaksRedis } from './links.ts'
import { consumersOfPrograms } from './program-channels-state.ts'
import { takeHead } from './lists.ts'
import { createNetwork } from './network-state.ts'
import { OPCODES } from './opcodes.ts'
import { createHosts } from './host-state.ts'
import { createServices } from './service-state.ts'
import { each, find, newPages } from './pages.ts'
import type {
  CopyState,
  OpenQuestion,
  Over,
  ProcessState,
  RequestState,
  WorldState,
} from './state.ts'
import { type Act, newStep, type Outcome, type Step, type Usual } from './steps.ts'
import type { WorkerState } from './worker-state.ts'
import { extraRoundTrip } from './lateness.ts'

/** What a run is made of besides its program. */
export interface WorldOptions {
  readonly cluster: ClusterSpec
  readonly seed: number
  readonly actions: readonly Action[]
  /** What the client runs; null: there is no Python, modelled tasks alone. */
  readonly program: Program | null
  /** Its serializers; absent: bodies stay data. */
  readonly codec?: Codec
  /** How much of the run its log keeps; absent: all. */
  readonly log?: LogOptions
  /** The broker may be restarted later on: what it keeps is written down. Absent: where an action does so. */
  readonly keeps?: boolean
  /** When modelled tasks go the short way (see `express/`); absent: where it is worth it. The log is the same. */
  readonly express?: 'never' | 'always'
}

/** A run at a moment. */
export interface WorldSnapshot {
  readonly state: WorldState
  readonly now: Micros
  readonly open: OpenQuestion | null
  readonly question: Question | null
  readonly drops: string[]
  readonly calendar: CalendarSnapshot
  readonly streams: StreamsSnapshot
  /** Length of the log. */
  readonly rows: number
}

const BROKER_URLS = {
  redis: 'redis://sim:6379/0',
  rabbitmq: 'amqp://guest:guest@sim:5672//',
  memory: 'memory://',
  sqs: 'sqs://sim',
} as const satisfies Record<BrokerName, string>

const BACKEND_URLS = {
  redis: 'redis://sim:6379/1',
  rpc: 'rpc://',
  database: 'db+sqlite:///results.sqlite',
  cache: 'cache+memcached://localhost:11211/',
  memory: 'cache+memory://',
  filesystem: 'file:///results',
  none: null,
} as const satisfies Record<Exclude<BackendName, 'source'>, string | null>

/** Does the broker lose its memory by this? */
export const isRestart = (action: Action): boolean =>
  'fault' in action && (action.fault === 'broker-restart' || action.fault === 'fail-over')

/** What an act talks to. */
function connectionOf(what: Step['what']): 'broker' | 'backend' | null {
  switch (what) {
    case 'publish':
    case 'control':
      return 'broker'
    case 'store-shared':
    case 'store':
    case 'start-chord':
    case 'grow-chord':
    case 'save-group':
    case 'forget':
    case 'clean-up':
    case 'count-chord':
    case 'join-chord':
    case 'forget-chord':
      return 'backend'
    default:
      return null
  }
}

/** What else talks to Redis, which answers every command: a worker takes a message over, and lets it go. */
const COMMANDS: ReadonlySet<Step['what']> = new Set(['receive', 'completed', 'stopped'])

/** Which server a step talks to; null: none. */
export function serverOf(world: World, { what }: Step): Server | null {
  const to = connectionOf(what)
  return to === null && COMMANDS.has(what) && speaksRedis(world, 'broker') ? 'broker' : to
}

/** No fact, no task, no process. */
export const NONE = -1

/**
 * One run's whole world: its state, calendar, chance and log. The functions of this folder and of
 * `workers/` move it; they hear of each other through it.
 */
export class World {
  readonly calendar = new Calendar()
  log: Log
  readonly streams: Streams
  readonly seed: number
  readonly program: Program | null
  readonly codec: Codec | null
  readonly models: ReadonlyMap<string, Model>
  /** Messages of loads without their ids, made again where they are missing. */
  readonly templates: Published[] = []
  readonly cluster: ClusterSpec
  /** Those of a new course come after those it had (see `Course`). */
  actions: readonly Action[]
  /** What the broker keeps over a restart is written down. */
  readonly keeps: boolean
  readonly broker: Broker
  readonly costs: Costs
  /** The result backend of all; null where each program names its own. */
  private readonly backend: Backend | null
  /** What the broker may look at. */
  readonly view: BrokerView
  /** Tags that have come into a queue and that the broker has not looked at yet; empty between events. */
  readonly entered: number[] = []
  /** Those who consume now; null where that has to be found out. */
  consumers: readonly Consumer[] | null = null
  /** What may be forgotten at the end of this event (see `sweep`). */
  readonly over: Over = { requests: [], copies: [] }
  state: WorldState
  /** The question that stands open, and what it asks. */
  open: OpenQuestion | null = null
  question: Question | null = null
  /** Index of the process whose step is run; NONE between steps. */
  private running = NONE
  /** Steps that have been done. */
  private readonly spareSteps: Step[] = []
  /** Of each process, by its index: found by name once. */
  private readonly paces: Stream[] = []
  private readonly chances: Stream[] = []
  /** Lanes of the calendar for the hops that every message takes. */
  private readonly lanes: { readonly enqueue: number; readonly deliver: number }
  /** Processes whose suspended bodies Python shall forget. */
  drops: string[] = []
  now: Micros = 0
  readonly actor: { readonly broker: number; readonly lab: number }

  constructor({ cluster, seed, actions, program, codec, log, keeps }: WorldOptions) {
    this.log = new Log(log)
    this.seed = seed
    this.program = program
    this.codec = codec ?? null
    this.models = modelsOf(cluster.tasks ?? [])
    this.cluster = cluster
    this.actions = actions
    this.keeps = keeps === true || actions.some(isRestart)
    this.streams = createStreams(seed)
    this.broker = BROKERS[cluster.broker]
    this.costs = COSTS[cluster.broker]
    this.backend = cluster.backend === 'source' ? null : BACKENDS[cluster.backend]
    this.view = viewOf(this)
    const { enqueue, deliver } = this.costs
    this.lanes = { enqueue: this.calendar.lane(enqueue), deliver: this.calendar.lane(deliver) }
    this.state = {
      processes: [],
      workers: [],
      broker: createBrokerState(this.broker, {
        server: cluster.server ?? {},
        restarts: this.keeps,
      }),
      backend: createBackendState(),
      redis: createRedisState(),
      arrivals: newPages(),
      copies: newPages(),
      requests: newPages(),
      controls: [],
      chains: {},
      groups: {},
      chords: {},
      noted: {},
      starts: {},
      client: { end: null },
      course: { firstAction: 0, luck: seed, settings: null, workers: null },
      channels: [],
      loads: [],
      faults: [],
      hazards: createHazards(),
      effectWatches: [],
      luck: { tasks: {}, alike: {} },
      autoscaler: null,
      network: createNetwork(),
      services: createServices(),
      hosts: createHosts(this.cluster.machines),
      beats: [],
      nextTurn: 0,
      watches: 0,
      nextPid: 100,
    }
    this.actor = {
      broker: this.log.actor({ kind: 'broker', name: 'broker' }),
      lab: this.log.actor({ kind: 'lab', name: 'lab' }),
    }
  }

  /** Settings that win over the program's own: which broker and backend the cluster has. */
  get settings(): { readonly [key: string]: Json } {
    const { broker, backend } = this.cluster
    const settings = this.state.course.settings ?? this.cluster.settings
    return {
      ...(this.cluster.brokerUrl === 'source' ? {} : { broker_url: BROKER_URLS[broker] }),
      ...(backend === 'source' ? {} : { result_backend: BACKEND_URLS[backend] }),
      ...settings,
    }
  }

  /** What the client's app has set: workers import the same module. */
  get appSettings(): JsonObject {
    return this.process(0).app.settings
  }

  /** The result backend that this process's app uses. */
  backendOf(process: ProcessState): Backend {
    if (this.backend !== null) return this.backend
    return backendOfUrl(process.app.settings['result_backend'])
  }

  uuid(): string {
    return this.streams.stream('ids').uuid()
  }

  /** Adds a fact now. */
  fact<K extends FactKind>(
    kind: K,
    actor: number,
    task: number,
    cause: number,
    detail: FactDetails[K],
  ): number {
    return this.log.append(this.now, kind, task, actor, cause, detail)
  }

  /** Adds a fact of a process, caused by its last one. */
  own<K extends FactKind>(
    process: ProcessState,
    kind: K,
    task: number,
    detail: FactDetails[K],
  ): number {
    if (kind === 'logged' && isHushed(this.state, process, (detail as FactDetails['logged']).level))
      return process.cause
    process.cause = this.fact(kind, process.actor, task, process.cause, detail)
    return process.cause
  }

  /** The same in numbers alone, of a shape that the log knows (see `Log.put`). */
  ownRow(process: ProcessState, task: number, shape: number, number: number): number {
    const row = this.log.put(this.now, task, process.actor, process.cause, shape, number)
    process.cause = row
    return row
  }

  /** Says a sentence once per run. */
  note(process: ProcessState, text: string, rule?: string, at?: SourceLine): void {
    if (this.state.noted[text] === true) return
    this.state.noted[text] = true
    const detail = { text, ...(rule === undefined ? {} : { rule }), ...(at ? { at } : {}) }
    this.own(process, 'noted', this.taskOf(process), detail)
  }

  /** Says once per run that a mistake was made; its words are with whoever shows it. */
  noteMistake(
    process: ProcessState,
    key: string,
    slots: { readonly [slot: string]: string },
    at?: SourceLine,
  ): void {
    const once = JSON.stringify([key, slots])
    if (this.state.noted[once] === true) return
    this.state.noted[once] = true
    const text = key.replaceAll('-', ' ')
    const detail = { text, mistake: { key, slots }, ...(at ? { at } : {}) }
    this.own(process, 'noted', this.taskOf(process), detail)
  }

  /** Says a sentence of the broker's once per run. */
  noteOfBroker(text: string, rule: string | undefined, cause: number): void {
    if (this.state.noted[text] === true) return
    this.state.noted[text] = true
    const detail = rule === undefined ? { text } : { text, rule }
    this.fact('noted', this.actor.broker, NONE, cause, detail)
  }

  /** The log's index of the task that a process runs; NONE. */
  taskOf(process: ProcessState): number {
    const execution = process.execution
    return execution === null ? NONE : this.request(execution.request).task
  }

  /** A request that is not over; for a late event, which may come after its end, there is `findRequest`. */
  request(index: number): RequestState {
    const request = this.findRequest(index)
    if (request === null) contradict(`request ${index} is over or never was`)
    return request
  }

  /** A message that a queue or a worker still has; for a late event there is `findCopy`. */
  copy(tag: number): CopyState {
    const copy = this.findCopy(tag)
    if (copy === null) contradict(`message ${tag} is settled and forgotten, or never was`)
    return copy
  }

  /** A request, or null once it is over. */
  findRequest(index: number): RequestState | null {
    return find(this.state.requests, index)
  }

  /** A message, or null once it is settled and nobody works on it. */
  findCopy(tag: number): CopyState | null {
    return find(this.state.copies, tag)
  }

  worker(index: number): WorkerState {
    const worker = this.state.workers[index]
    if (worker === undefined) contradict(`there is no worker ${index}`)
    return worker
  }

  process(index: number): ProcessState {
    const process = this.state.processes[index]
    if (process === undefined) contradict(`there is no process ${index}`)
    return process
  }

  /**
   * Adds a step to a process's own order (see `Step`). What a running step turns into, and what Python
   * tells while it answers one, comes before the steps that wait already.
   */
  step(process: ProcessState, act: Act, cost: Micros = 0, notBefore: Micros = this.now): void {
    const step = this.newStep(act.do, cost, notBefore)
    step.act = act
    step.connecting = this.connecting(process, connectionOf(act.do))
    this.join(process, step)
  }

  /** Adds a step that every task takes, about a message or a request. */
  usual(
    process: ProcessState,
    what: Usual,
    about: number,
    cost: Micros = 0,
    notBefore: Micros = this.now,
  ): void {
    const step = this.newStep(what, cost, notBefore)
    step.about = about
    if (what === 'store-shared') step.connecting = this.connecting(process, 'backend')
    this.join(process, step)
  }

  /** The same once a try is over; `from` is the row of its last fact. */
  usualEnd(
    process: ProcessState,
    what: 'conclude' | 'completed',
    outcome: Outcome,
    about: number = NONE,
    from: number = NONE,
    cost: Micros = 0,
    notBefore: Micros = this.now,
  ): void {
    const step = this.newStep(what, cost, notBefore)
    step.about = about
    step.outcome = outcome
    step.from = from
    this.join(process, step)
  }

  /** A step that could not be done yet comes first again. */
  again(
    process: ProcessState,
    { what, act, about, outcome, from }: Step,
    notBefore: Micros = this.now,
  ): void {
    const step = this.newStep(what, 0, notBefore)
    Object.assign(step, { act, about, outcome, from })
    this.join(process, step)
  }

  private newStep(what: Step['what'], cost: Micros, notBefore: Micros): Step {
    const spare = this.spareSteps.pop()
    if (spare === undefined) return newStep(what, cost, notBefore)
    spare.what = what
    spare.notBefore = notBefore
    spare.cost = cost
    return spare
  }

  /** Puts a step in its place among those of a process. */
  private join(process: ProcessState, step: Step): void {
    const { steps } = process
    if (this.running === process.index || this.isAsked(process)) {
      if (process.front++ === steps.length) steps.push(step)
      else steps.splice(process.front - 1, 0, step)
      process.tail = Math.max(process.tail, step.notBefore) + step.cost + step.connecting
    } else process.steps.push(step)
    this.scheduleStep(process)
  }

  /** Puts a step before all that wait, as a signal handler comes before all else. */
  stepFirst(process: ProcessState, act: Act, notBefore: Micros): void {
    const first = process.scheduled ? 1 : 0
    const step = this.newStep(act.do, 0, notBefore)
    step.act = act
    process.steps.splice(first, 0, step)
    this.scheduleStep(process)
  }

  /** Takes the head of a process's steps; until `endStep` it is what the process does. */
  beginStep(process: ProcessState): Step {
    process.scheduled = false
    const step = takeHead(process.steps)
    assert(step !== undefined, 'a process has a step to run')
    process.front = 0
    process.tail = this.now
    this.running = process.index
    return step
  }

  /** A step that has been done is used again. */
  recycle(step: Step): void {
    step.act = null
    step.about = NONE
    step.outcome = null
    step.from = NONE
    step.connecting = 0
    this.spareSteps.push(step)
  }

  /**
   * The step has turned into what it does. Says whether the next one takes effect at once, before anything
   * else can happen: then it need not go through the calendar.
   */
  endStep(process: ProcessState, generation: number): boolean {
    this.running = NONE
    const step = process.steps[0]
    const atOnce =
      step !== undefined &&
      step.cost === 0 &&
      step.connecting === 0 &&
      step.notBefore <= this.now &&
      process.clock <= this.now &&
      process.wait === null &&
      !process.blocked &&
      !process.halted &&
      !process.scheduled &&
      process.generation === generation &&
      this.question === null &&
      this.drops.length === 0 &&
      this.calendar.peekTime() > this.now
    if (atOnce) process.clock = this.now
    else this.scheduleStep(process)
    return atOnce
  }

  /** Puts the head of a process's steps into the calendar, unless it is there or Python must answer first. */
  scheduleStep(process: ProcessState): void {
    const step = process.steps[0]
    if (step === undefined || process.scheduled) return
    // What a parked process would do next waits with it.
    if (process.wait !== null || process.halted || process.blocked) return
    if (this.running === process.index || this.isAsked(process)) return
    process.scheduled = true
    const begin = Math.max(process.clock, step.notBefore, this.now)
    process.clock = begin + this.paced(process, step.cost) + step.connecting
    if (this.state.network.disturbed) process.clock += this.late(process, step)
    this.schedule(process.clock, OPCODES.step, process.index, process.generation)
  }

  /** The first use of the broker or the backend opens a connection. */
  connecting(process: ProcessState, to: 'broker' | 'backend' | null): Micros {
    if (to === null || process.connected[to] || !mayOpen(this, process, to)) return 0
    openLink(process, to)
    return this.costs.connect
  }

  /** How much longer a step takes over a slow link, where its process waits for the answer. */
  private late(process: ProcessState, step: Step): Micros {
    const to = serverOf(this, step)
    return to === null || !speaksRedis(this, to) ? 0 : extraRoundTrip(this, process, to)
  }

  /** Of the loads that have sent something; they never change, so snapshots share them. */
  private templateMessages(): readonly object[] {
    return Object.values(this.templates).map(({ message }) => message)
  }

  /**
   * Everything as plain data, taken between two steps. The log is not in it, only how long it is. What has not
   * changed since an earlier snapshot (`like`) is shared with it.
   */
  snapshot(like?: WorldSnapshot): WorldSnapshot {
    assert(this.running === NONE, 'a snapshot is taken between steps')
    const { state, now, open, question, drops } = this
    return copyPlain(
      {
        state,
        now,
        open,
        question,
        drops,
        calendar: this.calendar.snapshot(),
        streams: this.streams.snapshot(),
        rows: this.log.length,
      },
      { kept: this.templateMessages(), like },
    )
  }

  /** Goes back to a snapshot of the same run; `log` holds the rows up to it. */
  restore(snapshot: WorldSnapshot, log: Log): void {
    assert(log.length === snapshot.rows, 'the log ends where the snapshot was taken')
    const { state, now, open, question, drops, calendar, streams } = copyPlain(snapshot, {
      kept: this.templateMessages(),
    })
    Object.assign(this, { state, now, open, question, drops, log })
    this.paces.length = 0
    this.chances.length = 0
    this.consumers = null
    this.calendar.restore(calendar)
    this.streams.restore(streams)
  }

  /** The stream of a process that is named like it: what a load sends is drawn from it. */
  chanceOf(process: ProcessState): Stream {
    return (this.chances[process.index] ??= this.streams.stream(process.name))
  }

  /** The stream that the pace of a process is drawn from. */
  paceOf(process: ProcessState): Stream {
    return (this.paces[process.index] ??= this.streams.stream(`pace ${process.name}`))
  }

  /** The cost of a step at the pace that a process happens to have. */
  private paced(process: ProcessState, cost: Micros): Micros {
    if (cost === 0) return cost
    const drawn = this.paceOf(process).next() * 2 - 1
    const spread = cost === this.costs.workerStart ? START_SPREAD : PACE_SPREAD
    return Math.round(cost * (1 + drawn * spread))
  }

  /** Is there nothing left to happen, watches aside? */
  get idle(): boolean {
    return this.calendar.size === this.state.watches
  }

  schedule(at: Micros, opcode: number, entity: number, argument: number): void {
    this.calendar.schedule(at, opcode, entity, argument)
  }

  /** The same for what every message goes through: a constant delay has a lane of its own. */
  scheduleHop(hop: 'enqueue' | 'deliver', opcode: number, entity: number, argument: number): void {
    const lane = hop === 'enqueue' ? this.lanes.enqueue : this.lanes.deliver
    this.calendar.scheduleIn(lane, this.now, opcode, entity, argument)
  }

  /** Asks Python on behalf of a process; the run stands still until it is answered. */
  ask(process: ProcessState, question: Question): void {
    if (!takesTurn(this, process, question)) return
    assert(this.question === null, 'one question at a time')
    this.question = question
    this.open = { process: process.index, at: this.now }
  }

  private isAsked(process: ProcessState): boolean {
    return this.open !== null && this.open.process === process.index
  }
}

/** The world as a broker sees it. */
const viewOf = (world: World): BrokerView => ({
  get now() {
    return world.now
  },
  get state() {
    return world.state.broker
  },
  server: world.cluster.server ?? {},
  settings: (worker) =>
    worker < 0 ? world.appSettings : world.process(world.worker(worker).main).app.settings,
  chance: () => world.streams.stream('broker').next(),
  pool: (worker) => world.worker(worker).options.pool,
  copy: (tag) => world.copy(tag),
  findCopy: (tag) => world.findCopy(tag),
  held: (visit) =>
    each(world.state.copies, (copy) => {
      if (copy.worker >= 0) visit(copy)
    }),
  consumers: (queue) =>
    world.state.workers.filter(({ consumer }) => consumer?.queues.includes(queue) === true).length +
    consumersOfPrograms(world.state.channels, queue),
})
