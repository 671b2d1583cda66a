/** The whole cluster as data. `parseClusterSpec` makes one from untrusted data and says what is wrong where. */
export interface ClusterSpec {
  readonly broker: BrokerName
  readonly backend: BackendName
  readonly workers: readonly WorkerSpec[]
  /** Celery's `-A`: the module that workers import. */
  readonly app: string
}

export type BrokerName = 'redis' | 'rabbitmq'
/** `source`: what the program's own `backend=` says. */
export type BackendName = 'redis' | 'none' | 'source'

export interface WorkerSpec {
  /** The part before the @: `w1` runs as `w1@sim`. */
  readonly name: string
  /** The options of `celery worker`, as typed: `-c 2 -Q mail,celery`. */
  readonly options: string
  /** `false`: the worker waits for an action that starts it. */
  readonly autostart: boolean
}

/**
 * Something done to the cluster from outside. A trigger is watched over the log; `after` counts from it.
 */
export interface Action {
  readonly on: Trigger
  readonly afterSeconds: number
  readonly verb: ActionVerb
  /** A worker's short name (`w1`), or '' where the verb needs none. */
  readonly target: string
  /** For `kill` and `killchild`. */
  readonly signal?: string
}

export type Trigger =
  | { readonly kind: 'time' }
  | { readonly kind: 'printed'; readonly text: string }
  | { readonly kind: 'started'; readonly task: string; readonly nth: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'ready'; readonly worker: string }

export type ActionVerb = 'start' | 'stop' | 'kill' | 'killchild' | 'dropconnections'
