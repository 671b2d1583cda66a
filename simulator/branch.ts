import { Log } from './log/log.ts'
import {
  createSimulation,
  type Simulation,
  type SimulationOptions,
  type Snapshot,
} from './simulation.ts'
import type { Change } from './course.ts'

/** A run at a moment, kept so that others can go on from there. */
export interface Moment {
  readonly options: SimulationOptions
  readonly snapshot: Snapshot
  /** Its rows up to then; it is not written on. */
  readonly log: Log
}

/** Keeps a run as it stands, between two calls of `advance`; it goes on by itself. */
export const momentOf = (simulation: Simulation): Moment => ({
  options: simulation.options,
  snapshot: simulation.snapshot(),
  log: copyOf(simulation.log),
})

/**
 * A new run that stands where another did and goes on by `change`; without one it comes to the same log. Any
 * number may go on from one moment. What Python holds is not in a moment: a run with a program is made again
 * up to then, and given the change there (`Simulation.changeCourse`), which comes
 * to the same. A log with a window has forgotten its first rows, and cannot be kept.
 */
export function branch({ options, snapshot, log }: Moment, change: Change = {}): Simulation {
  const simulation = createSimulation(options)
  simulation.restore(snapshot, copyOf(log))
  simulation.changeCourse(change)
  return simulation
}

function copyOf(log: Log): Log {
  const copy = new Log()
  copy.appendBatch(log.batch(0))
  return copy
}
