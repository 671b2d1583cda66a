import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'
import { MODEL } from './load.ts'
import type { LongFigures, Rates, SeedFigures } from './modelled-run.ts'
import { runSimpy } from './simpy.ts'

/** The long runs take as long as they take. */
const TIMEOUT = 1_800_000
/** Tasks of the long run; the must is ten million, one simulated hour. */
const LONG = process.env['QUEUELAB_BENCH_TASKS'] ?? '10000000'

/** Measures in a Node of its own (see `modelled-run.ts`). */
function measure(...words: readonly string[]): unknown {
  const script = path.join(import.meta.dirname, 'modelled-run.ts')
  return JSON.parse(execFileSync(process.execPath, [script, ...words], { encoding: 'utf8' }))
}

/** Ours keeps a log; SimPy is shown with one and without. */
const PEERS = [
  [1, 'that keeps the same rows'],
  [0, 'that keeps none'],
] as const

test('modelled tasks a second, and beside SimPy on the same model', { timeout: TIMEOUT }, () => {
  const { short, long } = measure('rates') as { readonly short: Rates; readonly long: Rates }
  console.log(
    `modelled: ${Math.round(short.clock)} tasks/s by the clock (must 1,000,000, moonshot 5,000,000), ${Math.round(short.processor)} per second of processor time`,
  )
  console.log(
    `all of it by the long way (simulator/express off): ${Math.round(long.processor)}, the short way is ${(short.processor / long.processor).toFixed(1)} times as fast`,
  )
  const { rate, workers, slots, mean } = MODEL
  for (const [log, said] of PEERS) {
    const simpy = runSimpy([rate, 20, workers, slots, mean, log])
    const peer = simpy.tasks / simpy.seconds
    const ratio = (short.processor / peer).toFixed(1)
    console.log(
      `SimPy ${simpy.simpy} ${said}: ${Math.round(peer)} per second of processor time, ratio ${ratio}`,
    )
  }
  console.log('ratio: must 25, moonshot 100')
})

test(
  'a long run: latency, time, memory, and a look at any moment of it',
  { timeout: TIMEOUT },
  () => {
    const long = measure('long', LONG) as LongFigures
    expect(long.tasks).toBeGreaterThan(0)
    console.log(
      `${long.tasks} tasks, ${long.rows} rows, ${long.buckets} buckets, ${long.snapshots} snapshots: p95 latency ${long.p95.toFixed(1)} ms, ${long.seconds.toFixed(1)} s by the clock (must 10 s for 10 M), ${long.processorSeconds.toFixed(1)} s of processor time, ${long.megabytes} MB at most (must 256, moonshot 80), seek p95 ${long.seekP95.toFixed(1)} ms of processor time (must 100)`,
    )
  },
)

test('seeds a second of a lab of 200 modelled tasks with faults', { timeout: TIMEOUT }, () => {
  const seeds = measure('seeds') as SeedFigures
  console.log(
    `${Math.round(seeds.clock)} seeds/s of ${Math.round(seeds.tasks)} tasks by the clock (must 1,000, moonshot 10,000), ${Math.round(seeds.processor)} per second of processor time`,
  )
})
