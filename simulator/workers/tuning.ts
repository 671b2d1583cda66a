import { type Json, toNumber } from '../messages/json.ts'
import type { WorkerState, WorkerTuning } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'

/** `worker_prefetch_multiplier` (rule 3.13). */
const PREFETCH_MULTIPLIER = 4

/** What a worker that never started has set up. */
export const newTuning = (): WorkerTuning => ({
  multiplier: PREFETCH_MULTIPLIER,
  staticPrefetch: null,
  etaLimit: null,
  events: false,
  limit: 0,
  queues: [],
  autoscale: null,
  timeLimit: null,
  softTimeLimit: null,
  maxTasks: 0,
  maxMemory: 0,
  disablePrefetch: false,
  rates: {},
  bucketOf: {},
  buckets: [],
})

/** A worker starts anew: its options and settings hold, what remote control changed is forgotten (rule 3.67). */
export function tune(world: World, worker: WorkerState, multiplier: Json): void {
  const { options } = worker
  const main = world.process(worker.main)
  const { settings } = main.app
  const wantsNoPrefetch = options.disablePrefetch || settings['worker_disable_prefetch'] === true
  const onRedis = world.broker.name === 'redis'
  worker.startedAt = world.now
  worker.totals = {}
  worker.revoked = options.statedb === null ? {} : { ...worker.saved }
  worker.revokedStamps = {}
  worker.tuning = {
    ...newTuning(),
    multiplier: options.prefetchMultiplier ?? wholeSetting(multiplier, PREFETCH_MULTIPLIER),
    etaLimit: toNumber(settings['worker_eta_task_limit']),
    events: options.events || settings['worker_send_task_events'] === true,
    autoscale:
      options.autoscale === null ? null : { ...options.autoscale, lastScaleUp: null, next: null },
    timeLimit: options.timeLimit ?? settings['task_time_limit'] ?? null,
    softTimeLimit: options.softTimeLimit ?? settings['task_soft_time_limit'] ?? null,
    maxTasks: options.maxTasksPerChild ?? wholeSetting(settings['worker_max_tasks_per_child'], 0),
    maxMemory:
      options.maxMemoryPerChild ?? wholeSetting(settings['worker_max_memory_per_child'], 0),
    disablePrefetch: wantsNoPrefetch && onRedis,
  }
  if (wantsNoPrefetch && !onRedis)
    world.own(main, 'logged', -1, {
      level: 'WARNING',
      text: 'worker_disable_prefetch is only supported for Redis brokers. Current broker transport: amqp. Ignoring disable_prefetch setting.',
    })
}

/** A whole number from 0 on, or what stands in for it. */
export const wholeSetting = (value: unknown, fallback: number): number =>
  typeof value === 'number' && value >= 0 ? value : fallback
