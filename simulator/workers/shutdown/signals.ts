import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { isOff, isReady, startWorker } from '../life.ts'
import { coldShutdown, tellShuttingDown } from './cold.ts'
import { say } from './say.ts'
import { killWorker, stopWarm } from './stop.ts'

/** What a worker's main process does with a signal; one that is not here ends it at once, as Linux does. */
const HANDLERS: { readonly [signal: string]: (world: World, worker: WorkerState) => void } = {
  TERM(world, worker) {
    if (worker.options.remapSigterm) coldShutdown(world, worker, 'TERM')
    else warm(world, worker, 'TERM', 0)
  },
  INT(world, worker) {
    const { shutdown } = worker
    if (shutdown.interrupted || shutdown.cold > 0) {
      coldShutdown(world, worker, 'INT')
      return
    }
    shutdown.interrupted = true
    say(
      world,
      worker,
      'worker: Hitting Ctrl+C again will initiate cold shutdown, terminating all running tasks!',
    )
    warm(world, worker, 'INT', 1)
  },
  QUIT: (world, worker) => coldShutdown(world, worker, 'QUIT'),
  HUP(world, worker) {
    say(world, worker, `Restarting celery worker (celery -A ${world.cluster.app} worker)`)
    stopWarm(world, worker)
    startWorker(world, worker, world.process(worker.main).cause)
  },
  // A picture of its threads; nobody looks at it here.
  USR1: () => {},
}

/** A worker's main process gets a signal (rule 3.44). */
export function signalWorker(
  world: World,
  worker: WorkerState,
  signal: string,
  cause: number,
): void {
  if (isOff(worker)) return
  const handler = HANDLERS[signal.replace(/^SIG/, '')]
  world.process(worker.main).cause = cause
  const starting = !isReady(worker) && worker.stopping === null
  if (handler === undefined || starting) killWorker(world, worker, cause)
  else handler(world, worker)
}

/** Said each time; the exit code is that of the last signal (rule 3.50). */
function warm(world: World, worker: WorkerState, signal: string, exitCode: number): void {
  tellShuttingDown(world, worker, signal, 'Warm', exitCode)
  say(world, worker, 'worker: Warm shutdown (MainProcess)')
  if (worker.shutdown.cold > 0) return
  worker.shutdown.exitCode = exitCode
  stopWarm(world, worker)
}
