import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { parse } from 'yaml'
import { Bench, PATIENT } from './bench.ts'

const LAB = path.resolve(import.meta.dirname, '../../labs/two-lanes')

interface LabFile {
  readonly hints: readonly { readonly id: string; readonly steps: readonly string[] }[]
  readonly mistakes: { readonly [folder: string]: string }
}

const lab = parse(readFileSync(path.join(LAB, 'lab.yaml'), 'utf8')) as LabFile

/** The fixed parts of the first hint that a folder must get. */
function hintOf(folder: string): readonly string[] {
  const hint = lab.hints.find(({ id }) => id === lab.mistakes[folder])
  if (!hint?.steps[0]) throw new Error(`${folder} has no hint`)
  return hint.steps[0].split(/\{\w+\}/).map((part) => part.trim())
}

/** Puts the files of a folder in place of the starter's. */
async function take(page: Page, bench: Bench, folder: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Files: add, rename, reset' })
  await menu.click()
  const reset = page.getByRole('button', { name: 'Back to the starter' })
  if (await reset.isEnabled()) await reset.click()
  else await menu.click()
  for (const file of readdirSync(path.join(LAB, folder))) {
    await bench.write(file, readFileSync(path.join(LAB, folder, file), 'utf8'))
  }
}

async function check(page: Page): Promise<void> {
  await page.getByRole('contentinfo').getByRole('button', { name: 'Check' }).click()
  await expect(page.getByText(/^(All checks hold|Not there yet)/)).toBeVisible(PATIENT)
}

test('the starter fails with a hint, rung by rung, and its moment can be watched', async ({
  page,
}) => {
  const bench = await Bench.open(page, './#/lab/two-lanes')
  await expect(page.getByRole('heading', { name: 'Two lanes' }).first()).toBeAttached()
  await check(page)
  await expect(page.getByText('Not there yet')).toBeVisible()
  const rung = page.getByRole('button', { name: /^Hint 1 of 3/ }).first()
  await rung.click()
  for (const part of hintOf('starter'))
    await expect(page.locator('.hint').first()).toContainText(part)
  await page
    .getByRole('button', { name: /^Hint 2 of 3/ })
    .first()
    .click()
  await expect(page.getByText(/^Hint 2 of 3/)).toBeVisible()

  await page
    .getByRole('button', { name: /^Watch it happen/ })
    .first()
    .click()
  await expect.poll(() => bench.at(), PATIENT).toBeGreaterThan(20_000)
  await expect(bench.stage.getByText('w2@sim').first()).toBeVisible()
})

test('each wrong solution fails with its own hint', async ({ page }) => {
  test.setTimeout(400_000)
  const bench = await Bench.open(page, './#/lab/two-lanes')
  for (const name of readdirSync(path.join(LAB, 'wrong'))) {
    await take(page, bench, `wrong/${name}`)
    await expect(page.getByText('Not there yet')).toBeHidden()
    await check(page)
    await expect(page.getByText('Not there yet')).toBeVisible()
    const closed = page.getByRole('button', { name: /^Hint 1 of/ }).first()
    if (await closed.isVisible()) await closed.click()
    for (const part of hintOf(`wrong/${name}`)) {
      await expect(page.locator('.hint').first(), name).toContainText(part)
    }
  }
})

test('a mistake in cluster.yaml is shown at its line, and nothing runs', async ({ page }) => {
  const bench = await Bench.open(page, './#/lab/two-lanes')
  await bench.write('cluster.yaml', 'workers:\n  - name: w9\n    options: "-c 2"\n')
  await expect(page.locator('.squiggly-error').first()).toBeVisible()
  await bench.run()
  await expect(page.getByRole('alert').filter({ hasText: 'cluster.yaml, line 2' })).toBeVisible()
})

test('a file of the lab cannot be changed', async ({ page }) => {
  const bench = await Bench.open(page, './#/lab/two-lanes')
  await bench.edit('client.py')
  await expect(page.getByText('This file belongs to the lab')).toBeVisible()
  await page.keyboard.type('x')
  await expect(page.getByRole('tab', { name: 'client.py' })).not.toContainText('changed')
  await expect(page.getByText('Saved in this browser')).toBeHidden()
})
