import { expect, test } from '@playwright/test'
import { Bench, PATIENT, adding, asking } from './bench.ts'

test('from the catalogue to the first result, and no byte of Python before the wish to run', async ({
  page,
}) => {
  const python: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/python/')) python.push(request.url())
  })
  await page.goto('./')
  await page.getByRole('link', { name: /Playground/ }).click()
  const bench = new Bench(page)
  await expect(bench.main).toHaveText('Run')
  await expect(bench.stage.getByText('w1@sim').first()).toBeVisible()
  // No line of the starter is cut off at the rim.
  const code = page.locator('#pane-code pre')
  expect(await code.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
  await page.waitForLoadState('networkidle')
  expect(python).toEqual([])

  await bench.quick()
  // The largest file comes when its loading has been seen.
  let seen: () => void = () => undefined
  const looked = new Promise<void>((resolve) => (seen = resolve))
  await page.route(/\.asm\.wasm$/, async (route) => {
    await looked
    await route.continue()
  })
  await bench.run()
  await expect(
    page.getByText(/^Loading Python for the first time: \d+\.\d of 13\.5 MB$/).first(),
  ).toBeVisible(PATIENT)
  seen()
  await expect(bench.console).toContainText('All done.', PATIENT)
  expect(python.length).toBeGreaterThan(0)
  await expect(bench.console).toContainText('a sum: 8')
  await expect(bench.console).toContainText('mail to Eve is out')
  await bench.over()
  expect(await bench.at()).toBeGreaterThan(3000)

  // Words and picture call a task by the same name.
  await page.getByRole('tab', { name: 'Log' }).click()
  await expect(page.getByText('finished tasks.send_mail (S ').first()).toBeVisible()

  // Who is selected stays in sight, also when the details take room from the table.
  await page.getByRole('tab', { name: 'Tasks', exact: true }).click()
  await page.getByRole('row', { name: 'send_mail' }).last().click()
  await expect(page.getByRole('region', { name: 'The selected task' })).toBeVisible()
  await expect(page.locator('tr.selected')).toBeInViewport({ ratio: 0.9 })
})

test('a changed task gives a changed result', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.quick()
  await bench.write('client.py', asking)
  await bench.write('tasks.py', adding('+'))
  await bench.run()
  await expect(bench.console).toContainText('the answer is 7', PATIENT)
  await bench.over()

  await bench.write('tasks.py', adding('*'))
  await expect(page.getByRole('tab', { name: 'tasks.py' })).toContainText('changed since')
  await bench.run()
  await expect(bench.console).toContainText('the answer is 12', PATIENT)
  await expect(bench.console).not.toContainText('the answer is 7')
})

test('the playhead is dragged back, and everything shows the earlier moment', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.quick()
  await bench.run()
  await expect(bench.console).toContainText('All done.', PATIENT)
  await bench.over()
  // The client has sent nine, and nine are done.
  const nines = bench.stage.locator('text', { hasText: /^9$/ })
  await expect(nines).toHaveCount(2)

  const box = await bench.playhead.boundingBox()
  if (!box) throw new Error('the playhead has no place')
  const middle = box.y + box.height / 2
  // By the middle of its knob, which then stays under the pointer.
  await page.mouse.move(box.x + box.width - 8, middle)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, middle, { steps: 5 })
  await page.mouse.move(box.x + box.width / 5, middle, { steps: 5 })
  await page.mouse.up()

  const end = await bench.end()
  expect(await bench.at()).toBeGreaterThan(end * 0.15)
  expect(await bench.at()).toBeLessThan(end * 0.25)
  await expect(bench.console).not.toContainText('All done.')
  await expect(bench.console).toContainText('Sending the work out.')
  await expect(nines).toHaveCount(1)

  await bench.playhead.press('End')
  await expect(bench.console).toContainText('All done.')
  await expect(nines).toHaveCount(2)
})

test('a worker stopped from the stage changes the future and keeps the past', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.quick()
  await bench.run()
  await expect(bench.console).toContainText('All done.', PATIENT)
  await bench.over()
  const before = await bench.end()
  await bench.playhead.press('Home')
  while ((await bench.at()) < 1000) await bench.playhead.press('ArrowRight')
  await page.getByRole('button', { name: 'Stop w1@sim' }).click()
  await expect(bench.console).toContainText('All done.', PATIENT)
  await bench.over()
  // One process is left for the work of three.
  expect(await bench.end()).toBeGreaterThan(before)
  await expect(bench.console).toContainText('Sending the work out.')
})

test('the same seed gives the same run', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.quick()
  const texts: string[] = []
  for (const seed of ['3', '4', '3']) {
    await page.getByLabel('seed').fill(seed)
    await page.getByLabel('seed').press('Enter')
    await bench.run()
    await expect(bench.console).toContainText('All done.', PATIENT)
    await bench.over()
    texts.push(await bench.console.innerText())
  }
  expect(texts[2]).toBe(texts[0])
  expect(texts[1]).not.toBe(texts[0])
})
