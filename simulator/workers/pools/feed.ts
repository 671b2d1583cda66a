import type { Json } from '../../messages/json.ts'
import { takeHead } from '../../world/lists.ts'
import { codeOf } from '../../world/machines.ts'
import type { ProcessState, RequestState } from '../../world/state.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { discard, revocationOf } from '../revoke.ts'
import { poolOf } from './index.ts'

/**
 * Hands a request to the pool. A pool with a place for those that wait looks at it now and never again;
 * prefork looks when a process is free (rules 3.57, 3.59).
 */
export function submit(world: World, worker: WorkerState, request: RequestState): void {
  if (poolOf(worker).waiting !== 'outside' && isDiscarded(world, worker, request)) return
  worker.reserved.push(request.index)
}

/** Hands waiting tasks to free slots, first come first served (rules 3.21, 3.33). */
export function feedPool(world: World, worker: WorkerState): void {
  const outside = poolOf(worker).waiting === 'outside'
  // What a stopping worker's pool has not begun goes back (rule 3.46); what is inside it runs.
  if (worker.stopping !== null && outside) return
  for (;;) {
    const next = worker.reserved[0]
    if (next === undefined) return
    const process = idleProcess(world, worker)
    if (process === undefined) return
    takeHead(worker.reserved)
    const request = world.request(next)
    if (outside && isDiscarded(world, worker, request)) continue
    begin(world, worker, process, next)
  }
}

function isDiscarded(world: World, worker: WorkerState, request: RequestState): boolean {
  const revocation = revocationOf(world, worker, request)
  if (revocation === null) return false
  world.process(worker.main).cause = request.cause
  discard(world, worker, request, revocation)
  return true
}

/** A body that has published nothing. */
export const NOBODY: readonly Json[] = []

function begin(world: World, worker: WorkerState, process: ProcessState, request: number): void {
  process.execution = {
    request,
    startedAt: world.now,
    children: NOBODY,
    retry: null,
    job: worker.jobs++,
    after: null,
  }
  // A task of the solo pool runs in the main loop, which does nothing else meanwhile.
  if (poolOf(worker).unit === 'main') world.process(worker.main).halted = true
  world.usual(process, 'accept', request, world.costs.pipe)
}

const IDLE = codeOf('process', 'idle')

function idleProcess(world: World, worker: WorkerState): ProcessState | undefined {
  for (const index of worker.pool) {
    const process = world.process(index)
    const free = process.execution === null && process.aside === null
    if (free && process.state === IDLE) return process
  }
  return undefined
}

/**
 * Whoever receives messages stands still: a task of the solo pool runs, or a task waits for one of the
 * greenlets (table 3E).
 */
export function standsStill(world: World, worker: WorkerState): boolean {
  const { unit, waiting } = poolOf(worker)
  if (unit === 'main') return world.process(worker.main).halted
  return waiting === 'blocking' && worker.reserved.length > 0
}
