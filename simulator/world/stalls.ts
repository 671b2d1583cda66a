import type { Server } from '../log/facts.ts'
import { cutCause, isCut } from './links.ts'
import type { Stall } from './network-state.ts'
import { OPCODES } from './opcodes.ts'
import type { ProcessState } from './state.ts'
import { connectedAt, resentAt } from './tcp.ts'
import type { World } from './world.ts'

// Redis answers every command, and its clients wait for that without an end of their own (`socket_timeout` is
// None): where nothing passes, they stand still until something does.

/** A process waits for a server that does not answer. */
export function stall(
  world: World,
  process: ProcessState,
  server: Server,
  then: Stall['then'] = 'steps',
): void {
  if (then === 'steps') process.blocked = true
  if (then === 'steps' || then === 'dial') {
    process.cause = cutCause(world, process, server)
    world.own(process, 'link-stalled', world.taskOf(process), { to: server })
  }
  world.state.network.stalls.push({
    process: process.index,
    generation: process.generation,
    server,
    since: world.now,
    connecting: !process.connected[server],
    then,
  })
}

/** Does it stand still for want of an answer? */
export const isStalled = (world: World, { index }: ProcessState): boolean =>
  world.state.network.stalls.some(({ process, then }) => process === index && then === 'steps')

/** Servers answer again: each process hears of it when what it sent last is sent again. */
export function wakeStalled(world: World): void {
  world.state.network.stalls.forEach((one) => {
    const process = world.process(one.process)
    if (isCut(world, process, one.server)) return
    const at = (one.connecting ? connectedAt : resentAt)(one.since, world.now)
    world.schedule(at, OPCODES.answered, one.process, one.since)
  })
}

/** The event of an answer at last; gives what goes on now, null where nothing does. */
export function answered(world: World, process: ProcessState, since: number): Stall | null {
  const { stalls } = world.state.network
  const at = stalls.findIndex((one) => one.process === process.index && one.since === since)
  const found = stalls[at]
  if (found === undefined) return null
  // A new fault has come before.
  if (found.generation === process.generation && isCut(world, process, found.server)) return null
  stalls.splice(at, 1)
  if (found.generation !== process.generation) return null
  if (found.then === 'steps' || found.then === 'dial')
    world.own(process, 'link-resumed', world.taskOf(process), { to: found.server })
  if (found.then === 'steps') unblock(world, process)
  return found
}

function unblock(world: World, process: ProcessState): void {
  if (isStalled(world, process)) return
  process.blocked = false
  world.scheduleStep(process)
}

/** A connection has broken: who waited for an answer over it hears of that instead. */
export function endStalls(world: World, process: ProcessState, server: Server): void {
  const { stalls } = world.state.network
  const before = isStalled(world, process)
  for (let at = stalls.length - 1; at >= 0; at--) {
    const one = stalls[at]
    if (one?.process === process.index && one.server === server && one.then === 'steps')
      stalls.splice(at, 1)
  }
  if (before) unblock(world, process)
}
