import type { Server } from '../log/facts.ts'
import { loseLink, nodeOf, speaksRedis } from '../world/links.ts'
import type { ProcessState } from '../world/state.ts'
import { forgetHeld } from '../world/alarm.ts'
import { loseChannel } from '../world/confirms.ts'
import { dispatch } from '../world/delivery.ts'
import type { World } from '../world/world.ts'
import { workerLosesBroker, type Loss } from './connection.ts'

/** Whose connections: those of all processes on these machines, see `Stretch`; null: everybody's. */
export type Nodes = readonly number[] | null

/** How connections end that the server closes. */
const CLOSED_BY_SERVER = {
  amqp: {
    reason: 'the broker closed it',
    exception:
      'amqp.exceptions.ConnectionForced: (0, 0): (320) CONNECTION_FORCED - Closed via management plugin',
  },
  redis: {
    reason: 'the server closed it',
    exception: 'redis.exceptions.ConnectionError: Connection closed by server.',
  },
} as const satisfies { readonly [protocol: string]: Loss }

/** A server closes connections, and takes new ones at once (trace connection_lost_rabbit). */
export function dropConnections(world: World, server: Server, nodes: Nodes, cause: number): void {
  breakAll(world, server, nodes, CLOSED_BY_SERVER[protocolOf(world, server)], cause)
  dispatch(world)
}

const protocolOf = (world: World, server: Server): 'amqp' | 'redis' =>
  speaksRedis(world, server) ? 'redis' : 'amqp'

/** A server goes away: every connection ends, and nobody listens on its port until it is back. */
export function takeServerAway(world: World, server: Server, cause: number): void {
  world.state.network.away[server] += 1
  const exception =
    protocolOf(world, server) === 'redis'
      ? 'redis.exceptions.ConnectionError: Connection closed by server.'
      : "amqp.exceptions.ConnectionForced: (0, 0): (320) CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'"
  breakAll(world, server, null, { reason: 'it went away', exception }, cause)
}

/** A server is back, unless something else keeps it away too; who waits for it finds it at the next try. */
export function bringServerBack(world: World, server: Server): void {
  const { away } = world.state.network
  away[server] = Math.max(0, away[server] - 1)
}

function breakAll(world: World, server: Server, nodes: Nodes, loss: Loss, cause: number): void {
  for (const process of world.state.processes) {
    if (!process.connected[server]) continue
    if (nodes !== null && !nodes.includes(nodeOf(process))) continue
    process.cause = cause
    breakOne(world, process, server, loss)
  }
}

function breakOne(world: World, process: ProcessState, server: Server, loss: Loss): void {
  if (server === 'broker' && process.kind === 'worker') {
    workerLosesBroker(world, world.worker(process.worker), loss)
    return
  }
  loseLink(process, server)
  world.own(process, 'connection-lost', world.taskOf(process), { to: server, reason: loss.reason })
  if (server !== 'broker') return
  forgetHeld(world, process)
  loseChannel(world, process)
}
