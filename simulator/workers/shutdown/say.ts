import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'

/** A line that a worker's main process writes past its log, to standard output (rule 3.45). */
export function say(world: World, worker: WorkerState, text: string): void {
  const main = world.process(worker.main)
  world.own(main, 'printed', -1, { stream: 'stdout', text, plain: true })
}
