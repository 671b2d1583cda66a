import { type Micros, seconds } from '../../kernel/units.ts'
import { isIn } from '../../world/machines.ts'
import { OPCODES } from '../../world/opcodes.ts'
import type { ProcessState } from '../../world/state.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { bringDown, bringUp } from '../receivers.ts'
import { feedPool } from './feed.ts'
import { poolOf } from './index.ts'

/** How often a pool makes good the processes that are gone (`AsynPool.timers`). */
const MAINTENANCE: Micros = seconds(5)

/**
 * A process that has run its tasks, or has grown too large, ends without a word (rule 3.34). Its place stays
 * empty until the pool looks after itself: up to five seconds (seen with Celery 5.6.3, documented otherwise).
 */
export function recycle(world: World, process: ProcessState): void {
  const worker = world.worker(process.worker)
  process.served += 1
  if (!poolOf(worker).recycles || !isUsedUp(process, worker)) return
  bringDown(world, process, 'recycled', RECYCLED)
  maintainLater(world, worker)
}

function isUsedUp({ served, memory }: ProcessState, { tuning }: WorkerState): boolean {
  const { maxTasks, maxMemory } = tuning
  return (maxTasks > 0 && served >= maxTasks) || (maxMemory > 0 && memory > maxMemory)
}

/** The exit code of a process that has run its tasks (rule 3.34). */
const RECYCLED = 155

/** The pool looks after itself in steady steps, from when the worker was ready. */
export function maintainLater(world: World, worker: WorkerState): void {
  const begun = worker.startedAt + world.costs.workerStart
  const turns = Math.max(0, Math.floor((world.now - begun) / MAINTENANCE)) + 1
  const { generation } = world.process(worker.main)
  world.schedule(begun + turns * MAINTENANCE, OPCODES.maintain, worker.index, generation)
}

/** The event of a look: the pool is as large as before. A pool that stops is left as it is. */
export function maintain(world: World, worker: WorkerState, generation: number): void {
  const main = world.process(worker.main)
  if (main.generation !== generation || worker.stopping !== null) return
  let living = 0
  for (const index of worker.pool)
    if (!isIn('process', world.process(index).state, 'absent')) living += 1
  for (const index of worker.pool) {
    const process = world.process(index)
    if (living >= worker.concurrency) break
    if (!isIn('process', process.state, 'absent')) continue
    bringUp(world, process, main.cause)
    living += 1
  }
  feedPool(world, worker)
}
