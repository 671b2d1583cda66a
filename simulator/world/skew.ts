import type { Micros } from '../kernel/units.ts'
import type { ProcessState } from './state.ts'
import type { World } from './world.ts'

/** How far a process's clock is ahead: a pool process lives on its worker's machine. */
export const skewOf = (world: World, { worker }: ProcessState): Micros =>
  worker < 0 ? 0 : world.worker(worker).skew
