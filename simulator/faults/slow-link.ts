import { hasten, slow } from '../world/wire.ts'
import type { FaultMember } from './fault.ts'
import { nodesOf, readEnds, serversOf } from './link.ts'

/** Everything between machines and servers takes longer, each way; what Redis is asked waits for the answer. */
export const slowLink: FaultMember<'slow-link'> = {
  name: 'slow-link',
  lasting: 'a while',
  read: (fields) => ({
    ...readEnds(fields),
    delay: fields.duration('delay'),
    jitter: fields.has('jitter') ? fields.duration('jitter') : 0,
  }),
  begin(world, fault, { index }) {
    const { delay, jitter } = fault
    for (const server of serversOf(fault))
      slow(world, { id: index, nodes: nodesOf(world, fault), server, delay, jitter, loss: 0 })
  },
  end: (world, _fault, { index }) => hasten(world, index),
}
