import { expect, test } from '@playwright/test'
import { playground } from '../../src/session/playground.ts'
import { encodeShared } from '../../src/session/shared.ts'
import { Bench, PATIENT } from './bench.ts'

test('somebody’s program says whose it is not, and waits for Run', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (/\/python\/|lab-thread|sandbox/.test(request.url())) asked.push(request.url())
  })
  const form = playground.form
  if (form === null) throw new Error('the Playground has a form')
  const files = [{ path: 'client.py', text: "print('it ran', 6 * 7)\n" }]
  const code = await encodeShared({ files, form, seed: 5 })

  const bench = await Bench.open(page, `./#/shared/${code}`)
  await expect(page.getByRole('alert')).toContainText('neither yours nor ours')
  await expect(page.locator('#pane-code')).toContainText('it ran')
  await page.waitForLoadState('load')
  // Not a byte of what would run it.
  expect(asked).toEqual([])
  await expect(bench.console).not.toContainText('it ran')

  await bench.run()
  await expect(bench.console).toContainText('it ran 42', PATIENT)
  await page.goto('./#/playground')
  await expect(page.locator('#pane-code')).not.toContainText('it ran')
})

test('a link that was cut off says so', async ({ page }) => {
  await page.goto('./#/shared/1.abc')
  await expect(page.getByRole('alert')).toContainText('not whole')
  await page.goto('./#/shared/9.abc')
  await expect(page.getByRole('alert')).toContainText('newer version')
})
