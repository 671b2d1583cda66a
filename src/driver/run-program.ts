import type { Log } from '../../simulator/index.ts'
import type { Python } from '../python/python.ts'
import { createRun, type Reins } from './drive.ts'
import type { Ending, RunSpec } from './run-spec.ts'

/** A run that is over. */
export interface FinishedRun {
  readonly log: Log
  readonly ending: Ending
}

/** Runs a program from its beginning to its end. */
export async function runProgram(
  spec: RunSpec,
  python: Python | null,
  reins: Reins = {},
): Promise<FinishedRun> {
  const run = createRun(spec, python)
  const ending = await run.drive(reins)
  return { log: run.simulation.log, ending }
}
