import { runProgram } from '../../src/driver/run-program.ts'
import type { RunSpec } from '../../src/driver/run-spec.ts'
import type { Python } from '../../src/python/python.ts'
import { drawProgram } from './random-programs.ts'

/** A random program as a run: one worker of two processes, half a minute of simulated time. */
export function randomRun(seed: number): RunSpec {
  const { tasks, client } = drawProgram(seed)
  return {
    files: { 'tasks.py': tasks, 'client.py': client },
    client: { module: 'client', entry: 'script' },
    cluster: {
      broker: 'redis',
      backend: 'redis',
      workers: [{ name: 'w1', options: '-c 2', autostart: true }],
      app: 'tasks',
    },
    actions: [],
    seed,
    limits: { time: 30_000_000, facts: 2_000, computing: 500_000 },
  }
}

/** How a random program went. */
export interface Tried {
  readonly seed: number
  readonly ending: string
  readonly hash: string
  readonly rows: number
  readonly milliseconds: number
}

/** Runs a random program to whatever end it has. */
export async function tryProgram(seed: number, python: Python): Promise<Tried> {
  const began = performance.now()
  const { log, ending } = await runProgram(randomRun(seed), python)
  return {
    seed,
    ending: ending.kind,
    hash: log.hash(),
    rows: log.length,
    milliseconds: performance.now() - began,
  }
}
