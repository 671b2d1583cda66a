import type { Countdown } from './hazard-state.ts'
import { OPCODES } from './opcodes.ts'
import type { CopyState } from './state.ts'
import type { WorkerState } from './worker-state.ts'
import type { World } from './world.ts'

/** Row of the fact with which a fault began. */
export const causeOf = (world: World, fault: number): number => world.state.faults[fault]?.row ?? -1

/** Does a hazard strike this one? It counts down; with the last one its fault is over. */
function strikes<T>(
  world: World,
  hazards: readonly Countdown<T>[],
  isMeant: (hazard: T) => boolean,
): number | null {
  const hazard = hazards.find((one) => one.left > 0 && isMeant(one))
  if (hazard === undefined) return null
  hazard.left -= 1
  if (hazard.left === 0) world.schedule(world.now, OPCODES.faultEnd, hazard.fault, 0)
  return causeOf(world, hazard.fault)
}

/** Row of the fault that keeps this worker's acknowledgement from the broker; null where none does. */
export function losesAck(world: World, worker: WorkerState): number | null {
  const { lostAcks } = world.state.hazards
  if (lostAcks.length === 0) return null
  return strikes(world, lostAcks, (one) => one.worker === worker.index)
}

/** Row of the fault that lets the broker hand this message out twice; null where none does. */
export function duplicates(world: World, copy: CopyState): number | null {
  const hazards = world.state.hazards.duplicates
  // What comes back, or is a duplicate itself, is not doubled again.
  if (hazards.length === 0 || copy.redelivered) return null
  return strikes(world, hazards, (one) => one.queue === copy.queue)
}
