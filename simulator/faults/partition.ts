import { cut, mend } from '../world/wire.ts'
import { exposeGhosts } from '../world/ghosts.ts'
import { watchHeartbeats } from '../workers/heartbeats.ts'
import type { FaultMember } from './fault.ts'
import { nodesOf, readEnds, serversOf } from './link.ts'

/**
 * Nothing passes between machines and servers, and neither end is told. Over AMQP who sends something gives its
 * connection up 1.4 s later, with all that it had sent; a worker does so at its next heartbeat, and RabbitMQ
 * misses two or three of them before it gives the worker's messages to others (rule 3.53). With Redis nobody
 * notices: whoever waits for an answer stands still until something passes again. All seen with Celery 5.6.3.
 */
export const partition: FaultMember<'partition'> = {
  name: 'partition',
  lasting: 'a while',
  read: readEnds,
  begin(world, fault, { index, cause }) {
    const nodes = nodesOf(world, fault)
    for (const server of serversOf(fault))
      cut(world, { id: index, nodes, server, since: world.now, cause })
    if (fault.from !== 'backend') watchHeartbeats(world, nodes)
  },
  end(world, _fault, { index }) {
    mend(world, index)
    exposeGhosts(world)
  },
}
