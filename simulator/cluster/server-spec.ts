/**
 * How the broker's server is set up, in the words of its own configuration; what is left out is as the server
 * has it by itself. Redis knows all but `nodes`, RabbitMQ `nodes` alone.
 */
export interface BrokerServer {
  /** Redis: every write goes to a file too, which reaches the disk once a second (`appendfsync everysec`). */
  readonly appendonly?: boolean
  /** Redis: a snapshot goes to the disk once so many seconds have passed with so many changes; none: `[]`. */
  readonly save?: readonly SavePoint[]
  /** Redis: how many bytes of messages it may hold; 0, the default: as many as there are. */
  readonly maxmemory?: number
  /** Redis: what it does when they are too many; `noeviction` by itself. */
  readonly maxmemoryPolicy?: MemoryPolicy
  /** RabbitMQ: the nodes of its cluster; without any it is one server. */
  readonly nodes?: readonly string[]
}

/** After so many seconds, if there were so many changes. */
export type SavePoint = readonly [seconds: number, changes: number]

/** `allkeys-lru`: it throws away whole keys, the one first that nobody has touched for longest. */
export type MemoryPolicy = 'noeviction' | 'allkeys-lru'

/** `save` of a Redis that was told nothing (7.0). */
export const SAVE_POINTS: readonly SavePoint[] = [
  [3600, 1],
  [300, 100],
  [60, 10_000],
]

/** How a server ends before it starts again. */
export const ENDINGS = ['stop', 'kill', 'power-loss'] as const
export type Ending = (typeof ENDINGS)[number]
