import type { WorkerState } from '../../world/worker-state.ts'
import { poolOf } from './index.ts'

/** What ends a greenlet from outside. */
export const GREENLET_EXIT = 'greenlet.GreenletExit'

/** The message of the NotImplementedError of a pool that cannot end a task (table 3E). */
export const cannotKill = (worker: WorkerState): string =>
  `<class '${poolOf(worker).implementation.replace(':', '.')}'> does not implement kill_job`
