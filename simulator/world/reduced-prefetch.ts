import { isIn } from './machines.ts'
import { setPrefetch } from './prefetch.ts'
import type { WorkerState } from './worker-state.ts'
import type { World } from './world.ts'

/** What a worker's pool as it is would take in advance. */
export const maximum = (world: World, { pool, tuning }: WorkerState): number =>
  pool.filter((index) => !isIn('process', world.process(index).state, 'absent')).length *
  tuning.multiplier

/** Does a request that comes now give room back when it is acknowledged? Not beyond the maximum (rule 3.12). */
export const makesRoom = (world: World, worker: WorkerState): boolean =>
  worker.reduced && worker.prefetch + worker.tuning.multiplier <= maximum(world, worker)

/** A message received after the loss was acknowledged or rejected: room for so many more. */
export function restorePrefetch(world: World, worker: WorkerState): void {
  if (!worker.reduced) return
  const most = maximum(world, worker)
  const count = Math.min(most, worker.prefetch + worker.tuning.multiplier)
  setPrefetch(world, worker, count)
  if (count !== most) return
  worker.reduced = false
  const text = `Resuming normal operations following a restart.\nPrefetch count has been restored to the maximum of ${most}`
  world.own(world.process(worker.main), 'logged', -1, { level: 'INFO', text })
}
