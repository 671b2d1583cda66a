import { isIn, move } from '../world/machines.ts'
import { spawn } from '../world/processes.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { optionsOf } from './options.ts'

/** Moves a worker through its machine. */
export const moveWorker = (worker: WorkerState, event: string): void => {
  worker.state = move('worker', worker.state, event, worker.hostname)
}

/** Is it not running at all? */
export const isOff = (worker: WorkerState): boolean => isIn('worker', worker.state, 'off')

/** Does it take messages? */
export const isReady = (worker: WorkerState): boolean => isIn('worker', worker.state, 'ready')

/**
 * Starts a worker that is off: its main process imports the app first. One that is still stopping starts
 * again once it has stopped.
 */
export function startWorker(world: World, worker: WorkerState, cause: number): void {
  worker.restart = worker.stopping !== null
  if (!isOff(worker)) return
  moveWorker(worker, 'START')
  takeOptions(world, worker)
  worker.stopping = null
  Object.assign(worker.shutdown, {
    interrupted: false,
    cold: 0,
    said: true,
    softUntil: null,
    exitCode: 0,
    leaving: false,
  })
  worker.backlog = []
  worker.heard = []
  Object.assign(worker.dial, { nth: 0, first: true, warned: false, hello: null })
  worker.dial.epoch += 1
  worker.reduced = false
  const main = world.process(worker.main)
  spawn(world, main, cause)
  world.step(main, { do: 'load' })
}

/** A course that was changed may have other options for it (see `course.ts`). */
function takeOptions(world: World, worker: WorkerState): void {
  const spec = world.state.course.workers?.find(({ name }) => name === worker.name)
  if (spec === undefined) return
  worker.options = optionsOf(spec)
}
