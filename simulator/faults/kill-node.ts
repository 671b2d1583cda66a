import { isOff } from '../workers/life.ts'
import { killWorker } from '../workers/shutdown/stop.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import type { Begun, FaultMember } from './fault.ts'
import { bringBack, nodeOf, workerMeant } from './targets.ts'

/** A machine goes down, and every worker on it dies as by SIGKILL (rules 2.30, 2.32). */
export const killNode: FaultMember<'kill-node'> = {
  name: 'kill-node',
  lasting: 'either',
  read: (fields) => ({ node: fields.node() }),
  begin(world, { node }, begun) {
    for (const worker of workersOn(world, node, begun)) killWorker(world, worker, begun.cause)
  },
  end(world, { node }, begun) {
    for (const worker of workersOn(world, node, begun)) {
      // One that was never started stays off: it was not the machine that kept it from running.
      if (isOff(worker) && world.process(worker.main).generation > 0)
        bringBack(world, worker, begun.cause)
    }
  },
}

function workersOn(world: World, node: string | null, begun: Begun): readonly WorkerState[] {
  const of = workerMeant(world, null, begun)
  const meant = node ?? (of === undefined ? null : nodeOf(world, of))
  return world.state.workers.filter((worker) => nodeOf(world, worker) === meant)
}
