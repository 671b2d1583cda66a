import { hasten, slow } from '../world/wire.ts'
import type { FaultMember } from './fault.ts'
import { nodesOf, readEnds, serversOf } from './link.ts'

/**
 * Packets take ways of different length. Inside one connection TCP puts them in order again, so what one process
 * sends arrives in the order in which it was sent; what processes send at the same time over connections of their
 * own overtakes each other.
 */
export const reordering: FaultMember<'reordering'> = {
  name: 'reordering',
  lasting: 'a while',
  read: (fields) => ({ ...readEnds(fields), jitter: fields.duration('jitter') }),
  begin(world, fault, { index }) {
    const { jitter } = fault
    for (const server of serversOf(fault))
      slow(world, { id: index, nodes: nodesOf(world, fault), server, delay: 0, jitter, loss: 0 })
  },
  end: (world, _fault, { index }) => hasten(world, index),
}
