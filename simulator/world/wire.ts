import { type Micros } from '../kernel/units.ts'
import { lateness, lostFor } from './lateness.ts'
import { isCut, speaksRedis } from './links.ts'
import type { Cut, Delay, Parcel, Stretch, Way, Wire } from './network-state.ts'
import { OPCODES } from './opcodes.ts'
import { isStalled, wakeStalled } from './stalls.ts'
import type { ProcessState } from './state.ts'
import { resentAt, UNHEARD_FOR } from './tcp.ts'
import type { World } from './world.ts'

// What is under way between processes and the broker once a fault has touched a link: it arrives later over a
// slow one, in the order in which it was sent, and waits where nothing passes. With all links whole messages
// take the short way (`World.scheduleHop`).

/** The direction of a process's connection to the broker. */
function wireOf(world: World, process: number, way: Way): Wire {
  const { wires } = world.state.network
  const found = wires.find((one) => one.process === process && one.way === way)
  if (found !== undefined) return found
  const wire: Wire = { process, way, free: 0, stuckSince: null, stuck: [], life: 0 }
  wires.push(wire)
  return wire
}

/** Sends something over a process's connection to the broker, where a hop takes so long. */
export function post(
  world: World,
  process: ProcessState,
  way: Way,
  hop: Micros,
  parcel: Parcel,
): void {
  const wire = wireOf(world, process.index, way)
  if (wire.stuckSince !== null || isCut(world, process, 'broker')) {
    hold(world, process, wire, parcel)
    return
  }
  const late = lateness(world, process, 'broker')
  if (way === 'out' && lostFor(late) >= UNHEARD_FOR && givesUp(world)) {
    hold(world, process, wire, parcel)
    return
  }
  wire.free = Math.max(wire.free, world.now + hop + late.delay + lostFor(late))
  happen(world, parcel, wire.free)
}

/** py-amqp gives up what nobody confirms; redis-py waits as long as TCP does. */
const givesUp = (world: World): boolean => !speaksRedis(world, 'broker')

function happen(world: World, { opcode, entity, argument }: Parcel, at: Micros): void {
  if (opcode !== null) world.schedule(at, opcode, entity, argument)
}

/** It does not get through; what comes after it waits behind it. */
function hold(world: World, { index }: ProcessState, wire: Wire, parcel: Parcel): void {
  wire.stuck.push(parcel)
  if (wire.stuckSince !== null) return
  wire.stuckSince = world.now
  if (wire.way === 'out' && givesUp(world))
    world.schedule(world.now + UNHEARD_FOR, OPCODES.unheard, index, wire.life)
}

/** Would something that a process sends to the broker now arrive at once? */
export const isClear = (world: World, process: ProcessState): boolean => {
  const wire = wireOf(world, process.index, 'out')
  return (
    wire.stuckSince === null &&
    wire.free <= world.now &&
    world.state.network.delays.length === 0 &&
    !isCut(world, process, 'broker')
  )
}

/** Is this jam of a wire still there, whose sender has waited long enough? */
export const isUnheard = (world: World, process: ProcessState, life: number): boolean => {
  const wire = wireOf(world, process.index, 'out')
  return wire.life === life && wire.stuckSince !== null
}

/** Since when what the broker sends to a process does not get through; null where it does. */
export const sentIn = (world: World, process: ProcessState): Micros | null =>
  wireOf(world, process.index, 'in').stuckSince

/** A connection is gone, and what was under way on it; what its process had sent is given back. */
export function clearWires(world: World, process: ProcessState): readonly Parcel[] {
  const { wires } = world.state.network
  const own = wires.filter((one) => one.process === process.index)
  const lost = own.flatMap((wire) => (wire.way === 'out' ? wire.stuck.splice(0) : []))
  for (const wire of own) {
    wire.stuck.length = 0
    wire.stuckSince = null
    wire.free = 0
    wire.life += 1
  }
  return lost
}

/** Nothing passes here from now on. */
export function cut(world: World, one: Cut): void {
  world.state.network.disturbed = true
  world.state.network.cuts.push(one)
}

/** Everything takes longer here from now on. */
export function slow(world: World, one: Delay): void {
  world.state.network.disturbed = true
  world.state.network.delays.push(one)
}

/** A fault's delays are over. */
export function hasten(world: World, id: number): void {
  remove(world.state.network.delays, id)
}

/** A fault's cuts are over: what waits gets through when it is next sent again. */
export function mend(world: World, id: number): void {
  const { cuts, wires } = world.state.network
  remove(cuts, id)
  for (const wire of wires) {
    if (wire.stuckSince === null || isCut(world, world.process(wire.process), 'broker')) continue
    world.schedule(resentAt(wire.stuckSince, world.now), OPCODES.resend, wire.process, codeOf(wire))
  }
  wakeStalled(world)
}

function remove(stretches: Stretch[], id: number): void {
  for (let at = stretches.length - 1; at >= 0; at--)
    if (stretches[at]?.id === id) stretches.splice(at, 1)
}

/** A wire's way and its jam in one number. */
const codeOf = ({ way, life }: Wire): number => life * 2 + (way === 'out' ? 1 : 0)

/** The event of what is sent again: unless the link is cut once more, it arrives, and all behind it. */
export function resend(world: World, process: ProcessState, code: number): void {
  const wire = wireOf(world, process.index, code % 2 === 1 ? 'out' : 'in')
  if (codeOf(wire) !== code || wire.stuckSince === null || isCut(world, process, 'broker')) return
  // The sender has given up in this very moment.
  if (wire.way === 'out' && givesUp(world) && world.now - wire.stuckSince >= UNHEARD_FOR) return
  const parcels = wire.stuck.splice(0)
  wire.stuckSince = null
  wire.life += 1
  wire.free = world.now
  for (const parcel of parcels) happen(world, parcel, world.now)
}

/** Does a process hear nothing of the broker now, or stand still for want of an answer? */
export const isDeaf = (world: World, process: ProcessState): boolean =>
  isCut(world, process, 'broker') || isStalled(world, process)
