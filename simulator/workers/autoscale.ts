import { type Micros, seconds } from '../kernel/units.ts'
import { reservedCount } from '../world/delivery.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { maintain } from './pools/recycle.ts'
import { growPool, shrinkPool } from './pools/size.ts'

/** `AUTOSCALE_KEEPALIVE`: how often it looks by itself, and how long a pool stays as large as it grew. */
const KEEPALIVE: Micros = seconds(30)

/** Looks whether the pool fits what there is to do: with each message, and every 30 s (rule 3.41). */
export function maybeScale(world: World, worker: WorkerState): void {
  const { autoscale } = worker.tuning
  if (autoscale === null || worker.stopping !== null) return
  const wanted = reservedCount(world, worker)
  // What it asks the pool is how many there shall be: processes take their time to come.
  const processes = worker.concurrency
  if (Math.min(wanted, autoscale.max) > processes) {
    const more = Math.min(wanted, autoscale.max) - processes
    autoscale.lastScaleUp = world.now
    tell(world, worker, `Scaling up ${more} processes.`)
    growPool(world, worker, more)
    maintain(world, worker, world.process(worker.main).generation)
  } else if (Math.max(wanted, autoscale.min) < processes) scaleDown(world, worker)
}

/** Only after a pool has grown, and not within 30 s of that (rules 3.41, 3.42). */
function scaleDown(world: World, worker: WorkerState): void {
  const { autoscale } = worker.tuning
  if (autoscale?.lastScaleUp == null || world.now <= autoscale.lastScaleUp + KEEPALIVE) return
  const wanted = Math.max(reservedCount(world, worker), autoscale.min)
  const fewer = worker.concurrency - wanted
  tell(world, worker, `Scaling down ${fewer} processes.`)
  shrinkPool(world, worker, fewer)
}

/** The event of the 30 seconds. */
export function keepScaled(world: World, worker: WorkerState, generation: number): void {
  if (world.process(worker.main).generation !== generation) return
  if (worker.tuning.autoscale !== null) worker.tuning.autoscale.next = null
  maybeScale(world, worker)
  lookLater(world, worker)
}

/**
 * Has an autoscaler look at the next of its 30 seconds, where it could take processes away then: a run
 * whose pool is as small as can be comes to its end.
 */
export function lookLater(world: World, worker: WorkerState): void {
  const { autoscale } = worker.tuning
  if (autoscale?.lastScaleUp == null || autoscale.next !== null) return
  if (worker.concurrency <= Math.max(reservedCount(world, worker), autoscale.min)) return
  const since = world.now - worker.startedAt
  const next = worker.startedAt + (Math.floor(since / KEEPALIVE) + 1) * KEEPALIVE
  const { generation } = world.process(worker.main)
  autoscale.next = next
  world.schedule(next, OPCODES.autoscale, worker.index, generation)
}

function tell(world: World, worker: WorkerState, text: string): void {
  world.own(world.process(worker.main), 'logged', -1, { level: 'INFO', text })
}
