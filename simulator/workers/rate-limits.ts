import { type Micros, seconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import { consume, expectedTime, rate, tokenBucket } from '../messages/rates.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { RequestState } from '../world/state.ts'
import type { BucketState, WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'

/** The limit that holds for a task on a worker: remote control's, else the task's, else `task_default_rate_limit`. */
function limitOf(world: World, worker: WorkerState, task: string): Json {
  const { app } = world.process(worker.main)
  const own = worker.tuning.rates[task] ?? app.tasks[task]?.options['rate_limit']
  return own ?? app.settings['task_default_rate_limit'] ?? null
}

/**
 * Gives each limited task a new, full bucket: at the start of a worker and after a remote change. A full
 * bucket counts from its creation, so the first two tasks may follow each other at once (rule 3.23:
 * documented otherwise). Throws CeleryError for a limit that cannot be read (rule 3.25).
 */
export function resetBuckets(world: World, worker: WorkerState): void {
  const { app } = world.process(worker.main)
  const { tuning } = worker
  tuning.bucketOf = {}
  if (app.settings['worker_disable_rate_limits'] === true) return
  for (const task of Object.keys(app.tasks)) {
    const perSecond = rate(limitOf(world, worker, task))
    if (perSecond === 0) continue
    tuning.bucketOf[task] = tuning.buckets.length
    tuning.buckets.push({ bucket: tokenBucket(perSecond, 1, world.now), waiting: [], due: null })
  }
}

/** The bucket that a task has to pass on this worker; undefined where it has no limit. */
export const bucketOf = (worker: WorkerState, task: string): number | undefined =>
  worker.tuning.bucketOf[task]

/** Puts a request behind those that wait for the same bucket, and lets go whom its tokens allow. */
export function limit(
  world: World,
  worker: WorkerState,
  index: number,
  request: RequestState,
  release: (request: RequestState) => void,
): void {
  const state = worker.tuning.buckets[index]
  if (state === undefined) return
  state.waiting.push(request.index)
  const next = drain(world, state, release)
  if (next === null) return
  schedule(world, worker, index, next)
  const ahead = state.waiting.length - 1
  const until = next + seconds(ahead / state.bucket.fillRate)
  request.cause = world.fact('task-limited', worker.actor, request.task, request.cause, { until })
}

/** The event of a bucket: its tokens may have grown. A bucket of an earlier life of the worker is empty. */
export function refill(
  world: World,
  worker: WorkerState,
  index: number,
  release: (request: RequestState) => void,
): void {
  const state = worker.tuning.buckets[index]
  if (state === undefined || worker.stopping !== null) return
  if (state.due === null || state.due > world.now) return
  state.due = null
  const next = drain(world, state, release)
  if (next !== null) schedule(world, worker, index, next)
}

/** Lets requests go while there are tokens; when the next may go, null where none waits. */
function drain(
  world: World,
  state: BucketState,
  release: (request: RequestState) => void,
): Micros | null {
  for (;;) {
    const next = state.waiting[0]
    if (next === undefined) return null
    const { bucket, taken } = consume(state.bucket, 1, world.now)
    state.bucket = bucket
    if (!taken) {
      return world.now + Math.max(1, seconds(expectedTime(bucket, 1, world.now)))
    }
    state.waiting.shift()
    release(world.request(next))
  }
}

function schedule(world: World, worker: WorkerState, index: number, at: Micros): void {
  const state = worker.tuning.buckets[index]
  if (state === undefined || (state.due !== null && state.due <= at)) return
  state.due = at
  world.schedule(at, OPCODES.bucket, worker.index, index)
}
