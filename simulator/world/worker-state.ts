import type { Consumer } from '../brokers/broker.ts'
import type { WorkerOptions } from '../cluster/worker-options.ts'
import type { Micros } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import type { TokenBucket } from '../messages/rates.ts'
import type { SignalCall } from '../program.ts'
import type { QueueSpec } from '../routing/queues.ts'

export interface WorkerState {
  /** Its place in `workers`. */
  readonly index: number
  readonly name: string
  readonly hostname: string
  /** As typed; its pool may be that of the setting `worker_pool`. */
  options: WorkerOptions
  readonly actor: number
  /** Index of its main process. */
  readonly main: number
  /** Indices of its pool processes, made at its first start. */
  readonly pool: number[]
  /** Code of its state in the worker machine. */
  state: number
  stopping: 'warm' | 'cold' | null
  readonly shutdown: ShutdownState
  /** Messages that have come while whoever receives them stood still. */
  backlog: number[]
  readonly dial: DialState
  /** Its prefetch count is lower than usual since it lost its connection (rule 3.12). */
  reduced: boolean
  /** It was told to start again while it was still stopping. */
  restart: boolean
  concurrency: number
  /** How far its machine's clock is ahead of the true time. */
  skew: Micros
  queues: string[]
  /** Value given to basic.qos; 0 is unlimited. */
  prefetch: number
  /** Tags delivered and not yet acknowledged, in order of delivery. */
  unacked: number[]
  deliveries: number
  /** How many jobs its pool was given. */
  jobs: number
  /** Processor time that its modelled tasks have used. */
  cpu: Micros
  /** How many tasks its pool accepted, by name. */
  totals: { [task: string]: number }
  startedAt: Micros
  /** Its logical clock, as remote control tells it. */
  clock: number
  consumer: Consumer | null
  /** Requests held until their ETA. */
  held: number[]
  /** What its receivers have heard since it started: a fork has the memory that they left (rule 3.32). */
  heard: SignalCall[]
  /** Requests handed to the pool, waiting for a free process. */
  reserved: number[]
  /** Ids it was told to drop, or that had expired (rules 3.56, 3.59). */
  revoked: { [id: string]: true }
  /** What `--statedb` has kept of them over its last end (rule 3.57). */
  saved: { readonly [id: string]: true }
  /** Values of stamped headers that it was told to drop (rule 3.60). */
  revokedStamps: { [header: string]: readonly Json[] }
  /** What it had set up when it started, and what remote control changed since. */
  tuning: WorkerTuning
}

/** Which signals a worker has had, and what they have made of it (rules 3.44 to 3.51). */
export interface ShutdownState {
  /** SIGINT has come: the next one is a cold shutdown. */
  interrupted: boolean
  /** SIGQUIT and its like: a cold shutdown, another while that goes on, and then the end at once. */
  cold: 0 | 1 | 2
  /** Does `worker: Cold shutdown` get said? Not where SIGINT has led to it. */
  said: boolean
  /** Until when a soft shutdown lets running tasks go on; null where there is none. */
  softUntil: Micros | null
  exitCode: number
  /** Its processes and then itself say goodbye to their receivers (rule 3.51). */
  leaving: boolean
}

/** A worker's way to its broker. */
export interface DialState {
  /** Failed attempts in a row. */
  nth: number
  /** It has never been connected since it started. */
  first: boolean
  /** When its connection was opened. */
  since: Micros
  /** Its first delivery by that connection: `deliveredAs` of a message. */
  firstDelivery: number
  /** The same of the connection before. */
  before: number
  /** When its attempt to connect is given up, where nobody answers. */
  until: Micros
  /** Counts its connections and its lives: an event of an older one is void. */
  epoch: number
  /** It has warned that running tasks go on. */
  warned: boolean
  /** The question to its neighbours that it waits for (rule 3.54). */
  hello: number | null
}

/** What a worker takes from its settings and options at its start, and remote control may change (rule 3.67). */
export interface WorkerTuning {
  /** `worker_prefetch_multiplier`. */
  multiplier: number
  /** The prefetch of each of its consumers, where it has quorum queues (rule 2.36); null: one for all. */
  staticPrefetch: number | null
  /** `worker_eta_task_limit`: where the prefetch count stops growing (rule 3.18). */
  etaLimit: number | null
  /** Sends task events (rule 8.2). */
  events: boolean
  /** Processes that its pool started with. */
  limit: number
  /** What it consumes from. */
  queues: QueueSpec[]
  /** `--autoscale` (rule 3.41). */
  autoscale: AutoscaleState | null
  /** `--time-limit` and `--soft-time-limit`, or the settings; null for none (rule 3.30). */
  timeLimit: Json
  softTimeLimit: Json
  /** `max_tasks_per_child` and `max_memory_per_child` in KiB; 0: no limit (rule 3.34). */
  maxTasks: number
  maxMemory: number
  /** Takes a message only while a process is free (rule 3.20). */
  disablePrefetch: boolean
  /** Rate limits set by remote control, by task. */
  rates: { [task: string]: Json }
  /** Each task's bucket: an index in `buckets`. */
  bucketOf: { [task: string]: number }
  /** A bucket that was replaced still lets go of what waits in it. */
  buckets: BucketState[]
}

/** A pool that grows and shrinks by itself (rule 3.41). */
export interface AutoscaleState {
  max: number
  min: number
  lastScaleUp: Micros | null
  /** When it looks by itself next. */
  next: Micros | null
}

/** A token bucket and the requests that wait for its tokens, first come first served (rule 3.23). */
export interface BucketState {
  bucket: TokenBucket
  waiting: number[]
  /** When its tokens are counted next; null while nobody waits. */
  due: Micros | null
}
