import { expect, test } from '@playwright/test'
import { createNodePython } from '../../src/cli/node-python.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import { playground } from '../../src/session/playground.ts'
import { Bench, PATIENT } from './bench.ts'

test('the same program and seed give the same log in Node and in Chromium', async ({ page }) => {
  const made = playground.assemble(playground.starter, playground.form)
  if (!made.ok) throw new Error('the playground begins with a good cluster')
  const python = await createNodePython()
  const { log, ending } = await runProgram(
    {
      files: made.files,
      cluster: made.cluster,
      client: playground.client,
      actions: playground.actions,
      seed: playground.seed,
      limits: playground.limits,
    },
    python,
  )
  python.dispose()
  expect(ending).toEqual({ kind: 'finished' })

  const bench = await Bench.open(page, '#/playground')
  await bench.quick()
  await bench.run()
  // Over every column, every name and the side table.
  await expect(page.locator('[data-log-hash]')).toHaveAttribute(
    'data-log-hash',
    log.hash(),
    PATIENT,
  )
})
