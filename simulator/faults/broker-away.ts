import { bringServerBack, takeServerAway } from '../workers/outages.ts'
import type { FaultMember } from './fault.ts'

/** The broker goes away and comes back with what it had: workers and publishers try again until then (rules 1.21, 3.11). */
export const brokerAway: FaultMember<'broker-away'> = {
  name: 'broker-away',
  lasting: 'a while',
  read: () => ({}),
  begin: (world, _fault, { cause }) => takeServerAway(world, 'broker', cause),
  end: (world) => bringServerBack(world, 'broker'),
}
