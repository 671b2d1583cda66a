import type { FaultMember } from './fault.ts'
import { workerMeant } from './targets.ts'

/** A worker's clock is wrong, and with it what it takes for the right moment of an ETA or an expiry. */
export const clockSkew: FaultMember<'clock-skew'> = {
  name: 'clock-skew',
  lasting: 'a while',
  read: (fields) => ({ worker: fields.knownWorker(), by: fields.duration('by', true) }),
  begin(world, { worker: name, by }, begun) {
    const worker = workerMeant(world, name, begun)
    if (worker !== undefined) worker.skew += by
  },
  end(world, { worker: name, by }, begun) {
    const worker = workerMeant(world, name, begun)
    if (worker !== undefined) worker.skew -= by
  },
}
