import type { Consumer } from '../brokers/broker.ts'
import type { WorkerState } from './worker-state.ts'
import type { World } from './world.ts'

/** Works out what a worker takes now; with a static prefetch, from each of its queues (rules 2.36 to 2.38). */
export function giveCredit(world: World, worker: WorkerState, consumer: Consumer): void {
  const { rooms } = consumer
  consumer.credit = credit(world, worker)
  if (rooms === null) return
  const { staticPrefetch } = worker.tuning
  const most = staticPrefetch === 0 ? Number.POSITIVE_INFINITY : (staticPrefetch ?? 0)
  for (const queue of consumer.queues) rooms[queue] = most
  for (const tag of worker.unacked) {
    const { queue } = world.copy(tag)
    rooms[queue] = (rooms[queue] ?? 0) - 1
  }
}

/**
 * How many more messages a worker takes: prefetch counts the unacknowledged ones (rule 3.14). With
 * `worker_disable_prefetch` it takes none while its pool has as much as it can run (rule 3.20).
 */
function credit(world: World, worker: WorkerState): number {
  if (worker.tuning.disablePrefetch && reservedCount(world, worker) >= worker.concurrency) return 0
  if (worker.tuning.staticPrefetch !== null) return Number.POSITIVE_INFINITY
  return worker.prefetch === 0 ? Number.POSITIVE_INFINITY : worker.prefetch - worker.unacked.length
}

/** Requests that the pool runs or will run next (rule 3.16). */
export function reservedCount(world: World, { pool, reserved }: WorkerState): number {
  let count = reserved.length
  for (let at = 0; at < pool.length; at++)
    if (world.process(pool[at]!).execution !== null) count += 1
  return count
}
