import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goodFolders, labSlugs } from '../../labs/catalogue-node.ts'
import { createNodePython } from '../../src/cli/node-python.ts'
import type { Python } from '../../src/python/python.ts'
import { LabBench, labOf } from './support.ts'

/** Tests every folder of every lab: good answers pass, mistakes fail with their hint and no other. */
export function testFolders(seeds: readonly number[]): void {
  let python: Python

  beforeAll(async () => {
    python = await createNodePython()
  })

  afterAll(() => python.dispose())

  describe.each(labSlugs())('the lab %s', (slug) => {
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
