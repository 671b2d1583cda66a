import { expect, test } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

/** Two interpreters share the machine here. */
const VERY_PATIENT = { timeout: 240_000 }

test('a failing run is found first, sent, weighed and made smaller, while the bench is in use', async ({
  page,
}) => {
  test.setTimeout(600_000)
  const bench = await Bench.open(page, './#/lab/two-lanes')
  await bench.quick()
  await page.getByLabel('Stop at the first run that fails').check()
  await page.getByRole('contentinfo').getByRole('button', { name: 'Check' }).click()
  await expect(page.getByRole('button', { name: 'Stop checking' })).toBeVisible()
  await bench.run()
  await expect.poll(() => bench.at(), VERY_PATIENT).toBeGreaterThan(1000)
  await expect(page.getByText('Not there yet')).toBeVisible(VERY_PATIENT)
  // It has ended with the first run that failed.
  await expect(page.getByText('Held in 0 of 1 runs').first()).toBeVisible()

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
  await expect(page.locator('section.why').first()).toBeVisible(VERY_PATIENT)
  await expect(bench.main).toHaveText('Play')
  expect(await bench.at()).toBeGreaterThan(0)

  // Whoever gets the link sees the code and the seed, and nothing runs by itself.
  await page.goto(address)
  await expect(page.getByText(/^Somebody sent you a run of this lab/)).toBeVisible(PATIENT)
  await expect(page.getByLabel('seed')).toHaveValue(seed)
  await expect(bench.main).toHaveText('Run')
  await expect(page.getByText(/Press Run\.$/).first()).toBeVisible()
})
