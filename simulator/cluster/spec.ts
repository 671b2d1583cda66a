import type { Micros } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import type { AutoscalerSpec } from './autoscaler-spec.ts'
import type { LoadSpec, ModelledTask } from './model-spec.ts'
import type { Fault } from './fault-spec.ts'
import type { BrokerServer } from './server-spec.ts'
import type { ServiceSpec } from './service-spec.ts'

/** The whole cluster as data. `parseClusterSpec` makes one from untrusted data and says what is wrong where. */
export interface ClusterSpec {
  readonly broker: BrokerName
  readonly backend: BackendName
  readonly workers: readonly WorkerSpec[]
  /** Celery's `-A`: the module that workers import. */
  readonly app: string
  /**
   * `celery beat`; several know nothing of each other, and each sends everything (rule 7.2). Absent or null:
   * there is none, and nothing is sent by a schedule.
   */
  readonly beat?: BeatSpec | readonly BeatSpec[] | null
  /** Machines with bounds; a worker that names none of them has one of its own, without any. */
  readonly machines?: readonly MachineSpec[]
  /** Tasks that run without Python. */
  readonly tasks?: readonly ModelledTask[]
  /** Who sends modelled tasks, beside the program or without one. */
  readonly load?: readonly LoadSpec[]
  /** Pods and what their number goes by; absent or null: there is none. */
  readonly autoscaler?: AutoscalerSpec | null
  /**
   * Whose address of the broker counts: the cluster's own, the default, or the program's. A program that
   * names a wrong one finds nobody there (rules 2.43, 10.3).
   */
  readonly brokerUrl?: 'cluster' | 'source'
  /** Outside systems that programs call. */
  readonly services?: readonly ServiceSpec[]
  /** How the broker's server is set up; absent: as it is by itself. */
  readonly server?: BrokerServer
  /** Settings that override the program's own, as if set in the environment. */
  readonly settings?: { readonly [key: string]: Json }
}

export type BrokerName = 'redis' | 'rabbitmq' | 'memory' | 'sqs'
/** `source`: what the program's own `backend=` says. */
export type BackendName =
  'redis' | 'rpc' | 'database' | 'cache' | 'memory' | 'filesystem' | 'none' | 'source'

export interface WorkerSpec {
  /** The part before the @: `w1` runs as `w1@sim`. */
  readonly name: string
  /** The options of `celery worker`, as typed: `-c 2 -Q mail,celery`. */
  readonly options: string
  /** `false`: the worker waits for an action that starts it. */
  readonly autostart: boolean
  /** The machine that it runs on; left out, it has one of its own, of the worker's name. */
  readonly node?: string
}

/** A machine that workers run on. Modelled tasks share its cores and its memory. */
export interface MachineSpec {
  readonly name: string
  readonly cores: number
  /** In MB. */
  readonly memory: number
  /** What a minute of it costs. */
  readonly price?: number
}

/** A process that sends periodic tasks. It runs on a machine of its own, where its schedule file is. */
export interface BeatSpec {
  /** Left out, the first is `beat`, and the others are `beat2` and so on. */
  readonly name?: string
  /** The options of `celery beat`, as typed: `--max-interval 5`. */
  readonly options: string
  /** `false`: it waits for an action that starts it. */
  readonly autostart?: boolean
}

/** Something that happens to the cluster from outside: an order to a worker, or a fault. */
export type Action = Planned & (Order | Fault)

/** When something happens. */
export interface Planned {
  readonly on: Trigger
  /** Counted from the trigger. */
  readonly after: Micros
}

/** What an operator does: by a lab's script, or by hand on the stage. */
export type Order = ProcessOrder | ControlOrder | PurgeOrder | PublishOrder | PrefetchOrder

/** `celery control` in a terminal: remote control of a worker. */
export interface ControlOrder {
  readonly verb: 'control'
  /** A worker's short name; '': all workers. */
  readonly target: string
  /** A remote control command, such as `pool_grow`. */
  readonly method: string
  readonly arguments: { readonly [name: string]: Json }
}

/** `celery purge -Q`: what waits in a queue is thrown away. */
export interface PurgeOrder {
  readonly verb: 'purge'
  /** A queue. */
  readonly target: string
}

/** `celery call`: a task is sent by its name. */
export interface PublishOrder {
  readonly verb: 'publish'
  /** A task by its full name. */
  readonly target: string
  readonly args: readonly Json[]
  readonly kwargs: { readonly [name: string]: Json }
  /** Null: where its routes lead. */
  readonly queue: string | null
}

/** A worker takes more or fewer messages ahead. */
export interface PrefetchOrder {
  readonly verb: 'prefetch'
  /** A worker's short name. */
  readonly target: string
  /** 0: as many as there are. */
  readonly count: number
}

/** Processes are started, stopped and sent signals. */
export interface ProcessOrder {
  readonly verb: OrderVerb
  /** A worker's short name (`w1`) or that of a beat, or '' where the verb needs none. */
  readonly target: string
  /** For `kill`: `SIGTERM`, `SIGQUIT`, `SIGHUP`. What cannot be handled, SIGKILL, is a fault. */
  readonly signal?: string
}

export type OrderVerb = 'start' | 'stop' | 'kill' | 'dropconnections'

export type Trigger =
  /** The beginning of the run. */
  | { readonly kind: 'time' }
  /** The client printed a line with this text, or called out loud what it did. */
  | { readonly kind: 'printed'; readonly text: string }
  /** The nth start of a task by name. */
  | { readonly kind: 'started'; readonly task: string; readonly nth: number }
  /** The client's program is over. */
  | { readonly kind: 'done' }
  | { readonly kind: 'ready'; readonly worker: string }
  | EffectTrigger

/** The boundary of an effect of a task's body: its calls out, and its waiting. */
export interface EffectTrigger {
  readonly kind: 'effect'
  /** Which task's bodies; null: any. */
  readonly task: string | null
  /** Null: any of them. */
  readonly effect: EffectName | null
  /** Calls of this service alone: `pay.example.com`; absent: of any. */
  readonly service?: string
  /**
   * Before it takes effect, or after; null: either. While a body waits it is `before` its going on. `in` a call to
   * a service: it has taken effect there, and its answer is still on its way.
   */
  readonly side: 'before' | 'in' | 'after' | null
  /** The nth such boundary of the run; or one of the first so many, drawn by the seed; or each with a chance. */
  readonly nth: number | { readonly ofFirst: number } | DrawnBoundaries
}

/**
 * Each boundary by itself, drawn from the seed, the task, its try and the boundary's number: two programs that
 * come to the same boundaries meet the same luck.
 */
export interface DrawnBoundaries {
  /** Share of the boundaries at which it happens. */
  readonly chance: number
  /** It happens in the first so many tries of a task: what is tried often enough gets done. */
  readonly tries: number
  /** In place of the draw: boundaries by the names that `fault-began` gives them. */
  readonly only?: readonly string[]
}

export const EFFECTS = ['publish', 'service', 'state', 'result', 'wait'] as const
export type EffectName = (typeof EFFECTS)[number]
