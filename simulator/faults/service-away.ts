import { seconds } from '../kernel/units.ts'
import { endOutage, beginOutage } from '../world/outages.ts'
import type { FaultMember } from './fault.ts'

/** An outside system goes away, as by an outage that the cluster describes. */
export const serviceAway: FaultMember<'service-away'> = {
  name: 'service-away',
  lasting: 'a while',
  read: (fields) => ({
    service: fields.knownService(),
    how: fields.has('how') ? (fields.choice('how', ['refuses', 'silent']) ?? 'refuses') : 'refuses',
  }),
  begin: (world, { service, how, lasts }, { cause }) =>
    beginOutage(world, service, { how, until: world.now + (lasts ?? seconds(0)) }, cause),
  end: (world, { service }, { cause }) => endOutage(world, service, cause),
}
