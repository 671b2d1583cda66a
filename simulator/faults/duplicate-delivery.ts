import type { FaultMember } from './fault.ts'
import { withdraw } from './hazard.ts'

/** The broker hands a message out twice: at least once is what it promises, not exactly once. */
export const duplicateDelivery: FaultMember<'duplicate-delivery'> = {
  name: 'duplicate-delivery',
  lasting: 'until met',
  read: (fields) => ({ queue: fields.text('queue', 'celery'), count: fields.count('count', 1) }),
  begin(world, { queue, count }, { index }) {
    world.state.hazards.duplicates.push({ queue, fault: index, left: count })
  },
  end: (world, _fault, { index }) => withdraw(world.state.hazards.duplicates, index),
}
