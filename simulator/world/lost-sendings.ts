import { loseSettlement } from './delivery.ts'
import { OPCODES } from './opcodes.ts'
import { loseMessage } from './publishing.ts'
import type { ProcessState } from './state.ts'
import { clearWires } from './wire.ts'
import type { World } from './world.ts'

/** What was under way to the broker, and from it, is lost with the connection or with its process. */
export function loseSent(world: World, process: ProcessState): void {
  if (!world.state.network.disturbed) return
  for (const { opcode, entity } of clearWires(world, process)) {
    if (opcode === OPCODES.arrive) loseMessage(world, process, entity)
    else if (opcode === OPCODES.settle) loseSettlement(world, entity)
  }
}
