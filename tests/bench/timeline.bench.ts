import { expect, test } from 'vitest'
import { LaneBins } from '../../src/panels/timeline/bins.ts'

/** One simulated hour in eight lanes. */
const TRIES = 10_000_000
const LANES = 8
const EVERY = 2880
/** How wide the plot is on a laptop. */
const PIXELS = 690

test('the timeline of ten million tasks', async ({ bench }) => {
  const lanes = Array.from({ length: LANES }, () => new LaneBins())
  const began = performance.now()
  for (let nth = 0; nth < TRIES; nth++) {
    const at = Math.floor(nth / LANES) * EVERY
    lanes[nth % LANES]!.add(at, at + 2000, nth % 97 === 0 ? 'retry' : 'succeeded')
  }
  const reading = performance.now() - began
  const end = (TRIES / LANES) * EVERY
  const result = await bench.compare(
    bench('all of it', () => lanes.map((lane) => lane.pieces(0, end, PIXELS))),
    bench('a hundredth', () => lanes.map((lane) => lane.pieces(end / 2, end * 0.51, PIXELS))),
  )
  for (const name of ['all of it', 'a hundredth'] as const)
    console.log(
      `${name}: ${result.get(name).latency.min.toFixed(3)} ms per draw, before the canvas`,
    )
  console.log(`reading: ${((reading * 1e6) / TRIES).toFixed(0)} ns a try`)
  expect(lanes.reduce((sum, { total }) => sum + total, 0)).toBe(TRIES)
})
