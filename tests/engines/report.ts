import { createStreams } from '../../simulator/index.ts'
import { runs } from './runs.ts'

/** What must be the same wherever it is made; plain JSON. */
export interface EngineReport {
  /** Bits of seeded chance, summed up: a difference here explains one in the logs. */
  readonly chance: readonly number[]
  /** Hash and length of each run's log. */
  readonly logs: { readonly [run: string]: { readonly hash: string; readonly rows: number } }
}

/** Makes every run and reports on it. */
export function report(): EngineReport {
  const stream = createStreams(7).stream('engines')
  const chance = Array.from({ length: 64 }, () => stream.next())
  const logs = Object.fromEntries(
    [...runs()].map(([run, log]) => [run, { hash: log.hash(), rows: log.length }] as const),
  )
  return { chance, logs }
}
