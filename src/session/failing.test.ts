import { describe, expect, test } from 'vitest'
import type { Bench } from './bench.ts'
import { decodeFailing, encodeFailing, failingBench, type Failing } from './failing.ts'
import { playground } from './playground.ts'
import { encode } from './shared.ts'

const failing: Failing = {
  files: [
    { path: 'tasks.py', text: 'print(2)\n' },
    { path: 'client.py', text: 'print("not the lab’s")\n' },
    { path: 'more.py', text: 'print("nor this")\n' },
  ],
  seed: 7,
  time: 12_300_000,
}

const bench: Bench = {
  ...playground,
  id: 'flaky',
  starter: [
    { path: 'tasks.py', text: 'print(1)\n' },
    { path: 'client.py', text: 'print("lab")\n' },
  ],
  locked: new Set(['client.py']),
}

describe('the link to a failing run', () => {
  test('brings back files, seed and moment', async () => {
    const code = await encodeFailing(failing)
    expect(code).toMatch(/^[\w.-]+$/)
    expect(await decodeFailing(code)).toEqual(failing)
  })

  test('opens the lab with the files that may be changed, beside the learner’s own work', () => {
    const opened = failingBench(bench, failing, 'code')
    expect(opened.starter).toEqual([
      { path: 'tasks.py', text: 'print(2)\n' },
      { path: 'client.py', text: 'print("lab")\n' },
    ])
    expect(opened).toMatchObject({ seed: 7, lab: 'flaky' })
    expect(opened.id).not.toBe(bench.id)
  })

  test.each([
    { ...failing, seed: -1 },
    { ...failing, time: 0.5 },
    { ...failing, files: [{ path: 'tasks.py', text: 1 }] },
    { ...failing, files: 'tasks.py' },
    [],
  ])('says that it is not whole where %j was put into it', async (wrong) => {
    await expect(decodeFailing(await encode(wrong))).rejects.toThrow('not whole')
  })
})
