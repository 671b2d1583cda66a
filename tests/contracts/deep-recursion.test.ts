import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProgram } from '../../src/driver/run-program.ts'
import { nodePythonFiles } from '../../src/python/files-node.ts'
import { nodePackages } from '../../src/python/packages-node.ts'
import { createPython, type Python } from '../../src/python/python.ts'
import type { Way } from '../../src/python/suspension.ts'
import { DEEP, deepRun, TOO_DEEP } from '../support/deep-programs.ts'

describe.each<Way>(['stack', 'twin'])('by %s', (way) => {
  let python: Python
  beforeAll(async () => {
    const files = await nodePythonFiles()
    python = await createPython({ files, packages: nodePackages(), suspension: way })
  }, 300_000)
  afterAll(() => python.dispose())

  test.each(Object.entries(DEEP))(
    '%s is a RecursionError at its line',
    async (_, [line, lines]) => {
      const { log } = await runProgram(deepRun(lines), python)
      const entries = Array.from({ length: log.length }, (_row, row) => log.entry(row))
      const failed = entries.find((entry) => entry.kind === 'program-failed')
      expect(failed?.detail.error.type).toBe('RecursionError')
      expect(failed?.detail.error.frames.at(-1)).toMatchObject({ file: 'client.py', line })
      const { ending } = await runProgram(deepRun(["print('well')"]), python)
      expect(ending).toEqual({ kind: 'finished' })
    },
  )

  test('what is nested too deep for C ends the interpreter with a sentence and its line', async () => {
    const files = await nodePythonFiles()
    const other = await createPython({ files, packages: nodePackages(), suspension: way })
    await expect(runProgram(deepRun(TOO_DEEP), other)).rejects.toMatchObject({
      name: 'Overflown',
      message: expect.stringContaining(
        'at line 5 of client.py something is nested too deep',
      ) as string,
    })
  }, 300_000)
})
