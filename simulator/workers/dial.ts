import { closeLink, isLost } from '../world/links.ts'
import { isIn } from '../world/machines.ts'
import { isStalled } from '../world/stalls.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'

/** A worker that is to stop tries no more. */
export function stopConnecting(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  // Who waits for an answer of the broker stops once it has come.
  if (!main.blocked || isStalled(world, main)) return
  worker.dial.epoch += 1
  if (!main.connected.broker && !isLost(main, 'broker')) closeLink(main, 'broker')
  main.blocked = false
  world.scheduleStep(main)
}

/** Has a worker that is not ready yet tried in vain to connect? */
export const isWaitingForBroker = (world: World, worker: WorkerState): boolean =>
  isIn('connection', world.process(worker.main).links.broker, 'waiting')
