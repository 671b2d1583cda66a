import { dropConnections } from '../workers/outages.ts'
import type { FaultMember } from './fault.ts'

/** The broker closes every connection and takes new ones at once (trace connection_lost_rabbit). */
export const dropConnectionsFault: FaultMember<'drop-connections'> = {
  name: 'drop-connections',
  lasting: 'at once',
  read: () => ({}),
  begin: (world, _fault, { cause }) => dropConnections(world, 'broker', null, cause),
}
