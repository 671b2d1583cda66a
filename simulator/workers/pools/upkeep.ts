import { type Micros, seconds } from '../../kernel/units.ts'
import { OPCODES } from '../../world/opcodes.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'

/** How often a pool makes good the processes that are missing (`AsynPool.timers`). */
const MAINTENANCE: Micros = seconds(5)

/** The pool looks after itself in steady steps, from when the worker was ready: the next one is worth a look. */
export function maintainLater(world: World, worker: WorkerState): void {
  const begun = worker.startedAt + world.costs.workerStart
  const turns = Math.max(0, Math.floor((world.now - begun) / MAINTENANCE)) + 1
  const { generation } = world.process(worker.main)
  world.schedule(begun + turns * MAINTENANCE, OPCODES.maintain, worker.index, generation)
}
