import { millis } from '../kernel/units.ts'
import { bringServerBack, takeServerAway } from '../workers/outages.ts'
import { restartBroker } from '../world/restart.ts'
import type { FaultMember } from './fault.ts'

/** Replication takes about as long as a packet on the way, unless the replica is behind. */
const UNREPLICATED = millis(1)

/**
 * The master dies, and Sentinel puts a replica in its place; until then nobody answers. Replication is
 * asynchronous, so the last writes may be lost although they were acknowledged. From documentation:
 * https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/
 */
export const failOver: FaultMember<'fail-over'> = {
  name: 'fail-over',
  lasting: 'a while',
  brokers: ['redis'],
  read(fields) {
    const given = fields.has('unreplicated')
    return { unreplicated: given ? fields.duration('unreplicated') : UNREPLICATED }
  },
  begin(world, { unreplicated }, { cause }) {
    takeServerAway(world, 'broker', cause)
    restartBroker(world, { kind: 'fail-over', since: world.now - unreplicated }, cause)
  },
  end: (world) => bringServerBack(world, 'broker'),
}
