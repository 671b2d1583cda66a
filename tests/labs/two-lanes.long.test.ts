import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goodFolders } from '../../labs/catalogue-node.ts'
import { seedsUpTo } from '../../labs/lab.ts'
import { createNodePython } from '../../src/cli/node-python.ts'
import type { Python } from '../../src/python/python.ts'
import { LabBench, labOf } from './support.ts'

const lab = labOf('two-lanes')
const HUNDRED = seedsUpTo(100)

let python: Python
let bench: LabBench

beforeAll(async () => {
  python = await createNodePython()
  bench = new LabBench('two-lanes', python)
})

afterAll(() => python.dispose())

describe('on a hundred seeds', () => {
  it.each(goodFolders('two-lanes'))('%s passes, and no hint speaks', async (folder) => {
    const outcomes = await bench.outcomes(folder, HUNDRED)
    expect(outcomes.filter(({ broken, hints }) => broken.length + hints.length > 0)).toEqual([])
  })

  it.each(Object.entries(lab.mistakes))('%s fails with the hint %s alone', async (folder, hint) => {
    const outcomes = await bench.outcomes(folder, HUNDRED)
    const others = outcomes.filter(
      ({ broken, hints }) => broken.length === 0 || hints.length !== 1 || hints[0] !== hint,
    )
    expect(others).toEqual([])
  })
})
