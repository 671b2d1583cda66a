import { ENDINGS } from '../cluster/server-spec.ts'
import { bringServerBack, takeServerAway } from '../workers/outages.ts'
import { restartBroker } from '../world/restart.ts'
import type { FaultMember } from './fault.ts'

/**
 * The broker ends, and comes back with what it has kept: durable queues and persistent messages on RabbitMQ,
 * what was saved on Redis.
 */
export const brokerRestart: FaultMember<'broker-restart'> = {
  name: 'broker-restart',
  lasting: 'a while',
  brokers: ['redis', 'rabbitmq'],
  read(fields) {
    return { how: fields.has('how') ? (fields.choice('how', ENDINGS) ?? 'stop') : 'stop' }
  },
  begin(world, { how }, { cause }) {
    takeServerAway(world, 'broker', cause)
    restartBroker(world, { kind: how }, cause)
  },
  end: (world) => bringServerBack(world, 'broker'),
}
