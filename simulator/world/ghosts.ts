import { carryOut } from './dispatch.ts'
import { endConsuming, loseConnection } from './delivery.ts'
import type { Micros } from '../kernel/units.ts'
import { cutSince, isCut } from './links.ts'
import type { Ghost } from './network-state.ts'
import { OPCODES } from './opcodes.ts'
import { resentAt } from './tcp.ts'
import type { WorkerState } from './worker-state.ts'
import { sentIn } from './wire.ts'
import { NONE, type World } from './world.ts'

// A connection whose worker is gone, or has given it up, where nothing passes: RabbitMQ goes on giving messages
// to it, up to the prefetch count, until it misses its heartbeats or hears that nobody is there (rule 3.53).

/** Does RabbitMQ not hear that a worker's connection has ended? */
export const goesUnheard = (world: World, worker: WorkerState): boolean =>
  world.broker.name === 'rabbitmq' && isCut(world, world.process(worker.main), 'broker')

/** A worker's connection is dead, and RabbitMQ does not know; `beat` is when it last had to send a heartbeat. */
export function leaveGhost(world: World, worker: WorkerState, beat: Micros | null): void {
  const main = world.process(worker.main)
  const since = cutSince(world, main, 'broker') ?? world.now
  const first = Math.min(sentIn(world, main) ?? beat ?? since, beat ?? Number.POSITIVE_INFINITY)
  const { ghosts } = world.state.network
  ghosts.push({ worker: worker.index, id: worker.dial.epoch, sentAt: first, tags: null })
}

/** Its worker has a new connection, or is gone: what it held is the ghost's alone. */
export function detachGhosts(world: World, worker: WorkerState): void {
  for (const ghost of world.state.network.ghosts) {
    if (ghost.worker !== worker.index || ghost.tags !== null) continue
    ghost.tags = worker.unacked.filter((tag) => world.findCopy(tag)?.worker === worker.index)
    for (const tag of ghost.tags) world.copy(tag).worker = NONE
    worker.unacked = []
    endConsuming(world, worker, 'all')
  }
}

/** Something passes again: what RabbitMQ sends next is answered that nobody is there. */
export function exposeGhosts(world: World): void {
  for (const { worker, id, sentAt } of world.state.network.ghosts) {
    if (isCut(world, world.process(world.worker(worker).main), 'broker')) continue
    const at = sentAt <= world.now ? resentAt(sentAt, world.now) : sentAt
    world.schedule(at, OPCODES.reset, worker, id)
  }
}

/** The connection of a worker that RabbitMQ alone takes for alive, by the number it had. */
export const ghostOf = (world: World, worker: WorkerState, id: number): Ghost | undefined =>
  world.state.network.ghosts.find((one) => one.worker === worker.index && one.id === id)

/** RabbitMQ finds out, and takes back what it had given out (rule 2.32). */
export function endGhost(world: World, worker: WorkerState, ghost: Ghost): void {
  const { ghosts } = world.state.network
  ghosts.splice(ghosts.indexOf(ghost), 1)
  if (ghost.tags === null) {
    endConsuming(world, worker, 'all')
    loseConnection(world, worker)
    return
  }
  const tags = ghost.tags.filter((tag) => world.findCopy(tag)?.worker === NONE)
  carryOut(world, world.broker.onLost(world.view, worker.index, tags), NONE)
}
