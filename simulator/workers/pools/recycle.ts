import { isIn } from '../../world/machines.ts'
import type { ProcessState } from '../../world/state.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { bringDown, bringUp } from '../receivers.ts'
import { feedPool } from './feed.ts'
import { poolOf } from './index.ts'
import { addPoolProcess } from './size.ts'
import { maintainLater } from './upkeep.ts'

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

/** The event of a look: the pool is as large as it should be. A pool that stops is left as it is. */
export function maintain(world: World, worker: WorkerState, generation: number): void {
  const main = world.process(worker.main)
  if (main.generation !== generation || worker.stopping !== null) return
  const absent = worker.pool
    .map((index) => world.process(index))
    .filter(({ state }) => isIn('process', state, 'absent'))
  let missing = worker.concurrency - (worker.pool.length - absent.length)
  for (; missing > 0; missing--)
    bringUp(world, absent.shift() ?? addPoolProcess(world, worker), main.cause)
  feedPool(world, worker)
}
