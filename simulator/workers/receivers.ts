import { seconds } from '../kernel/units.ts'
import { type Json, toNumber } from '../messages/json.ts'
import type { Sender, SignalCall } from '../program.ts'
import { OPCODES } from '../world/opcodes.ts'
import { endProcess, moveProcess, spawn } from '../world/processes.ts'
import type { ProcessState } from '../world/state.ts'
import type { AfterSignal } from '../world/steps.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { poolOf } from './pools/index.ts'
import { sharesPython } from './pools/pool.ts'

/** Who sends what a worker sends about itself (seen with Celery 5.6.3). */
export const FROM_WORKER: Sender = { kind: 'worker' }
export const FROM_CONSUMER: Sender = { kind: 'consumer' }

/** `worker_proc_alive_timeout` in seconds (rule 3.32). */
const PROC_ALIVE = 4

/** Has the program connected a receiver to this signal? */
export const hasReceivers = ({ app }: ProcessState, signal: string): boolean =>
  app.signals.length > 0 && app.signals.includes(signal)

/** Has a process call the receivers of a signal, if there are any; they may wait and print. */
export function callReceivers(
  world: World,
  process: ProcessState,
  signal: string,
  sender: Sender | null,
  named: { readonly [name: string]: Json } = {},
): void {
  if (!hasReceivers(process, signal)) return
  world.step(process, { do: 'signal', call: { signal, sender, named }, then: 'nothing' })
}

/** The same for the life of a worker: what its receivers make of it in memory, a fork inherits (rule 3.32). */
export function callInMain(
  world: World,
  worker: WorkerState,
  signal: string,
  sender: Sender | null,
  named: { readonly [name: string]: Json } = {},
): void {
  const main = world.process(worker.main)
  if (!hasReceivers(main, signal)) return
  worker.heard.push({ signal, sender, named })
  callReceivers(world, main, signal, sender, named)
}

/**
 * The signals of a worker that has imported its app, in their order (rule 3.3; traces pool_signals and
 * pool_signals_solo). The solo pool takes the main process for its pool process.
 */
export function callAtStart(world: World, worker: WorkerState): boolean {
  const node: Sender = { kind: 'node', name: worker.hostname }
  const before = worker.heard.length
  callInMain(world, worker, 'celeryd_init', node, { instance: null, conf: null, options: {} })
  callInMain(world, worker, 'worker_init', FROM_WORKER)
  if (poolOf(worker).unit === 'main') callInMain(world, worker, 'worker_process_init', null)
  callInMain(world, worker, 'celeryd_after_setup', node, { instance: null, conf: null })
  return worker.heard.length > before
}

/**
 * A process of the pool comes to life. Where receivers want to hear of it, it imports what its parent has
 * and calls them before it takes a task (rule 3.32).
 */
export function bringUp(world: World, process: ProcessState, cause: number): void {
  const worker = world.worker(process.worker)
  const forks = !sharesPython(poolOf(worker))
  if (forks) callInMain(world, worker, 'worker_before_create_process', { kind: 'pool' })
  spawn(world, process, cause)
  process.inherits = worker.heard.length
  if (!forks || !hasReceivers(process, 'worker_process_init')) return
  const call: SignalCall = { signal: 'worker_process_init', sender: null, named: {} }
  process.aside = { kind: 'signal', then: 'up' }
  const { settings } = world.process(worker.main).app
  const patience = toNumber(settings['worker_proc_alive_timeout'] ?? null) ?? PROC_ALIVE
  world.schedule(world.now + seconds(patience), OPCODES.alive, process.index, process.generation)
  world.step(process, { do: 'load' })
  world.step(process, { do: 'signal', call, then: 'up' })
}

/** A process of the pool ends by itself; its receivers hear of it first (rule 3.51). */
export function bringDown(
  world: World,
  process: ProcessState,
  reason: 'recycled' | 'shutdown',
  exitcode: number,
): void {
  const tells = process.loaded && hasReceivers(process, 'worker_process_shutdown')
  if (!tells || sharesPython(poolOf(world.worker(process.worker)))) {
    endProcess(world, process, reason)
    return
  }
  const named = { pid: process.pid, exitcode }
  const call: SignalCall = { signal: 'worker_process_shutdown', sender: null, named }
  process.aside = { kind: 'signal', then: reason }
  world.step(process, { do: 'signal', call, then: reason })
}

/** Python is asked to call them. */
export function askReceivers(
  world: World,
  process: ProcessState,
  call: SignalCall,
  then: AfterSignal,
): void {
  process.aside = { kind: 'signal', then }
  // In a worker's main process no body runs beside it.
  if (process.execution === null) moveProcess(process, 'RUN')
  world.own(process, 'receivers-called', -1, { signal: call.signal })
  world.ask(process, { kind: 'signal', process: process.name, ...call })
}
