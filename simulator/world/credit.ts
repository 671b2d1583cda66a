import type { WorkerState } from './state.ts'
import type { World } from './world.ts'

/**
 * How many more messages a worker takes: prefetch counts the unacknowledged ones (rule 3.14). With
 * `worker_disable_prefetch` it takes none while its pool has as much as it can run (rule 3.20).
 */
export function credit(world: World, worker: WorkerState): number {
  if (worker.tuning.disablePrefetch && reservedCount(world, worker) >= worker.concurrency) return 0
  return worker.prefetch === 0 ? Number.POSITIVE_INFINITY : worker.prefetch - worker.unacked.length
}

/** Requests that the pool runs or will run next (rule 3.16). */
export function reservedCount(world: World, { pool, reserved }: WorkerState): number {
  let count = reserved.length
  for (let at = 0; at < pool.length; at++)
    if (world.process(pool[at]!).execution !== null) count += 1
  return count
}
