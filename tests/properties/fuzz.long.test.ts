import { expect, it } from 'vitest'
import { fuzz } from '../../src/fuzz/fuzz.ts'

const SEEDS = 10_000

it(`${SEEDS} random clusters, workloads and faults keep every promise of a run`, () => {
  const { findings, faults, seeds } = fuzz({ from: 0, seeds: SEEDS, most: 5 })
  expect(findings).toEqual([])
  expect(seeds).toBe(SEEDS)
  expect([...faults].filter(([, count]) => count === 0)).toEqual([])
})
