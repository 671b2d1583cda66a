import { broadcast, forwardReply } from '../world/control.ts'
import { settlementArrives } from '../world/delivery.ts'
import { OPCODES } from '../world/opcodes.ts'
import { answered } from '../world/stalls.ts'
import type { ProcessState } from '../world/state.ts'
import { wake } from '../world/waits.ts'
import { resend } from '../world/wire.ts'
import type { World } from '../world/world.ts'
import { dialled } from './connection.ts'
import { lookAround } from './gossip.ts'
import { askOnceMore, beat, missed, reset, unasked } from './heartbeats.ts'
import { unheard } from './outages.ts'

/** The events of links that a fault has touched. */
export function alongLinks(world: World, opcode: number, entity: number, argument: number): void {
  if (opcode === OPCODES.resend) resend(world, world.process(entity), argument)
  else if (opcode === OPCODES.unheard) unheard(world, world.process(entity), argument)
  else if (opcode === OPCODES.answered) goOn(world, world.process(entity), argument)
  else if (opcode === OPCODES.settle) settlementArrives(world, entity)
  else if (opcode === OPCODES.broadcast) broadcast(world, entity)
  else if (opcode === OPCODES.replied) forwardReply(world, entity, argument)
  else if (opcode === OPCODES.beat) beat(world, world.worker(entity), argument)
  else if (opcode === OPCODES.missed) missed(world, world.worker(entity), argument)
  else if (opcode === OPCODES.reset) reset(world, world.worker(entity), argument)
  else if (opcode === OPCODES.gossip) lookAround(world, world.worker(entity), argument)
  else unasked(world, world.worker(entity), argument)
}

/** A process whose server answers at last. */
function goOn(world: World, process: ProcessState, since: number): void {
  const then = answered(world, process, since)?.then
  if (then === undefined || then === 'steps') return
  if (typeof then === 'number') wake(world, process, then)
  else {
    const worker = world.worker(process.worker)
    if (then === 'ask') askOnceMore(world, worker)
    else if (process.blocked && !process.connected.broker) dialled(world, worker, worker.dial.epoch)
  }
}
