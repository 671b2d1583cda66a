import type { LinkEnds } from '../cluster/fault-spec.ts'
import type { Server } from '../log/facts.ts'
import type { World } from '../world/world.ts'
import { nodeOf as standsAt } from '../world/links.ts'
import type { Fields } from './fields.ts'
import { nodeOf } from './targets.ts'

/** The servers at the other end of a link. */
export const SERVERS = ['broker', 'backend', 'both'] as const

/** Whose links, and to what, from untrusted data: `nodes` are machines, the client and beat among them. */
export const readEnds = (fields: Fields): LinkEnds => ({
  nodes: fields.has('nodes') ? fields.nodes() : null,
  from: fields.has('from') ? (fields.choice('from', SERVERS) ?? 'both') : 'both',
})

/** The servers that a fault keeps machines from. */
export const serversOf = ({ from }: LinkEnds): readonly Server[] =>
  from === 'both' ? ['broker', 'backend'] : [from]

/** Machines by the numbers that links know them by; null: all. */
export function nodesOf(world: World, { nodes }: LinkEnds): readonly number[] | null {
  if (nodes === null) return null
  const workers = world.state.workers.flatMap((worker) =>
    nodes.includes(nodeOf(world, worker)) || nodes.includes(worker.name) ? [worker.index] : [],
  )
  return [
    ...workers,
    ...(nodes.includes('client') ? [-1] : []),
    ...world.state.beats
      .map(({ process, embeddedIn }) => ({ process: world.process(process), embeddedIn }))
      .filter(({ process, embeddedIn }) =>
        embeddedIn === null ? nodes.includes(process.name) : workers.includes(embeddedIn),
      )
      .map(({ process }) => standsAt(process)),
  ]
}
