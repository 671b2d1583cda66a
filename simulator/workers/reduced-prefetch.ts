import { maximum } from '../world/reduced-prefetch.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'

/**
 * After a lost connection a worker takes less in advance, by what still runs from before: that will be
 * delivered again. Each acknowledgement gives some of it back (rule 3.12).
 */
export function reducePrefetch(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  const { multiplier } = worker.tuning
  const most = maximum(world, worker)
  worker.reduced = false
  worker.prefetch = Math.max(worker.tuning.autoscale?.max ?? worker.concurrency, 1) * multiplier
  if (main.app.settings['worker_enable_prefetch_count_reduction'] === false) return
  const active = worker.pool.filter((index) => world.process(index).execution !== null).length
  // Also where it was about to start: its pool is there, and idle.
  if (active === 0) return
  worker.prefetch = Math.max(multiplier, most - active * multiplier)
  if (worker.prefetch === most) return
  worker.reduced = true
  const text = `Temporarily reducing the prefetch count to ${worker.prefetch} to avoid over-fetching since ${active} tasks are currently being processed.\nThe prefetch count will be gradually restored to ${most} as the tasks complete processing.`
  world.own(main, 'logged', -1, { level: 'INFO', text })
}
