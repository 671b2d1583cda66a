import { addProcess } from '../../world/processes.ts'
import { isIn } from '../../world/machines.ts'
import type { InterpreterState, ProcessState } from '../../world/state.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { bringDown, bringUp } from '../receivers.ts'
import { feedPool } from './feed.ts'
import { poolOf } from './index.ts'
import { sharesPython } from './pool.ts'
import { maintainLater } from './upkeep.ts'

/** The processes of a pool that live. */
export const livingProcesses = (world: World, { pool }: WorkerState): readonly ProcessState[] =>
  pool.map((index) => world.process(index)).filter(({ state }) => !isIn('process', state, 'absent'))

/** Adds a process to a worker's pool; it is not spawned yet. */
export function addPoolProcess(world: World, worker: WorkerState): ProcessState {
  const slot = worker.pool.length + 1
  // A fork shares what its parent's app has registered.
  const { app } = world.process(worker.main)
  const name = `${worker.hostname}/${slot}`
  const made = addProcess(world, { name, kind: 'process', worker: worker.index, slot, app })
  made.interpreter = interpreterOf(world, worker)
  worker.pool.push(made.index)
  return made
}

/** One Python for all threads or greenlets of a worker; null for processes. */
function interpreterOf(world: World, worker: WorkerState): InterpreterState | null {
  const pool = poolOf(worker)
  if (!sharesPython(pool)) return null
  const [first] = worker.pool
  const known = first === undefined ? null : world.process(first).interpreter
  if (known !== null) return known
  return { main: worker.main, cooperative: pool.unit === 'greenlet', holder: -1, waiting: [] }
}

/**
 * The pool gets more places. Greenlets are there at once; so are processes where an autoscaler that has
 * looked at the load has asked for them (trace autoscale). For remote control they are made when the pool
 * looks after itself next, up to five seconds later (trace prefetch_grow; documented otherwise).
 */
export function growPool(world: World, worker: WorkerState, count: number): void {
  const { cause } = world.process(worker.main)
  worker.concurrency += count
  if (poolOf(worker).unit === 'process') {
    maintainLater(world, worker)
    return
  }
  for (let i = 0; i < count; i++) bringUp(world, addPoolProcess(world, worker), cause)
  feedPool(world, worker)
}

/** The pool loses idle processes; false where there were fewer than asked for (rule 3.41). */
export function shrinkPool(world: World, worker: WorkerState, count: number): boolean {
  const idle = livingProcesses(world, worker)
    .filter(({ execution, aside }) => execution === null && aside === null)
    // A greenlet acknowledges its task by itself, and is not done before.
    .filter(({ steps }) => steps.every(({ what }) => what !== 'completed'))
    .slice(0, count)
  for (const process of idle) {
    process.cause = world.process(worker.main).cause
    bringDown(world, process, 'shutdown', 0)
  }
  worker.concurrency -= idle.length
  return idle.length === count
}
