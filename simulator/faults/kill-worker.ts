import { killWorker } from '../workers/shutdown/stop.ts'
import type { FaultMember } from './fault.ts'
import { bringBack, workerMeant } from './targets.ts'

/** SIGKILL for a whole worker: nothing it does takes effect any more (rules 2.30, 2.32). */
export const killWorkerFault: FaultMember<'kill-worker'> = {
  name: 'kill-worker',
  lasting: 'either',
  read: (fields) => ({ worker: fields.worker() }),
  begin(world, { worker: name }, begun) {
    const worker = workerMeant(world, name, begun)
    if (worker !== undefined) killWorker(world, worker, begun.cause)
  },
  end(world, { worker: name }, begun) {
    const worker = workerMeant(world, name, begun)
    if (worker !== undefined) bringBack(world, worker, begun.cause)
  },
}
