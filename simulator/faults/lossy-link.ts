import { hasten, slow } from '../world/wire.ts'
import type { FaultMember } from './fault.ts'
import { nodesOf, readEnds, serversOf } from './link.ts'

/**
 * Packets between machines and servers get lost. TCP sends them again, so nothing is lost but time: 0.2 s for the
 * first loss of a packet, 0.4 s for the next. Three in a row end an AMQP connection (see `world/tcp.ts`).
 */
export const lossyLink: FaultMember<'lossy-link'> = {
  name: 'lossy-link',
  lasting: 'a while',
  read: (fields) => ({ ...readEnds(fields), loss: fields.share('loss') }),
  begin(world, fault, { index }) {
    const { loss } = fault
    for (const server of serversOf(fault))
      slow(world, { id: index, nodes: nodesOf(world, fault), server, delay: 0, jitter: 0, loss })
  },
  end: (world, _fault, { index }) => hasten(world, index),
}
