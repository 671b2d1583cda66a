import { isIn } from '../world/machines.ts'
import { addProcess, endProcess, spawn } from '../world/processes.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { startPlanning } from './beat.ts'

/**
 * `celery worker -B`: a worker forks a beat of its own when it is ready, and takes it down with itself
 * (celery/beat.py, EmbeddedService). It is a fork, so nothing is imported again.
 */
export function addEmbeddedBeat(world: World): void {
  const worker = world.state.workers.find(({ options }) => options.beat)
  if (worker === undefined || world.state.beat !== null) return
  const { app } = world.process(worker.main)
  const process = addProcess(world, { name: 'beat', kind: 'beat', worker: -1, slot: 0, app })
  world.state.beat = { process: process.index, planned: [], embeddedIn: worker.index }
}

/** Its worker is ready. */
export function startEmbeddedBeat(world: World, worker: WorkerState): void {
  const { beat } = world.state
  if (beat?.embeddedIn !== worker.index) return
  const process = world.process(beat.process)
  spawn(world, process, world.process(worker.main).cause)
  startPlanning(world, process)
}

/** Its worker ends. */
export function endEmbeddedBeat(world: World, worker: WorkerState): void {
  const { beat } = world.state
  if (beat?.embeddedIn !== worker.index) return
  const process = world.process(beat.process)
  if (!isIn('process', process.state, 'absent')) endProcess(world, process, 'shutdown')
}
