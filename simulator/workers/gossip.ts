import { type Micros, seconds } from '../kernel/units.ts'
import { cutCause, cutSince, isCut } from '../world/links.ts'
import { isIn } from '../world/machines.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { hasHeart } from './heart.ts'

/** How often a worker looks whether it has heard of its neighbours (rule 3.55). */
const LOOKS: Micros = seconds(5)

/** A worker is taken for gone when so many of its heartbeats are missing (rule 8.6). */
const MISSING = 2

/**
 * A worker is gone without a word, or nothing passes between it and the broker: its neighbours miss its heartbeat
 * at their next look after two of them (rules 3.55, 8.6).
 */
export function beMissed(world: World, lost: WorkerState): void {
  if (!hasHeart(lost) || !gossips(world)) return
  const heartbeat = seconds(lost.options.heartbeatInterval)
  const { since } = lost.dial
  const last = since + heartbeat * Math.floor((world.now - since) / heartbeat)
  for (const worker of world.state.workers) {
    if (worker === lost || !listens(world, worker)) continue
    const gone = last + MISSING * heartbeat
    const looks = Math.floor((gone - worker.dial.since) / LOOKS) + 1
    world.state.watches += 1
    const at = Math.max(world.now, worker.dial.since + looks * LOOKS)
    world.schedule(at, OPCODES.gossip, worker.index, lost.index)
  }
}

/** Events reach everybody where the broker has fanout or topics (rule 3.55). */
const gossips = ({ broker }: World): boolean =>
  broker.driver === 'amqp' || broker.driver === 'redis'

const listens = (world: World, worker: WorkerState): boolean =>
  !worker.options.withoutGossip &&
  isIn('worker', worker.state, 'ready') &&
  world.process(worker.main).connected.broker &&
  !isCut(world, world.process(worker.main), 'broker')

/** The event of a look: has the neighbour not been heard of meanwhile? */
export function lookAround(world: World, worker: WorkerState, lost: number): void {
  world.state.watches -= 1
  const other = world.worker(lost)
  if (!listens(world, worker) || isHeard(world, other)) return
  const main = world.process(worker.main)
  main.cause = cutCause(world, world.process(other.main), 'broker')
  world.own(main, 'heartbeat-missed', -1, { worker: other.hostname })
  const text = `missed heartbeat from ${other.hostname}`
  world.own(main, 'logged', -1, { level: 'INFO', text })
}

function isHeard(world: World, other: WorkerState): boolean {
  const main = world.process(other.main)
  return main.connected.broker && cutSince(world, main, 'broker') === null
}
