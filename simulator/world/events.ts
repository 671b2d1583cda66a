import { EPOCH_UNIX_SECONDS } from '../kernel/clock.ts'
import { toSeconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import type { WorkerState } from './worker-state.ts'
import type { World } from './world.ts'

/** Sends a task event to whoever monitors, where the worker runs with `-E` (rules 8.2, 8.3). */
export function sendEvent(
  world: World,
  worker: WorkerState,
  type: string,
  task: number,
  fields: { readonly [name: string]: Json },
): void {
  const main = world.process(worker.main)
  // Without `-E` there are still those of the worker itself (rule 3.52).
  if (!worker.tuning.events && type.startsWith('task-')) return
  worker.clock += 1
  const timestamp = { $num: String(EPOCH_UNIX_SECONDS + toSeconds(world.now + worker.skew)) }
  const common = { hostname: worker.hostname, timestamp, pid: main.pid, utcoffset: 0 }
  world.fact('event-sent', worker.actor, task, main.cause, {
    type,
    fields: { ...common, ...fields },
  })
}
