import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goodFolders, labSlugs } from '../../labs/catalogue-node.ts'
import { createNodePython } from '../../src/cli/node-python.ts'
import type { Python } from '../../src/python/python.ts'
import { LabBench, labOf } from './support.ts'

/** Seeds of the everyday suite; the long one takes a hundred. */
export const FEW: readonly number[] = [1, 2, 17]

/** Every so manieth lab, so that several files share them. */
export interface Part {
  readonly nth: number
  readonly of: number
}

/** Tests every folder of every lab of a part: good answers pass, mistakes fail with their hint and no other. */
export function testFolders(seeds: readonly number[], { nth, of }: Part): void {
  let python: Python

  beforeAll(async () => {
    python = await createNodePython()
  })

  afterAll(() => python.dispose())

  describe.each(labSlugs().filter((_, at) => at % of === nth))('the lab %s', (slug) => {
    let bench: LabBench

    beforeAll(() => {
      bench = new LabBench(slug, python)
    })

    it.each(goodFolders(slug))('%s passes, and no hint speaks', async (folder) => {
      const outcomes = await bench.outcomes(folder, seeds)
      expect(outcomes).toEqual(seeds.map((seed) => ({ seed, broken: [], hints: [] })))
    })

    const mistakes = Object.entries(labOf(slug).mistakes)
    it.each(mistakes)('%s fails with the hint %s and no other', async (folder, hint) => {
      const outcomes = await bench.outcomes(folder, seeds)
      const failed = outcomes.filter(({ broken }) => broken.length > 0)
      expect(failed.map(({ seed, hints }) => ({ seed, hints }))).toEqual(
        seeds.map((seed) => ({ seed, hints: [hint] })),
      )
    })
  })
}
