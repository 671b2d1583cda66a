import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

/** A lab without Python, run to its first pod and stopped at a moment at which it is ready. */
async function atWork(page: Page): Promise<Bench> {
  const bench = await Bench.open(page, './#/lab/autoscaler')
  await bench.run()
  await expect(bench.stage.getByText(/of 4 busy/).first()).toBeVisible(PATIENT)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByLabel('speed').selectOption('1')
  await page.getByRole('tab', { name: 'Faults' }).click()
  return bench
}

const done = (page: Page) => page.getByRole('list', { name: 'Done by hand in this run' })

/** Opens the menu of a thing on the stage and picks from it. */
async function pick(page: Page, thing: string, act: RegExp): Promise<void> {
  await page.getByRole('button', { name: `${thing}: what you can do` }).click()
  await page.getByRole('menuitem', { name: act }).click()
  await expect(page.getByRole('menu')).toBeHidden()
}

test('from the stage: prefetch, a slow link, a cut one, no broker; each is kept, drawn and can be taken back', async ({
  page,
}) => {
  const bench = await atWork(page)
  const worker = 'pod-1@sim'
  await pick(page, worker, /^Take more ahead/)
  await expect(done(page)).toContainText('prefetch 8: pod-1', PATIENT)
  await pick(page, worker, /^Slow the link down/)
  await expect(bench.stage.getByText('+500 ms', { exact: true })).toBeVisible(PATIENT)
  await pick(page, worker, /^Cut the link/)
  await expect(bench.stage.getByText('cut', { exact: true })).toBeVisible(PATIENT)
  await pick(page, 'Broker', /^Broker away/)
  await expect(bench.stage.getByText('away', { exact: true })).toBeVisible(PATIENT)
  await expect(done(page).getByRole('listitem')).toHaveCount(4)
  const { violations } = await new AxeBuilder({ page }).include('#pane-inspector').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])

  // One is taken back: the run is made again with the others.
  await done(page).getByRole('button', { name: 'Take back: partition: pod-1' }).click()
  await expect(done(page).getByRole('listitem')).toHaveCount(3)
})

test('from the Faults panel and by keys: kill a process, kill a worker; both in the log', async ({
  page,
}) => {
  const bench = await atWork(page)
  const panel = page.getByRole('tabpanel', { name: 'Faults' })
  await panel.getByLabel('Do something to').selectOption('worker pod-1@sim')
  await panel.getByRole('list', { name: 'pod-1@sim/1' }).getByRole('button').first().click()
  await expect(done(page)).toContainText('kill process: pod-1/1', PATIENT)

  // By keys alone: to the worker, its menu, down to the last of it, and pick.
  await page.getByRole('button', { name: 'pod-1@sim: what you can do' }).focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu', { name: 'pod-1@sim' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'pod-1@sim: what you can do' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(bench.stage.getByText('killed', { exact: true })).toBeVisible(PATIENT)

  await page.getByRole('tab', { name: 'Log' }).click()
  const log = page.getByRole('tabpanel', { name: 'Log' })
  await expect(log.getByText('Fault: pod-1 is killed.').first()).toBeVisible(PATIENT)
})
