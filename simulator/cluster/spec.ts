import type { Micros } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import type { LoadSpec, ModelledTask } from './model-spec.ts'

/** The whole cluster as data. `parseClusterSpec` makes one from untrusted data and says what is wrong where. */
export interface ClusterSpec {
  readonly broker: BrokerName
  readonly backend: BackendName
  readonly workers: readonly WorkerSpec[]
  /** Celery's `-A`: the module that workers import. */
  readonly app: string
  /** `celery beat` with its options, as typed; absent or null: there is none, and nothing is sent by a schedule. */
  readonly beat?: BeatSpec | null
  /** Tasks that run without Python. */
  readonly tasks?: readonly ModelledTask[]
  /** Who sends modelled tasks, beside the program or without one. */
  readonly load?: readonly LoadSpec[]
  /** Settings that override the program's own, as if set in the environment. */
  readonly settings?: { readonly [key: string]: Json }
}

export type BrokerName = 'redis' | 'rabbitmq'
/** `source`: what the program's own `backend=` says. */
export type BackendName = 'redis' | 'rpc' | 'none' | 'source'

export interface WorkerSpec {
  /** The part before the @: `w1` runs as `w1@sim`. */
  readonly name: string
  /** The options of `celery worker`, as typed: `-c 2 -Q mail,celery`. */
  readonly options: string
  /** `false`: the worker waits for an action that starts it. */
  readonly autostart: boolean
}

/** The process that sends periodic tasks. */
export interface BeatSpec {
  /** The options of `celery beat`, as typed: `--max-interval 5`. */
  readonly options: string
}

/** Something done to the cluster from outside: by a lab's script, or by a click on the stage. */
export interface Action {
  readonly on: Trigger
  /** Counted from the trigger. */
  readonly after: Micros
  readonly verb: ActionVerb
  /** A worker's short name (`w1`), or '' where the verb needs none. */
  readonly target: string
  /** For `kill` and `killchild`: `SIGKILL`, `SIGTERM`, `SIGQUIT`. */
  readonly signal?: string
}

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

export type ActionVerb = 'start' | 'stop' | 'kill' | 'killchild' | 'dropconnections'
