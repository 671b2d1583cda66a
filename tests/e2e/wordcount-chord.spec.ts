import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

const LAB = path.resolve(import.meta.dirname, '../../labs/wordcount-chord')

test('count the words: the starter blocks the client, the chord holds', async ({ page }) => {
  const bench = await Bench.open(page, './#/lab/wordcount-chord')
  await expect(page.getByRole('heading', { name: 'Count the words' }).first()).toBeAttached()
  const check = page.getByRole('contentinfo').getByRole('button', { name: 'Check' })
  await check.click()
  await expect(page.getByText('Not there yet')).toBeVisible(PATIENT)
  await page
    .getByRole('button', { name: /^Hint 1 of 3/ })
    .first()
    .click()
  await expect(page.locator('.hint').first()).toContainText('Look at the client in the timeline')

  await bench.write('client.py', readFileSync(path.join(LAB, 'solution/client.py'), 'utf8'))
  await check.click()
  await expect(page.getByText('All checks hold')).toBeVisible(PATIENT)
})

test('count the words: run and checked with the keyboard alone', async ({ page }) => {
  const bench = await Bench.open(page, './#/lab/wordcount-chord')
  await page.getByRole('button', { name: 'Run', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => bench.end(), PATIENT).toBeGreaterThan(15_000)
  await bench.playhead.focus()
  await page.keyboard.press('End')
  await expect.poll(() => bench.at(), PATIENT).toBeGreaterThan(15_000)
  await page.getByRole('contentinfo').getByRole('button', { name: 'Check' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Not there yet')).toBeVisible(PATIENT)
})
