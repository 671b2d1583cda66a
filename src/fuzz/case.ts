import type { Action, ClusterSpec, Json, Micros } from '../../simulator/index.ts'

/** One thing that a body does, or the client. Plain data: a case can be printed, replayed and made smaller. */
export type Op =
  | { readonly op: 'sleep'; readonly seconds: number }
  | { readonly op: 'send'; readonly task: string; readonly options: Options }
  | {
      readonly op: 'canvas'
      readonly type: 'chain' | 'group' | 'chord'
      readonly tasks: readonly string[]
      readonly options: Options
    }
  | { readonly op: 'state' }
  | { readonly op: 'print' }
  /** Waits for the result of what was sent last. */
  | { readonly op: 'wait'; readonly seconds: number }
  /** Looks at the result of what was sent last. */
  | { readonly op: 'look' }
  | { readonly op: 'forget' }
  | { readonly op: 'purge' }
  /** A message leaves a queue without a worker: kombu's SimpleQueue. */
  | { readonly op: 'take'; readonly queue: string }
  | { readonly op: 'eager' }
  /** A control message; `$last` stands for the id of what was sent last. */
  | { readonly op: 'control'; readonly method: string; readonly arguments: Options }
  /** Has an outside system change something; `keyed`: once for its task, however often that is tried. */
  | {
      readonly op: 'call'
      readonly service: CalledService
      readonly keyed: boolean
      /** How long it waits for the answer; null: as long as it takes. */
      readonly timeout: number | null
    }
  /** The next try, unless there were so many. */
  | { readonly op: 'retry'; readonly countdown: number; readonly times: number }
  | { readonly op: 'raise' }
  | { readonly op: 'ignore' }
  | { readonly op: 'reject'; readonly requeue: boolean }

/** Kinds of outside systems that bodies call: each of its calls changes something there. */
export type CalledService = 'payment' | 'objects'

export type Options = { readonly [name: string]: Json }

export interface TaskPlan {
  readonly options: Options
  readonly body: readonly Op[]
  /** It takes request, exception and traceback: an errback of the new style (rule 4.35). */
  readonly isErrback?: true
}

/** A program without Python. */
export interface Plan {
  readonly settings: Options
  readonly tasks: { readonly [name: string]: TaskPlan }
  readonly main: readonly Op[]
  /** Signals that it has receivers for. */
  readonly signals?: readonly string[]
}

/** One run to try: everything that it depends on. */
export interface FuzzCase {
  readonly seed: number
  readonly cluster: ClusterSpec
  readonly actions: readonly Action[]
  /** Null: modelled tasks alone. */
  readonly plan: Plan | null
  readonly until: Micros
}
