import type { Server } from '../log/facts.ts'
import type { Wait } from '../program.ts'
import { goesUnheard } from '../world/ghosts.ts'
import { cutCause, loseLink, nodeOf, speaksRedis } from '../world/links.ts'
import { endStalls } from '../world/stalls.ts'
import type { ProcessState } from '../world/state.ts'
import { forgetHeld } from '../world/alarm.ts'
import { loseChannel } from '../world/confirms.ts'
import { dispatch } from '../world/delivery.ts'
import { loseSent } from '../world/lost-sendings.ts'
import { isUnheard } from '../world/wire.ts'
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

/** The connections to one node of the broker's cluster end; there are others to go to. */
export function loseBrokerNode(world: World, node: string, cause: number): void {
  for (const process of world.state.processes) {
    if (!process.connected.broker) continue
    if (world.broker.movesFrom?.(world.view, process.index, node) !== true) continue
    breakBy(world, process, 'broker', { loss: NODE_DOWN, cause })
  }
  dispatch(world)
}

const NODE_DOWN = {
  reason: 'its node went down',
  exception: 'ConnectionResetError: [Errno 104] Connection reset by peer',
} as const satisfies Loss

/** The broker has cancelled a worker's consumer: for Celery that is a lost connection. */
export function loseConsumer(world: World, main: ProcessState): void {
  if (main.connected.broker) breakOne(world, main, 'broker', CANCELLED)
}

const CANCELLED = {
  reason: 'the broker cancelled its consumer',
  exception: 'amqp.exceptions.ConsumerCancelled',
} as const satisfies Loss

/** A server is back, unless something else keeps it away too; who waits for it finds it at the next try. */
export function bringServerBack(world: World, server: Server): void {
  const { away } = world.state.network
  away[server] = Math.max(0, away[server] - 1)
}

/** The event of a sender to whom nobody has confirmed anything for too long: its connection is dead. */
export function unheard(world: World, process: ProcessState, life: number): void {
  if (!process.connected.broker || !isUnheard(world, process, life)) return
  const cause = cutCause(world, process, 'broker')
  breakBy(world, process, 'broker', { loss: NOBODY_ANSWERS, cause })
  dispatch(world)
}

/** As py-amqp tells it (seen with Celery 5.6.3). */
const NOBODY_ANSWERS = {
  reason: 'nothing that it sent was confirmed',
  exception: 'OSError: Server unexpectedly closed connection',
} as const satisfies Loss

function breakAll(world: World, server: Server, nodes: Nodes, loss: Loss, cause: number): void {
  for (const process of world.state.processes) {
    if (!process.connected[server]) continue
    if (nodes !== null && !nodes.includes(nodeOf(process))) continue
    breakBy(world, process, server, { loss, cause })
  }
}

function breakBy(
  world: World,
  process: ProcessState,
  server: Server,
  { loss, cause }: { readonly loss: Loss; readonly cause: number },
): void {
  const before = process.cause
  process.cause = cause
  breakOne(world, process, server, loss)
  if (waitsElsewhere(process)) process.cause = before
}

/** Does its body wait for nothing of broker or backend? It goes on for the same reason as before. */
const waitsElsewhere = ({ wait }: ProcessState): boolean =>
  wait !== null && ELSEWHERE.has(wait.kind)

const ELSEWHERE: ReadonlySet<Wait['kind']> = new Set(['sleep', 'computing', 'service'])

function breakOne(world: World, process: ProcessState, server: Server, loss: Loss): void {
  if (server === 'broker' && world.state.network.disturbed) loseSent(world, process)
  endStalls(world, process, server)
  if (server === 'broker' && process.kind === 'worker') {
    const worker = world.worker(process.worker)
    workerLosesBroker(world, worker, loss, goesUnheard(world, worker) ? 'is deaf' : 'hears')
    return
  }
  loseLink(process, server)
  world.own(process, 'connection-lost', world.taskOf(process), { to: server, reason: loss.reason })
  if (server !== 'broker') return
  forgetHeld(world, process)
  loseChannel(world, process)
}
