import { expect, test } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

test('a lab without Python runs and is checked, and none of Python is loaded', async ({ page }) => {
  const python: string[] = []
  page.on('request', (request) => {
    if (/\/python\//.test(request.url())) python.push(request.url())
  })
  const bench = await Bench.open(page, './#/lab/autoscaler')
  await bench.run()
  await page.getByRole('tab', { name: 'Scaling' }).click()
  const scaling = page.getByRole('tabpanel', { name: 'Scaling' })
  await expect(scaling.getByText(/\d asked for, \d ready/)).toBeVisible(PATIENT)
  await expect(scaling.getByText(/pod hours so far/)).toBeVisible()
  await page.getByRole('contentinfo').getByRole('button', { name: 'Check' }).click()
  await expect(page.getByText('Not there yet')).toBeVisible({ timeout: 110_000 })
  expect(python).toEqual([])
})
