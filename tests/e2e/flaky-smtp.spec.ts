import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

const LAB = path.resolve(import.meta.dirname, '../../labs/flaky-smtp')
const textOf = (folder: string, file = 'tasks.py'): string =>
  readFileSync(path.join(LAB, folder, file), 'utf8')

/** Grading and Python have a slow machine to themselves only half of the time. */
const VERY_PATIENT = { timeout: 240_000 }

test('the flaky mail server: a wrong solution, its failing run sent, made smaller and weighed, then the right one', async ({
  page,
}) => {
  test.setTimeout(600_000)
  const bench = await Bench.open(page, './#/lab/flaky-smtp')
  await bench.quick()
  await bench.write('tasks.py', textOf('wrong/forgets'))
  // A run at the bench goes on while the checks run beside it.
  await bench.run()
  await page.getByLabel('Stop at the first run that fails').check()
  await page.getByRole('contentinfo').getByRole('button', { name: 'Check' }).click()
  await expect(page.getByRole('button', { name: 'Stop checking' })).toBeVisible()
  await expect(page.getByText('Not there yet')).toBeVisible(VERY_PATIENT)
  await bench.over()
  expect(await bench.end()).toBeGreaterThan(1000)
  const runs = page.getByText(/^Held in \d+ of \d+ runs$/).first()
  // It has ended with the first run that failed: all before it held.
  const [held = NaN, of = NaN] = ((await runs.innerText()).match(/\d+/g) ?? []).map(Number)
  expect(of - held).toBeLessThanOrEqual(1)

  const link = page.getByRole('link', { name: /^Link to this run, seed \d+$/ })
  const seed = /\d+$/.exec(await link.innerText())?.[0] ?? ''
  const address = (await link.getAttribute('href')) ?? ''

  await page.getByRole('button', { name: 'From when on does it fail?' }).click()
  const last = page.getByRole('button', { name: /^From .* on it fails in 4 of 4 runs$/ }).last()
  await expect(last).toBeVisible(VERY_PATIENT)

  await page.getByRole('button', { name: 'Find the smallest run that fails' }).click()
  const smallest = page.getByRole('button', { name: /^Open the smallest run, \d+ of \d+ tasks$/ })
  await expect(smallest).toBeVisible(VERY_PATIENT)
  const [left = NaN, all = NaN] = ((await smallest.innerText()).match(/\d+/g) ?? []).map(Number)
  expect(left).toBeLessThan(all)
  await smallest.click()
  // It stands at the violation, and says why.
  await expect(page.locator('section.why').first()).toBeVisible(PATIENT)
  await expect.poll(() => bench.at(), PATIENT).toBeGreaterThan(0)

  await bench.write('tasks.py', textOf('solution'))
  await page.getByRole('contentinfo').getByRole('button', { name: 'Check' }).click()
  await expect(page.getByText('All checks hold')).toBeVisible(VERY_PATIENT)

  // Whoever gets the link sees the code and the seed, and nothing runs by itself.
  await page.goto(address)
  await expect(page.getByText(/^Somebody sent you a run of this lab/)).toBeVisible(PATIENT)
  await expect(page.getByLabel('seed')).toHaveValue(seed)
  await expect(page.locator('#pane-code')).toContainText('def ')
  await expect(bench.main).toHaveText('Run')
  await expect(page.getByText('Press Run.')).toBeVisible()
})
