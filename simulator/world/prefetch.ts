import { dispatch } from './dispatch.ts'
import type { WorkerState } from './worker-state.ts'
import type { World } from './world.ts'

/** A worker sets its prefetch count; 0 stays unlimited. */
export function setPrefetch(world: World, worker: WorkerState, count: number): void {
  if (count === worker.prefetch) return
  worker.prefetch = count
  world.fact('prefetch-set', worker.actor, -1, world.process(worker.main).cause, { count })
}

/** The pool has grown or shrunk: the count goes with it, down to 1 (rule 3.43). */
export function changePrefetch(world: World, worker: WorkerState, by: number): void {
  if (worker.prefetch === 0) return
  setPrefetch(world, worker, Math.max(1, worker.prefetch + by))
  dispatch(world)
}
