import type { PoolName } from '../../cluster/pools.ts'

/**
 * What one kind of pool does its own way; everything else is the same for all (table 3E). `simulator/workers`
 * asks these and never a pool's name.
 */
export interface Pool {
  readonly name: PoolName
  /** As `inspect stats` shows it. */
  readonly implementation: string
  /** What runs a task. All but processes share the interpreter of the worker's main process. */
  readonly unit: 'process' | 'thread' | 'greenlet' | 'main'
  /**
   * Where a request is while no slot is free. `outside`: still with the worker, which looks at it again when
   * a slot is free. `inside`: in the pool's own queue, where nothing can take it back. `blocking`: whoever
   * hands it over stands still until there is a slot.
   */
  readonly waiting: 'outside' | 'inside' | 'blocking'
  /**
   * Whose early acknowledgement waits until the body is done: it is the main loop that sends it, and the body
   * runs in that loop (trace acks_solo_killed; documented otherwise).
   */
  readonly acksAfterwards: boolean
  /** Time limits that it enforces; the others are ignored without a word. */
  readonly limits: { readonly soft: boolean; readonly hard: boolean }
  /** It can end a running task: `terminate`, and a cold shutdown. */
  readonly kills: boolean
  /** It can grow and shrink. */
  readonly resizes: boolean
  /** `max_tasks_per_child` and `max_memory_per_child` hold. */
  readonly recycles: boolean
  /** `get()` inside a task may wait (`task_join_will_block` is False). */
  readonly joins: boolean
  /** Slots for a concurrency asked for. */
  slots(concurrency: number): number
  /** `threading.current_thread().name` in a slot for its n-th job; null: that of the main thread. */
  threadName(slot: number, job: number): string | null
}

/** Tasks run in one Python: they share its modules, and take turns in it. */
export const sharesPython = ({ unit }: Pool): boolean => unit !== 'process'
