import type { BackendState } from '../backends/backend.ts'
import type { BrokerState } from '../brokers/broker.ts'
import type { Published } from '../canvas/context.ts'
import type { RetryPolicy } from '../canvas/retry-policy.ts'
import type { WorkerSpec } from '../cluster/spec.ts'
import type { Micros } from '../kernel/units.ts'
import type { ExceptionInfo, RetryWait, SourceLine } from '../log/facts.ts'
import type { Json } from '../messages/json.ts'
import type { TaskMessage } from '../messages/message.ts'
import type {
  ControlReply,
  PythonError,
  Question,
  RequestContext,
  ResultMeta,
  StoredMessage,
  TaskDefinition,
  Wait,
} from '../program.ts'
import type { RedisState } from '../redis/store.ts'
import type { HostState } from './host-state.ts'
import type { ServicesState } from './service-state.ts'
import type { ChannelState } from './channel-state.ts'
import type { Hazards } from './hazard-state.ts'
import type { BodyLuck, LuckState } from './luck-state.ts'
import type { NetworkState } from './network-state.ts'
import type { Pages } from './pages.ts'
import type { ProgramChannel } from './program-channels-state.ts'
import type { AutoscalerState, LoadState } from './scaling-state.ts'
import type { AfterSignal, Outcome, Step } from './steps.ts'
import type { WorkerState } from './worker-state.ts'

/** Everything a run holds besides its calendar, its chance and its log; plain data. */
export interface WorldState {
  readonly processes: ProcessState[]
  readonly workers: WorkerState[]
  readonly broker: BrokerState
  readonly backend: BackendState
  /** What programs keep in Redis themselves. */
  readonly redis: RedisState
  /** Published messages on their way to the broker. */
  readonly arrivals: Pages<Arrival>
  /** By tag; those that are over are gone. */
  readonly copies: Pages<CopyState>
  /** By index; those that are over are gone. */
  readonly requests: Pages<RequestState>
  /** Control messages by ticket. */
  readonly controls: ControlState[]
  readonly chains: { [root: string]: number }
  readonly groups: { [group: string]: GroupState }
  readonly chords: { [group: string]: number }
  /** Sentences that were noted already: each is said once. */
  readonly noted: { [text: string]: true }
  /** How often each task name was started, for the triggers of actions. */
  readonly starts: { [name: string]: number }
  readonly client: { end: Micros | null }
  course: Course
  /** Channels that programs have opened by themselves. */
  readonly channels: ProgramChannel[]
  /** In the order of the cluster's loads. */
  readonly loads: LoadState[]
  /** Faults that have begun, in their order. */
  readonly faults: FaultState[]
  readonly hazards: Hazards
  /** Actions that wait for the boundary of an effect. */
  effectWatches: WatchState[]
  /** What drawn boundaries hang on. */
  readonly luck: LuckState
  /** Null where the cluster has none. */
  autoscaler: AutoscalerState | null
  readonly network: NetworkState
  readonly services: ServicesState
  /** In the order of the cluster's machines. */
  readonly hosts: HostState[]
  readonly beats: BeatState[]
  /** The next turn in which a Redis consumer asks. */
  nextTurn: number
  /** Events in the calendar that do not keep a run going. */
  watches: number
  nextPid: number
}

/** What a run goes by, since its beginning or since its course was changed (see `course.ts`). */
export interface Course {
  /** Index in the run's actions: of those before it, what has begun goes on, and nothing else comes. */
  readonly firstAction: number
  /** Seed of what modelled tasks draw. */
  readonly luck: number
  /** In place of the cluster's settings; null: as they are. */
  readonly settings: { readonly [key: string]: Json } | null
  /** In place of the cluster's workers; null: as they are. */
  readonly workers: readonly WorkerSpec[] | null
}

/** A fault that has begun. */
export interface FaultState {
  /** Index in the run's actions. */
  readonly action: number
  /** Row of its beginning, the cause of what it does. */
  readonly row: number
  /** Index of the process whose body set it off; -1 where none did. */
  readonly by: number
  over: boolean
}

/** An action whose trigger is the boundary of an effect. */
export interface WatchState {
  readonly action: number
  /** Which boundary it waits for, and how many there were; null: each has a chance of its own. */
  readonly nth: number | null
  seen: number
  /** Boundaries at which it was drawn to happen and has not begun yet, in their order. */
  readonly drawn: string[]
}

export interface Arrival {
  /** Its number, where the message is shared by a series. */
  readonly number?: number
  readonly message: TaskMessage
  readonly task: number
  readonly taskState: number
  /** Does its sender know what the exchange is (see `Broker.typesByConnection`)? */
  readonly known: boolean
  /** Row of the publish. */
  readonly cause: number
  /** Index of the process that hears of it; -1: none does. */
  readonly sender: number
}

/** A control message and what workers reply to it. */
export interface ControlState {
  /** Index of the sending process. */
  readonly process: number
  readonly method: string
  readonly arguments: { readonly [name: string]: Json }
  readonly destination: readonly string[] | null
  readonly pattern: string | null
  readonly matcher: string | null
  /** Does its sender wait for replies? */
  readonly reply: boolean
  /** Row of its fact. */
  cause: number
  /** In the order in which workers sent them. */
  readonly sent: ControlReply[]
  readonly arrived: ControlReply[]
  /** When the last of them came. */
  repliedAt: Micros | null
}

export interface GroupState {
  state: number
  left: number
}

/** `celery beat`, by itself or in a worker (`-B`). */
export interface BeatState {
  /** Index of its process; the process's `slot` is its place among the beats. */
  readonly process: number
  /** Index of the worker that it is a part of (`-B`); null: it is a process of the cluster. */
  readonly embeddedIn: number | null
  /** Its level of logging; null: INFO. */
  readonly loglevel: string | null
  /** The setting `beat_schedule` as it was when it began: later changes of it are not seen. */
  schedule: Json
  /** In the order of its schedule. */
  planned: PlannedEntry[]
  /** When it last wrote its schedule file in its loop, and how many tasks it has sent since. */
  synced: { readonly at: Micros | null; readonly sent: number }
  /** It goes to sleep between two looks. */
  slept: boolean
  /** Has it had a connection to the broker since it began? */
  reached: boolean
  /** What it has asked Python about an entry, and waits for. */
  asked: AskedOfEntry | null
  /** Its schedule files, by name: they outlive it. */
  readonly files: { [name: string]: ScheduleFile }
}

/** An entry of beat's schedule between two runs. */
export interface PlannedEntry {
  readonly name: string
  /** When it last ran; before its first run, when beat began. */
  lastRun: Micros
  /** How often it ran. */
  runs: number
  /** When to look at it next; null: it was not looked at yet. */
  at: Micros | null
}

/** A question about an entry that only the program can answer. */
export type AskedOfEntry =
  | { readonly what: 'due'; readonly entry: string }
  /** `next`: how long after this run the next one is. */
  | { readonly what: 'arguments'; readonly entry: string; readonly next: Micros }

/** What `PersistentScheduler` keeps on the disk (rule 7.9). */
export interface ScheduleFile {
  readonly timezone: string | null
  readonly utc: boolean
  readonly entries: readonly {
    readonly name: string
    readonly lastRun: Micros
    readonly runs: number
  }[]
}

/** A running Python program: the client, a worker's main process, a pool process, or beat. */
export interface ProcessState {
  /** Its place in `processes`. */
  readonly index: number
  readonly name: string
  readonly kind: 'client' | 'load' | 'worker' | 'process' | 'beat' | 'web'
  /** Index of the worker; -1 for the client and beat. */
  readonly worker: number
  /** 1-based number of a pool process; a beat's place among the beats; a front's among the fronts; 0 otherwise. */
  readonly slot: number
  readonly actor: number
  pid: number
  /** The oid of its app, which names its reply queue (rule 1.3); made when it is first needed. */
  replyTo: string | null
  /** What it has a connection to: the first use of broker or backend opens one; and what it declared there. */
  readonly connected: { broker: boolean; backend: boolean; readonly exchanges: string[] }
  /** Codes of those connections in their machine; `connected` says which are open. */
  readonly links: { broker: number; backend: number }
  /** What its connection does when the broker cannot be reached: what the last call has told it (rule 1.21). */
  policy: RetryPolicy | null
  /** What the body will hear of what it sent: an exception, once it looks. */
  failure: PythonError['error'] | null
  /** What the broker has told it of what it published. */
  readonly channel: ChannelState
  /** Messages of its last call that wait for receivers of `before_task_publish`. */
  held: readonly Published[]
  /** It does nothing else while it connects, or waits for the broker: its steps wait. */
  blocked: boolean
  /** Code of its state in the process machine. */
  state: number
  /** Counts its lives and kills: an event of an older one is void. */
  generation: number
  /** Up to when its time is used. */
  clock: Micros
  readonly steps: Step[]
  /** How many of `steps` come from the step that runs now. */
  front: number
  /** When the last of those will have taken effect: the body's local time. */
  tail: Micros
  /** Is the head of `steps` in the calendar? */
  scheduled: boolean
  /** Row of its last fact: the cause of the next. */
  cause: number
  /** It imports its module. */
  loading: boolean
  /** Does Python hold a namespace for it? */
  loaded: boolean
  readonly app: AppState
  execution: Execution | null
  /** Since when its body has computed without a pause, and where it was last seen. */
  computing: {
    readonly since: Micros
    readonly at: SourceLine | null
    readonly noted: boolean
  } | null
  /** What runs in it beside a body: an errback, receivers of a signal, a command. */
  aside: Aside | null
  /** How many calls of its worker's receivers it was forked after: it has the memory that they left. */
  inherits: number
  /** An exception that its body gets at its next pause: a soft time limit (rule 3.37). */
  interrupt: { readonly exception: string; readonly message?: string } | null
  wait: WaitState | null
  /**
   * What was stored and it has not heard yet; null: it does not listen. The client has subscribed to
   * results since it sent their tasks (rule 6.15).
   */
  heard: StoredMessage[] | null
  /** Counts its waits: an event for an older one is void. */
  waits: number
  /** Its steps wait: a task of a solo pool runs in it, a greenlet computes (table 3E), or its turn is to come. */
  halted: boolean
  /** Tasks that it has run in this life. */
  served: number
  /** The most memory it had, in KiB, as its resident size is modelled (rule 3.34). */
  memory: number
  /** Python that it shares with others; null where it has one for itself. */
  interpreter: InterpreterState | null
}

/** What Python was asked to do that is no task. */
export type Aside =
  /** Of the task with this id. */
  | { readonly kind: 'errback'; readonly of: string }
  /** `then`: what becomes of its process afterwards. */
  | { readonly kind: 'signal'; readonly then: AfterSignal }
  | { readonly kind: 'command'; readonly method: string; readonly ticket: number }

/** One Python in which the threads or greenlets of a pool take turns. */
export interface InterpreterState {
  /** Index of the worker's main process. */
  readonly main: number
  /** Greenlets keep their turn until they wait for something; threads lose it every few milliseconds. */
  readonly cooperative: boolean
  /** An event loop: a turn is given away by `await` alone. */
  readonly loop?: true
  /** Index of the process whose turn it is; -1 for none. */
  holder: number
  readonly waiting: { readonly process: number; readonly question: Question }[]
}

/** What a process's Celery app has told of itself. */
export interface AppState {
  main: string | null
  /** Another object after each change: what is worked out of it is kept with it. */
  settings: { readonly [key: string]: Json }
  readonly tasks: { [name: string]: TaskDefinition }
  /** Queues that it came to know by sending to them (rule 2.7). */
  readonly queues: string[]
  /** Signals that have receivers. */
  readonly signals: string[]
  /** Remote control commands of the learner's own. */
  readonly commands: string[]
  /** Serializers of the learner's own, by name: their content types. */
  readonly serializers: { [name: string]: string | null }
}

/** One run of one task in a pool process. */
export interface Execution {
  /** Index in `requests`. */
  readonly request: number
  startedAt: Micros
  /** Results of what the body has published: its trail (rule 4.43). */
  children: readonly Json[]
  /** What `retry()` has published, if it was called. */
  retry: {
    readonly due: Micros
    readonly error: ExceptionInfo | null
    readonly wait: RetryWait
  } | null
  /** The signal that remote control sent to its process (rule 3.58). */
  readonly terminated?: string
  /** Number of the job in its pool, as Celery's messages about lost processes have it (rule 3.35). */
  readonly job: number
  /** What its handlers hear of once the result is stored; null while the body runs, or where none wants to. */
  after: AfterBody | null
  /** Its body is drawn, not run: the step that ends it is in the calendar already. */
  modelled?: true
  /** Where it stands among its boundaries; absent while nobody draws for them. */
  luck?: BodyLuck
}

/** A body that is over while its stack is still there, for what comes after it. */
export interface AfterBody {
  /** How the try ended; null while its result is not on its way. */
  outcome: Outcome | null
  /** Celery's line about it is written. */
  told: boolean
  /** Of which task the errback is that runs. */
  errback: string
}

/** A parked body. */
export interface WaitState {
  readonly kind: Wait['kind']
  readonly ids: readonly string[]
  readonly watch: readonly string[]
  /** What it waits for where that is no result. */
  readonly wait: Extract<
    Wait,
    { kind: 'replies' | 'purge' | 'broker' | 'redis' | 'group' | 'service' }
  > | null
  /** When a wait for replies is over, unless one comes; null: never. */
  until: Micros | null
  /** Anything that is stored ends it. */
  readonly listens: boolean
  /** The first ready state that came of each result waited for: a message that was read stays read (rule 6.15). */
  readonly caught: { [id: string]: ResultMeta }
  /** Nothing that comes ends it, time alone. */
  readonly pauses: boolean
  readonly since: Micros
  /** How often it looks for a result; null: it hears of it. */
  readonly every: Micros | null
  /** A wake-up is in the calendar already. */
  woken: boolean
  timedOut: boolean
}

/** One copy of a message in one queue. */
export interface CopyState {
  readonly tag: number
  /** The message it shares with others, which `message` is made of (see `SharedCopy`). */
  readonly template?: TaskMessage
  readonly message: TaskMessage
  /** The log's task index. */
  readonly task: number
  readonly queue: string
  readonly priority: number
  /** Code of its state in the delivery machine. */
  state: number
  /** Code of its task's state in the task machine: each message of an id has a life of its own (rule 4.33). */
  taskState: number
  redelivered: boolean
  /** Index of the worker that holds it; -1 while it waits. */
  worker: number
  /** Its position among the worker's deliveries, for the order of restoring. */
  deliveredAs: number
  /** See `OnTheWire`. */
  wire: number
  /** When it was given out last. */
  deliveredAt: Micros
  /** Index of the request that its last delivery became; -1 before. */
  request: number
  /** Row of its last fact. */
  cause: number
  /** How many requests of it are not over: a copy is forgotten when it is settled and nobody works on it. */
  open: number
}

/** One message as a worker sees it (rule 3.16). */
export interface RequestState {
  /** The message it shares with others, which `context` is made of (see `SharedRequest`). */
  readonly template?: TaskMessage
  /** Its place in `requests`. */
  readonly index: number
  /** Its message, which stays as long as the request is open. */
  readonly copy: CopyState
  readonly tag: number
  readonly task: number
  readonly worker: number
  /** Registered name of its task. */
  readonly name: string
  readonly context: RequestContext
  readonly eta: Micros | null
  readonly expires: Micros | null
  readonly acksLate: boolean
  acknowledged: boolean
  /** Its acknowledgement gives its worker room again that a lost connection has taken (rule 3.12). */
  readonly makesRoom: boolean
  /** Which of its worker's deliveries brought it: `deliveredAs` of its message then. */
  readonly delivery: number
  /**
   * Code of its task's state once its message went back to the queue without it (rules 2.27, 3.12); null
   * while it is its message's.
   */
  taskState: number | null
  /** Row of its last fact. */
  cause: number
}

/** A question that is open. */
export interface OpenQuestion {
  readonly process: number
  readonly at: Micros
}

/** What has come to its end during an event. Whoever runs it may still look at it, so it stays until its end. */
export interface Over {
  readonly requests: RequestState[]
  readonly copies: CopyState[]
}
