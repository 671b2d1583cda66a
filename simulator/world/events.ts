import { EPOCH_UNIX_SECONDS } from '../kernel/clock.ts'
import { type Micros, toSeconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import { tellMonitors } from './monitors.ts'
import type { WorkerState } from './worker-state.ts'
import type { ProcessState } from './state.ts'
import type { Act } from './steps.ts'
import type { World } from './world.ts'

/**
 * An event that a program sends by itself: it goes out whether its worker runs with `-E` or not, as its
 * dispatcher is its own (`Task.send_event`).
 */
export function publishEvent(
  world: World,
  process: ProcessState,
  { type, hostname, fields }: Extract<Act, { do: 'event' }>,
): void {
  const worker = process.worker < 0 ? null : world.worker(process.worker)
  if (worker !== null) worker.clock += 1
  const sender = hostname ?? `gen${process.pid}@${process.name}`
  const common = commonFields(world, process, sender, worker?.skew ?? 0)
  const told = { ...common, ...fields }
  world.own(process, 'event-sent', world.taskOf(process), { type, fields: told })
  tellMonitors(world, type, told, worker?.clock ?? 0)
}

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
  const common = commonFields(world, main, worker.hostname, worker.skew)
  const told = { ...common, ...fields }
  world.fact('event-sent', worker.actor, task, main.cause, { type, fields: told })
  if (world.state.channels.length > 0) tellMonitors(world, type, told, worker.clock)
}

/** What every event has (rule 8.2); `skew` is how far the sender's clock is ahead. */
const commonFields = (world: World, { pid }: ProcessState, hostname: string, skew: Micros) => ({
  hostname,
  timestamp: { $num: String(EPOCH_UNIX_SECONDS + toSeconds(world.now + skew)) },
  pid,
  utcoffset: 0,
})
