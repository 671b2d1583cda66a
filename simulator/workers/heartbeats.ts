import { type Micros, seconds } from '../kernel/units.ts'
import { askAgain, dispatch } from '../world/delivery.ts'
import { endGhost, ghostOf } from '../world/ghosts.ts'
import { cutCause, cutSince, isCut, nodeOf, speaksRedis } from '../world/links.ts'
import { OPCODES } from '../world/opcodes.ts'
import { stall } from '../world/stalls.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { post } from '../world/wire.ts'
import type { World } from '../world/world.ts'
import { beMissed } from './gossip.ts'
import { workerLosesBroker } from './connection.ts'
import { heartbeatOf, nextBeat, thirdLook } from './heartbeat-terms.ts'

// Heartbeats of AMQP connections (rule 3.53). Only a worker's own connection has them, and only with an event
// loop; they matter where nothing passes, so only then are they events.

/** Nothing passes between these machines and the broker any more: who will notice, and when. */
export function watchHeartbeats(world: World, nodes: readonly number[] | null): void {
  for (const worker of world.state.workers) {
    const main = world.process(worker.main)
    if (nodes === null || nodes.includes(nodeOf(main))) beMissed(world, worker)
    if (!main.connected.broker || (nodes !== null && !nodes.includes(nodeOf(main)))) continue
    if (speaksRedis(world, 'broker')) {
      world.schedule(world.now + POLLING, OPCODES.unasked, worker.index, worker.dial.epoch)
      continue
    }
    const heartbeat = heartbeatOf(world, worker)
    if (heartbeat === 0) continue
    const { index, dial } = worker
    world.schedule(nextBeat(world, worker, heartbeat), OPCODES.beat, index, dial.epoch)
    world.schedule(thirdLook(world, worker, heartbeat), OPCODES.missed, index, dial.epoch)
  }
}

/** A BRPOP ends after a second (kombu's `polling_interval`). */
const POLLING: Micros = seconds(1)

/** The event of a worker's heartbeat: it does not get through, which TCP tells (see `tcp.ts`). */
export function beat(world: World, worker: WorkerState, epoch: number): void {
  const main = world.process(worker.main)
  if (worker.dial.epoch !== epoch || !main.connected.broker || !isCut(world, main, 'broker')) return
  // A task of the solo pool keeps the main process from it.
  if (!main.halted) post(world, main, 'out', 0, { opcode: null, entity: 0, argument: 0 })
}

/** The event of RabbitMQ's third look: it takes the worker for gone, unless it has heard of it. */
export function missed(world: World, worker: WorkerState, epoch: number): void {
  const main = world.process(worker.main)
  const since = cutSince(world, main, 'broker')
  if (since === null || world.now - since < heartbeatOf(world, worker)) return
  const ghost = ghostOf(world, worker, epoch)
  const believes = worker.dial.epoch === epoch && main.connected.broker
  if (ghost === undefined && !believes) return
  const detail = { worker: worker.hostname }
  const cause = cutCause(world, main, 'broker')
  const row = world.fact('heartbeat-missed', world.actor.broker, -1, cause, detail)
  if (ghost !== undefined) endGhost(world, worker, ghost)
  else {
    main.cause = row
    workerLosesBroker(world, worker, TOO_MANY)
  }
}

/** What a worker hears that its broker has closed the connection on, without having noticed it itself. */
const TOO_MANY = {
  reason: 'the broker missed its heartbeats',
  exception: 'amqp.exceptions.ConnectionForced: Too many heartbeats missed',
} as const

/** The event of RabbitMQ's hearing that nobody is at the other end any more. */
export function reset(world: World, worker: WorkerState, id: number): void {
  const ghost = ghostOf(world, worker, id)
  if (ghost !== undefined && !isCut(world, world.process(worker.main), 'broker'))
    endGhost(world, worker, ghost)
}

/** The event of a BRPOP that is over while nothing passes: its worker never hears of it. */
export function unasked(world: World, worker: WorkerState, epoch: number): void {
  const main = world.process(worker.main)
  const { consumer } = worker
  if (worker.dial.epoch !== epoch || consumer === null || consumer.turn < 0) return
  if (!main.connected.broker || !isCut(world, main, 'broker')) return
  consumer.turn = -1
  stall(world, main, 'broker', 'ask')
}

/** A Redis worker hears at last that nothing has come, and asks again. */
export function askOnceMore(world: World, worker: WorkerState): void {
  askAgain(world, worker)
  dispatch(world)
}
