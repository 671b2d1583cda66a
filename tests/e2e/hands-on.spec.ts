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

test('from the stage: prefetch, scale, pause, a slow link, a cut one, no broker; each is kept, drawn and can be taken back', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const bench = await atWork(page)
  const worker = 'pod-1@sim'
  await pick(page, worker, /^Take more ahead/)
  await expect(done(page)).toContainText('prefetch 8: pod-1', PATIENT)
  await pick(page, worker, /^One process more/)
  await expect(done(page)).toContainText('pool grow: pod-1', PATIENT)
  await pick(page, worker, /^Pause/)
  await expect(done(page)).toContainText('cancel consumer: pod-1', PATIENT)
  await pick(page, worker, /^Slow the link down/)
  await expect(bench.stage.getByText('+500 ms', { exact: true })).toBeVisible(PATIENT)
  await pick(page, worker, /^Cut the link/)
  await expect(bench.stage.getByText('cut', { exact: true })).toBeVisible(PATIENT)
  await pick(page, 'Broker', /^Broker away/)
  await expect(bench.stage.getByText('away', { exact: true })).toBeVisible(PATIENT)
  await expect(done(page).getByRole('listitem')).toHaveCount(6)
  const { violations } = await new AxeBuilder({ page }).include('#pane-inspector').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])

  // One is taken back: the run is made again with the others.
  await done(page).getByRole('button', { name: 'Take back: partition: pod-1' }).click()
  await expect(done(page).getByRole('listitem')).toHaveCount(5)

  // The menu leads to all that is known of it.
  await pick(page, worker, /^Look closer/)
  await expect(page.getByRole('region', { name: `Worker ${worker}` })).toContainText('waiting room')
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

test('on a program: restart, stop, start, purge, publish, revoke, a service away; each is kept, and in the log', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const bench = await Bench.open(page, './#/lab/flaky-smtp')
  await page.getByLabel('speed').selectOption('10')
  await bench.run()
  await expect.poll(() => bench.at(), PATIENT).toBeGreaterThan(8_000)
  await page.getByRole('tab', { name: 'Faults' }).click()
  const panel = page.getByRole('tabpanel', { name: 'Faults' })
  const thing = panel.getByLabel('Do something to')
  const press = async (on: string, act: string, words: string): Promise<void> => {
    await thing.selectOption(on)
    const button = panel.getByRole('button', { name: act, exact: true })
    await expect(button).toBeEnabled(PATIENT)
    await button.click()
    await expect(done(page)).toContainText(words, PATIENT)
  }
  await press('worker w1@sim', 'Restart', 'SIGHUP: w1')
  await press('worker w1@sim', 'Stop', 'stop: w1')
  await press('queue celery', 'Purge', 'purge: celery')
  await press('client', 'Send send_mail', 'publish: tasks.send_mail')

  // Nobody works: what was sent last waits, and can be revoked, though no worker is there to hear of it.
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByRole('tab', { name: 'Tasks', exact: true }).click()
  await page.locator('.tasks thead').getByRole('button', { name: 'Task' }).click()
  await page.locator('.tasks tbody tr button').first().click()
  await page.getByRole('tab', { name: 'Faults' }).click()
  const id = await thing.locator('option').first().getAttribute('value')
  await press(id ?? '', 'Revoke', 'revoke: all workers')
  await press('worker w1@sim', 'Start', 'start: w1')
  await press('service mail.example.com', 'Away', 'service away: mail.example.com')

  await page.getByRole('tab', { name: 'Log' }).click()
  const facts = page.getByRole('region', { name: 'Facts' })
  for (const words of [
    'told to stop',
    'thrown away by hand',
    'was sent by hand',
    'remote control command by hand',
    'mail.example.com',
  ]) {
    await page.getByLabel('Filter the log').fill(words)
    await expect(facts.getByRole('listitem').first()).toContainText(words, {
      ...PATIENT,
      ignoreCase: true,
    })
  }
})
