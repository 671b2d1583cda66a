import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

/** Shows a panel of the inspector, as a keyboard does. */
async function open(page: Page, panel: string): Promise<void> {
  await page.getByLabel('All panels').selectOption({ label: panel })
  await expect(page.getByRole('tab', { name: panel, exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  )
}

const found = (violations: Awaited<ReturnType<AxeBuilder['analyze']>>['violations']) =>
  violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])

async function clean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('#pane-inspector').analyze()
  expect(found(violations)).toEqual([])
}

/** What a button of the export panel makes. */
async function saved(page: Page, button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  return await readFile(await download.path())
}

test('the inspector answers why, shows whatever is selected, monitors, controls and gives it all out', async ({
  page,
}) => {
  test.setTimeout(240_000)
  // Its tasks are modelled: no Python has to boot.
  const bench = await Bench.open(page, './#/lab/autoscaler')
  await page.getByLabel('speed').selectOption('1000')
  await bench.run()
  await open(page, 'Tasks')
  const first = page.locator('.tasks tbody tr button').first()
  await expect(first).toBeVisible(PATIENT)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()

  // A task: its story, why, its message, its way through the chart.
  await first.click()
  const task = page.getByRole('region', { name: 'The selected task' })
  await expect(task.getByText(/^Why/).first()).toBeVisible()
  await task.getByText('Message on the wire').click()
  await expect(task.getByLabel('Headers')).toContainText('"lang": "py"')
  await clean(page)
  await open(page, 'Machine')
  await expect(page.getByRole('list', { name: 'The way it has taken' })).toContainText('sent')
  await clean(page)
  await open(page, 'Canvas')
  await expect(page.getByRole('region', { name: 'Workflow' })).toBeVisible()
  await clean(page)

  // The log answers by keyboard alone.
  await open(page, 'Log')
  const facts = page.getByRole('region', { name: 'Facts' })
  await facts.focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('.answer')).toContainText(/Why|What/)
  await clean(page)

  // Nothing selected: the branch. A process, an exchange.
  await page.locator('#pane-stage').focus()
  await page.keyboard.press('Escape')
  await open(page, 'Selected')
  const run = page.getByRole('region', { name: 'The run' })
  await expect(run).toContainText('from the beginning, seed')
  await clean(page)
  await run
    .getByRole('button', { name: /^Exchange / })
    .first()
    .click()
  await expect(page.getByRole('region', { name: /^Exchange / })).toContainText('type')
  await page.getByRole('button', { name: 'Close the details' }).click()
  await run
    .getByRole('button', { name: /^Worker / })
    .first()
    .click()
  await page
    .getByRole('button', { name: /^Process / })
    .first()
    .click()
  await expect(page.getByRole('region', { name: /^Process / })).toContainText('pid')
  await clean(page)

  // Any other thing.
  await open(page, 'Queues')
  await page.getByRole('button', { name: 'Queue celery', exact: true }).click()
  const queue = page.getByRole('region', { name: 'Queue celery' })
  await expect(queue).toContainText('taken by')
  await queue
    .getByRole('button', { name: /^Worker / })
    .first()
    .click()
  await expect(page.getByRole('region', { name: /^Worker / })).toContainText('waiting room')
  await clean(page)

  // The monitor, and an order of its remote control.
  await open(page, 'Monitor')
  const monitor = page.getByRole('region', { name: 'Monitor' })
  for (const view of ['Tasks', 'Charts', 'Prometheus', 'Trace', 'Workers']) {
    await page.getByRole('button', { name: view, exact: true }).click()
    await clean(page)
    if (view !== 'Prometheus') continue
    for (const counter of ['sent', 'received', 'succeeded'])
      await expect(monitor).toContainText(`celery_task_${counter}_total{`)
  }
  await monitor.getByRole('button', { name: 'Pool +1' }).click()
  await open(page, 'Log')
  await page.getByLabel('Filter the log').fill('pool_grow')
  await expect(facts.getByRole('listitem').first()).toContainText('pool_grow', PATIENT)

  // Everything as files.
  await open(page, 'Export')
  await clean(page)
  const svg = (await saved(page, 'Picture, SVG')).toString()
  const drawn = await page.evaluate((text) => {
    const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml')
    return { name: root.nodeName, texts: root.querySelectorAll('text').length }
  }, svg)
  expect(drawn.name).toBe('svg')
  expect(drawn.texts).toBeGreaterThan(0)
  const png = await saved(page, 'Picture, PNG')
  expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
  const facts1 = (await saved(page, 'Log, NDJSON')).toString().trimEnd().split('\n')
  expect(JSON.parse(facts1[0]!)).toMatchObject({ row: 0 })
  expect((await saved(page, 'Log, CSV')).toString()).toMatch(/^row,time,kind,/u)
  const trace = JSON.parse((await saved(page, 'Chrome trace')).toString()) as {
    readonly traceEvents: readonly unknown[]
  }
  expect(trace.traceEvents.length).toBeGreaterThan(10)
})

test('every panel keeps its contrast in the dark, and with the colours of the system', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const bench = await Bench.open(page, './#/lab/autoscaler')
  await page.getByLabel('speed').selectOption('1000')
  await bench.run()
  await open(page, 'Tasks')
  const first = page.locator('.tasks tbody tr button').first()
  await expect(first).toBeVisible(PATIENT)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await first.click()
  const panels = await page.getByLabel('All panels').locator('option').allTextContents()
  expect(panels.length).toBeGreaterThan(10)
  for (const panel of panels) {
    await open(page, panel)
    await expect(page.getByText('Loading…')).toBeHidden()
    for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
      await page.emulateMedia(media)
      const looked = new AxeBuilder({ page }).include('#pane-inspector')
      const { violations } = await looked.withRules(['color-contrast']).analyze()
      expect(found(violations), `${panel} ${JSON.stringify(media)}`).toEqual([])
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
  }
})
