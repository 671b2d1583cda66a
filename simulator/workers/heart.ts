import type { Json } from '../messages/json.ts'
import { sendEvent } from '../world/events.ts'
import { isMonitored, scheduleHeartbeat } from '../world/monitors.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'

// The heart of a worker (rule 3.52). Its heartbeat events, one each two seconds, are not told one by one: a day
// of them would say nothing; what their absence brings about is (see `gossip.ts`).

/** What Celery tells of itself in each of them. */
const SOFTWARE = { sw_ident: 'py-celery', sw_ver: '5.6.3', sw_sys: 'Linux' } as const

/** A worker begins to take messages, and says so to whoever listens. */
export function sayOnline(world: World, worker: WorkerState): void {
  tell(world, worker, 'worker-online')
  if (isMonitored(world)) scheduleHeartbeat(world, worker)
}

/** A worker that is told to stop says so; one that is killed says nothing. */
export function sayOffline(world: World, worker: WorkerState): void {
  tell(world, worker, 'worker-offline')
}

/** The event of a heartbeat: told only while a program listens. */
export function heartbeat(world: World, worker: WorkerState, generation: number): void {
  if (world.process(worker.main).generation !== generation || worker.consumer === null) return
  if (!isMonitored(world) || world.state.client.end !== null) return
  tell(world, worker, 'worker-heartbeat')
  scheduleHeartbeat(world, worker)
}

function tell(world: World, worker: WorkerState, type: string): void {
  if (!hasHeart(worker)) return
  sendEvent(world, worker, type, -1, { ...counts(world, worker), ...SOFTWARE })
}

/** Does it send heartbeats? Also without `-E`. */
export const hasHeart = ({ options }: WorkerState): boolean => !options.withoutHeartbeat

function counts(world: World, worker: WorkerState): { readonly [name: string]: Json } {
  const active = worker.pool.filter((index) => world.process(index).execution !== null).length
  const processed = Object.values(worker.totals).reduce((sum, one) => sum + one, 0)
  const freq = { $num: `${worker.options.heartbeatInterval}.0` }
  return { freq, active, processed }
}
