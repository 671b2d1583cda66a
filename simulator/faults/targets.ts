import { isIn } from '../world/machines.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { startWorker } from '../workers/life.ts'
import type { Begun } from './fault.ts'

/** The worker that a fault means: by name, or that of the body which set it off. */
export function workerMeant(
  world: World,
  name: string | null,
  { process }: Pick<Begun, 'process'>,
): WorkerState | undefined {
  if (name !== null) return world.state.workers.find((worker) => worker.name === name)
  return process === null || process.worker < 0 ? undefined : world.worker(process.worker)
}

/** The machine that a worker runs on. */
export const nodeOf = (world: World, { index, name }: WorkerState): string =>
  world.cluster.workers[index]?.node ?? name

/** Pool processes of a worker that live, those that run a task by when they began it, idle ones last. */
export function livingByStart(world: World, { pool }: WorkerState): readonly ProcessState[] {
  const begun = ({ execution }: ProcessState): number =>
    execution?.startedAt ?? Number.POSITIVE_INFINITY
  return pool
    .map((index) => world.process(index))
    .filter(({ state }) => !isIn('process', state, 'absent'))
    .toSorted((a, b) => begun(a) - begun(b))
}

/** Somebody switches a worker on again. */
export function bringBack(world: World, worker: WorkerState, cause: number): void {
  startWorker(world, worker, cause)
}
