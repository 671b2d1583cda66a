import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePython } from '../../src/cli/node-python.ts'
import type { Python } from '../../src/python/python.ts'
import { LabBench, labOf } from './support.ts'

const lab = labOf('wordcount-chord')

let python: Python
let bench: LabBench

beforeAll(async () => {
  python = await createNodePython()
  bench = new LabBench(lab.slug, python)
})

afterAll(() => python.dispose())

/** What each mistake breaks, in the order of the checks. */
const BROKEN: { readonly [folder: string]: readonly string[] } = {
  starter: ['client-free'],
  'wrong/group-get': ['client-free'],
  'wrong/marks-its-try': ['after-all', 'right'],
  'wrong/asks-again': ['begins-once', 'after-all'],
  'wrong/waits-in-total': ['after-all', 'no-slot-waits'],
  'wrong/acked-early': ['begins-once', 'after-all', 'right', 'nothing-lost'],
  'wrong/global-sum': ['right'],
  'wrong/running-total': ['right'],
}

describe('a mistake', () => {
  it.each(Object.entries(BROKEN))('%s breaks %j', async (folder, broken) => {
    const [outcome] = await bench.outcomes(folder, [1])
    expect(outcome?.broken).toEqual(broken)
  })

  it('is listed here as in the lab', () => {
    expect(Object.keys(BROKEN)).toEqual(Object.keys(lab.mistakes))
  })
})

it('who is killed between the last count and the last task leaves it to the next delivery', async () => {
  // With these seeds a process dies right there, in a chord of twenty.
  expect(await bench.outcomes('alternatives/by-twenties', [9, 40])).toEqual(
    [9, 40].map((seed) => ({ seed, broken: [], hints: [] })),
  )
})
