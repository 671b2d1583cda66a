import type { Streams } from '../kernel/random.ts'
import type { Micros } from '../kernel/units.ts'
import type { Server } from '../log/facts.ts'
import { nodeOf } from './links.ts'
import type { ProcessState, WorldState } from './state.ts'
import { lateBy } from './tcp.ts'

/** More losses in a row would keep a packet for most of an hour. */
const MOST_LOSSES = 12

/** What is asked of a world here. */
interface Links {
  readonly state: Pick<WorldState, 'network'>
  readonly streams: Streams
}

interface Lateness {
  readonly delay: Micros
  readonly losses: number
}

/** What lost packets cost. */
export const lostFor = ({ losses }: Lateness): Micros => lateBy(losses)

/** How much longer a packet takes now, drawn anew for each. */
export function lateness(world: Links, process: ProcessState, server: Server): Lateness {
  let delay = 0
  let losses = 0
  const node = nodeOf(process)
  for (const one of world.state.network.delays) {
    if (one.server !== server || (one.nodes !== null && !one.nodes.includes(node))) continue
    const chance = world.streams.stream('links')
    delay += one.delay + Math.round(one.jitter * chance.next())
    while (losses < MOST_LOSSES && chance.next() < one.loss) losses += 1
  }
  return { delay, losses }
}

/** How much longer one way takes now. */
export function extraHop(world: Links, process: ProcessState, server: Server): Micros {
  if (world.state.network.delays.length === 0) return 0
  const late = lateness(world, process, server)
  return late.delay + lostFor(late)
}

/** The same for a question and its answer. */
export const extraRoundTrip = (world: Links, process: ProcessState, server: Server): Micros =>
  extraHop(world, process, server) + extraHop(world, process, server)
