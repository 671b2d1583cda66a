import { askAgain, dispatch } from '../../world/delivery.ts'
import { takeHead } from '../../world/lists.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { standsStill } from './feed.ts'

/** Whoever receives messages is done with one: it takes the next, unless it stands still. */
export function goOn(world: World, worker: WorkerState): void {
  if (worker.consumer === null || standsStill(world, worker)) return
  const tag = takeHead(worker.backlog)
  if (tag !== undefined)
    world.usual(world.process(worker.main), 'receive', tag, world.costs.receive)
  askAgain(world, worker)
  dispatch(world)
}
