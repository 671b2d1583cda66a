import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filesOf, labSlugs, readLab } from '../../labs/catalogue-node.ts'
import { parseSolution } from '../../labs/parse-solution.ts'
import type { Log } from '../../simulator/index.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import type { RunSpec } from '../../src/driver/run-spec.ts'
import { nodePythonFiles } from '../../src/python/files-node.ts'
import { nodePackages } from '../../src/python/packages-node.ts'
import { createPython, type Python } from '../../src/python/python.ts'
import type { Way } from '../../src/python/suspension.ts'
import { CANNOT_WAIT } from '../support/cannot-wait-programs.ts'
import { PROGRAMS, printedBy, runOf } from '../support/waiting-programs.ts'

const WAYS: readonly Way[] = ['stack', 'twin']
const pythons = new Map<Way, Python>()

beforeAll(async () => {
  const options = { files: await nodePythonFiles(), packages: nodePackages() }
  for (const suspension of WAYS)
    pythons.set(suspension, await createPython({ ...options, suspension }))
}, 240_000)

afterAll(() => {
  for (const python of pythons.values()) python.dispose()
})

async function logOf(way: Way, spec: RunSpec): Promise<Log> {
  const { log, ending } = await runProgram(spec, pythons.get(way) ?? null)
  expect(ending).toEqual({ kind: 'finished' })
  return log
}

/** What a log says, short of its hash: a difference then shows where it begins. */
const rows = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

async function expectTheSameLog(spec: RunSpec): Promise<void> {
  const [stack, twin] = [await logOf('stack', spec), await logOf('twin', spec)]
  if (stack.hash() !== twin.hash()) expect(rows(twin)).toEqual(rows(stack))
  expect(twin.hash()).toBe(stack.hash())
}

describe.each(WAYS)('%s: a body waits in', (way) => {
  test.each(PROGRAMS)('$name', async (program) => {
    expect(printedBy(await logOf(way, runOf(program)))).toEqual(program.prints)
  })
})

describe('both ways write the same log of', () => {
  test.each(PROGRAMS)('$name', async (program) => {
    await expectTheSameLog(runOf(program, 7))
  })

  test.each(labSlugs().flatMap((slug) => ['starter', 'solution'].map((folder) => [slug, folder])))(
    '%s, %s',
    async (slug = '', folder = '') => {
      const parsed = readLab(slug)
      if (!parsed.ok) throw new Error('the lab can be read')
      const { client, actions, limits } = parsed.lab
      const solution = parseSolution(parsed.lab, filesOf(slug, folder))
      if (!solution.ok) throw new Error('the solution can be read')
      if (client === null) expect(solution.program.files).not.toHaveProperty('client.py')
      else await expectTheSameLog({ ...solution.program, client, actions, limits, seed: 1 })
    },
    60_000,
  )
})

test('the second way goes on from the memory of an earlier interpreter', async () => {
  const memories: Uint8Array[] = []
  const options = {
    files: await nodePythonFiles(),
    packages: nodePackages(),
    suspension: 'twin',
  } as const
  const first = await createPython({ ...options, onMemory: (memory) => memories.push(memory) })
  first.dispose()
  const python = await createPython({ ...options, memory: memories[0] ?? null })
  for (const program of PROGRAMS) {
    const { log } = await runProgram(runOf(program, 7), python)
    expect(log.hash(), program.name).toBe((await logOf('stack', runOf(program, 7))).hash())
  }
  python.dispose()
}, 240_000)

describe('where the second way cannot wait', () => {
  test.each(CANNOT_WAIT)('$name: it says so at the line', async (program) => {
    const error = rows(await logOf('twin', runOf(program)))
      .filter((entry) => entry.kind === 'program-failed')
      .map((entry) => entry.detail.error)[0]
    expect(error).toMatchObject({ type: 'CannotWait' })
    expect(error?.message).toContain(`cannot wait inside ${program.inside}.`)
    expect(error?.message).toContain('Move what waits into a plain function or a plain for loop')
    expect(error?.frames.map(({ line }) => line)).toContain(program.line)
  })

  test.each(CANNOT_WAIT)('$name: the first way can', async (program) => {
    const kinds = rows(await logOf('stack', runOf(program))).map(({ kind }) => kind)
    expect(kinds).toContain('program-ended')
    expect(kinds).not.toContain('program-failed')
  })
})
