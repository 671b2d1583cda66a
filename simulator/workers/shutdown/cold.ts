import { type Micros, seconds } from '../../kernel/units.ts'
import { toNumber } from '../../messages/json.ts'
import { pyrepr } from '../../messages/repr.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { cancelActive, isActive } from './cancel.ts'
import { callReceivers } from '../receivers.ts'
import { say } from './say.ts'
import { beginStop, COLD, endAtOnce, finishIfIdle } from './stop.ts'

/**
 * SIGQUIT, or the second SIGINT: running tasks are cut off, after a soft shutdown where one is set. Once more
 * while that goes on they are cut off now; the next one ends the worker (rules 3.44 to 3.49). A remapped
 * SIGTERM never does that.
 */
export function coldShutdown(
  world: World,
  worker: WorkerState,
  signal: 'TERM' | 'INT' | 'QUIT',
): void {
  const { shutdown } = worker
  tellShuttingDown(world, worker, signal, 'Cold', signal === 'INT' ? 1 : 0)
  if (shutdown.cold === 0) beginCold(world, worker, signal)
  else if (shutdown.cold === 1 || signal === 'TERM') hurry(world, worker)
  else endNow(world, worker)
}

/** Each signal that stops a worker is told to receivers (rule 3.51). */
export function tellShuttingDown(
  world: World,
  worker: WorkerState,
  signal: string,
  how: 'Warm' | 'Cold',
  exitcode: number,
): void {
  const node = { kind: 'node', name: worker.hostname } as const
  const named = { sig: `SIG${signal}`, how, exitcode }
  callReceivers(world, world.process(worker.main), 'worker_shutting_down', node, named)
}

function beginCold(world: World, worker: WorkerState, signal: 'TERM' | 'INT' | 'QUIT'): void {
  const { shutdown } = worker
  shutdown.cold = 1
  shutdown.said = signal !== 'INT'
  say(world, worker, 'worker: Hitting Ctrl+C again will terminate all running tasks!')
  const wait = softWait(world, worker)
  beginStop(world, worker, wait === 0 ? 'cold' : 'soft')
  if (wait === 0) cutOff(world, worker)
  else {
    // Its signal handler sleeps: the main loop stands still, running tasks go on (rule 3.49).
    shutdown.softUntil = world.now + wait
    world.stepFirst(world.process(worker.main), { do: 'cut-off' }, shutdown.softUntil)
  }
}

/** How long running tasks may go on: where there are any, or where idle workers wait too (rule 3.49). */
function softWait(world: World, worker: WorkerState): Micros {
  const main = world.process(worker.main)
  const { settings } = main.app
  const timeout = settings['worker_soft_shutdown_timeout'] ?? 0
  const wait = toNumber(timeout) ?? 0
  const waits = isActive(world, worker) || settings['worker_enable_soft_shutdown_on_idle'] === true
  if (wait <= 0 || !waits) return 0
  world.own(main, 'logged', -1, {
    level: 'WARNING',
    text: `Initiating Soft Shutdown, terminating in ${pyrepr(timeout)} seconds`,
  })
  return seconds(wait)
}

/** The soft wait is over, or there was none: running tasks are cut off. */
export function cutOff(world: World, worker: WorkerState): void {
  worker.shutdown.softUntil = null
  cancelActive(world, worker)
  finishIfIdle(world, worker)
}

/** Nobody waits for running tasks any more; a soft wait lasts its time all the same. */
function hurry(world: World, worker: WorkerState): void {
  worker.shutdown.cold = 2
  cancelActive(world, worker)
  say(world, worker, 'Waiting gracefully for cold shutdown to complete...')
  say(world, worker, COLD)
}

/** Whatever was still to be done is void. */
function endNow(world: World, worker: WorkerState): void {
  worker.shutdown.softUntil = null
  worker.shutdown.said = false
  endAtOnce(world, worker)
}
