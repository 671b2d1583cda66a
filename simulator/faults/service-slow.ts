import { seconds } from '../kernel/units.ts'
import { beginSlowSpell, endSlowSpell } from '../world/slow-spells.ts'
import type { FaultMember } from './fault.ts'

/** An outside system slows down, as by a slow spell that the cluster describes. */
export const serviceSlow: FaultMember<'service-slow'> = {
  name: 'service-slow',
  lasting: 'a while',
  read: (fields) => ({ service: fields.knownService(), latency: fields.duration('latency') }),
  begin: (world, { service, latency, lasts }, { cause }) =>
    beginSlowSpell(world, service, { until: world.now + (lasts ?? seconds(0)), latency }, cause),
  end: (world, { service }, { cause }) => endSlowSpell(world, service, cause),
}
