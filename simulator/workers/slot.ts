import { moveProcess } from '../world/processes.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { slotFree } from './completion.ts'

/** A thread or greenlet is done with a task that came to no end of its own. */
export function freeSlot(world: World, process: ProcessState): void {
  moveProcess(process, 'FREE')
  process.execution = null
  slotFree(world, world.worker(process.worker))
}
