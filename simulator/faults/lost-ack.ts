import type { FaultMember } from './fault.ts'
import { withdraw } from './hazard.ts'
import { workerMeant } from './targets.ts'

/** The worker acknowledges and goes on; the broker never hears of it and has the message as unacknowledged. */
export const lostAck: FaultMember<'lost-ack'> = {
  name: 'lost-ack',
  lasting: 'until met',
  read: (fields) => ({ worker: fields.knownWorker(), count: fields.count('count', 1) }),
  begin(world, { worker: name, count }, begun) {
    const worker = workerMeant(world, name, begun)
    if (worker === undefined) return
    const hazard = { worker: worker.index, fault: begun.index, left: count }
    world.state.hazards.lostAcks.push(hazard)
  },
  end: (world, _fault, { index }) => withdraw(world.state.hazards.lostAcks, index),
}
