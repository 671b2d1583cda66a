import { type Micros, seconds } from '../kernel/units.ts'
import { toNumber } from '../messages/json.ts'
import { cutSince } from '../world/links.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { poolOf } from './pools/index.ts'

/** `broker_heartbeat`, and what RabbitMQ proposes (its `heartbeat`): the lower one holds. */
const OWN = 120
const OF_RABBITMQ = 60

/** Seconds of a worker's heartbeat; 0: it has none. */
export function heartbeatOf(world: World, worker: WorkerState): Micros {
  const main = world.process(worker.main)
  if (world.broker.name !== 'rabbitmq' || poolOf(worker).unit === 'greenlet') return 0
  const own = toNumber(main.app.settings['broker_heartbeat'] ?? null) ?? OWN
  return own <= 0 ? 0 : seconds(Math.min(own, OF_RABBITMQ))
}

/** How often a worker looks within one heartbeat: `broker_heartbeat_checkrate`. */
const rateOf = ({ app }: ProcessState): number => {
  const rate = toNumber(app.settings['broker_heartbeat_checkrate'] ?? null) ?? 0
  return rate > 0 ? rate : 3
}

/**
 * When an idle worker sends its next heartbeat. Seen with Celery 5.6.3: every second look sends one, for the look
 * after it takes the heartbeat itself for traffic.
 */
export function nextBeat(world: World, worker: WorkerState, heartbeat: Micros): Micros {
  const every = Math.round((2 * heartbeat) / rateOf(world.process(worker.main)))
  const { since } = worker.dial
  return since + every * (Math.floor((world.now - since) / every) + 1)
}

/**
 * RabbitMQ looks once in each heartbeat and closes at the third look in a row that finds nothing new: between two
 * and three heartbeats after it last heard something (seen: 18 s after the connection, with one of 6 s).
 */
export function thirdLook(world: World, worker: WorkerState, heartbeat: Micros): Micros {
  const { since } = worker.dial
  return since + heartbeat * (Math.ceil((world.now - since) / heartbeat) + 2)
}

/** What RabbitMQ sends last before it knows: a heartbeat each half of one. */
export function brokersBeat(world: World, worker: WorkerState): Micros | null {
  const half = heartbeatOf(world, worker) / 2
  if (half === 0) return null
  const since = cutSince(world, world.process(worker.main), 'broker') ?? world.now
  return worker.dial.since + half * (Math.floor((since - worker.dial.since) / half) + 1)
}
