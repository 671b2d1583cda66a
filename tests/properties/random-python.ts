import { expect } from 'vitest'
import { runProgram } from '../../src/driver/run-program.ts'
import { nodePythonFiles } from '../../src/python/files-node.ts'
import { nodePackages } from '../../src/python/packages-node.ts'
import { createPython, type Python } from '../../src/python/python.ts'
import { drawProgram } from '../support/random-programs.ts'
import { randomRun, tryProgram } from '../support/try-program.ts'

/** Far above what the budgets of turn, facts and simulated time come to on a slow machine. */
const HANGS_MS = 60_000

/** Something waits for what never comes. */
class Hangs extends Error {}

/** What comes of a run, or the error that it hangs: code that nobody wakes again takes no time and says nothing. */
async function soon<T>(run: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Hangs(`nothing comes of ${what}`))
    }, HANGS_MS)
  })
  try {
    return await Promise.race([run, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs programs of these seeds: each has an end, soon; what broke an interpreter, with the seed. */
export async function comesToAnEnd(seeds: Iterable<number>): Promise<readonly string[]> {
  const files = await nodePythonFiles()
  const packages = nodePackages()
  let memory: Uint8Array | null = null
  const onMemory = (taken: Uint8Array): void => {
    memory = taken
  }
  let python: Python = await createPython({ files, packages, onMemory })
  const broken: string[] = []
  for (const seed of seeds) {
    const began = performance.now()
    const what = `seed ${String(seed)}:\n${drawProgram(seed).client}`
    try {
      await soon(tryProgram(seed, python), what)
    } catch (error) {
      if (error instanceof Hangs) throw error
      // As the page does with a thread that is broken, or has grown: another begins with the kept memory.
      broken.push(`seed ${String(seed)}: ${String(error)}`)
      python = await createPython({ files, packages, memory })
    }
    expect(performance.now() - began, what).toBeLessThan(HANGS_MS)
    if (python.heap > 128 * 2 ** 20) python = await createPython({ files, packages, memory })
  }
  // Whatever went before, the interpreter that is left works.
  const { files: _files, ...rest } = randomRun(1)
  const well = { ...rest, files: { 'tasks.py': '', 'client.py': "print('well')" } }
  expect((await runProgram(well, python)).ending).toEqual({ kind: 'finished' })
  return broken
}
