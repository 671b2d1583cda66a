import { bringServerBack, loseBrokerNode, takeServerAway } from '../workers/outages.ts'
import { brokerNode } from '../world/restart.ts'
import type { FaultMember } from './fault.ts'

/** A node of the RabbitMQ cluster goes down, and comes back with what was on its disk (see `brokers/rabbitmq/nodes.ts`). */
export const brokerNodeDown: FaultMember<'broker-node-down'> = {
  name: 'broker-node-down',
  lasting: 'a while',
  brokers: ['rabbitmq'],
  read: (fields) => ({ node: fields.brokerNode() }),
  begin(world, { node }, { cause }) {
    const left = brokerNode(world, node, 'down', cause)
    if (left) loseBrokerNode(world, node, cause)
    else takeServerAway(world, 'broker', cause)
  },
  end(world, { node }, { cause }) {
    const { away } = world.state.network
    const was = world.broker.anyNode?.(world.view) ?? true
    brokerNode(world, node, 'up', cause)
    if (!was && away.broker > 0) bringServerBack(world, 'broker')
  },
}
