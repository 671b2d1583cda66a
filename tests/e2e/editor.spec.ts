import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { adding, asking, Bench, PATIENT } from './bench.ts'

/** The squiggles of a kind that can be seen. */
const squiggles = (page: Page, kind: 'error' | 'warning' | 'info' = 'error'): Locator =>
  page.locator(`.monaco-editor .squiggly-${kind}`)

/** What the editor shows, with its spaces as spaces. */
const text = async (page: Page): Promise<string> =>
  (await page.locator('.monaco-editor .view-line').allInnerTexts())
    .join('\n')
    .replaceAll('\u00a0', ' ')

/** Help comes behind the editor: it is there as soon as a mistake is seen. */
async function helped(page: Page): Promise<Bench> {
  const bench = await Bench.open(page, './#/playground')
  await bench.write('tasks.py', adding('+'))
  await expect(page.locator('[data-help="here"]')).toBeVisible()
  return bench
}

test('a mistake gets a squiggle while typing, and its quick fix mends it', async ({ page }) => {
  await helped(page)
  await page.keyboard.type('\nadd.dely(1, 2)')
  await page.keyboard.press('Escape')
  await expect(squiggles(page)).toHaveCount(1)
  await page.keyboard.press('Control+.')
  await page.getByRole('option', { name: 'Change to delay' }).click()
  await expect.poll(() => text(page)).toContain('add.delay(1, 2)')
  await expect(squiggles(page)).toHaveCount(0)
})

test('self in a task that is not bound: the fix binds it', async ({ page }) => {
  await helped(page)
  await page.keyboard.type('\n@app.task\ndef again(self):\npass')
  await page.keyboard.press('Escape')
  await expect(squiggles(page)).toHaveCount(1)
  await page.keyboard.press('F8')
  await expect(page.locator('.monaco-editor .marker-widget')).toContainText('Nobody fills in self')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+.')
  await page.getByRole('option', { name: 'Add bind=True' }).click()
  await expect.poll(() => text(page)).toContain('@app.task(bind=True)')
  await expect(squiggles(page)).toHaveCount(0)
})

test('options of apply_async are offered, and chord tells what it is', async ({ page }) => {
  const bench = await helped(page)
  await page.keyboard.type('\nadd.apply_async((1, 2), count')
  const list = page.locator('.suggest-widget')
  await expect(list.getByRole('option', { name: /^countdown=/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(() => text(page)).toContain('add.apply_async((1, 2), countdown=')
  // What the call takes stands over the tabs, until it is sent away.
  await page.keyboard.press('Escape')
  await expect(page.locator('.parameter-hints-widget.visible')).toBeHidden()

  await bench.write('client.py', 'from celery import chord\nfrom tasks import add\n\nchord\n')
  await page
    .locator('.monaco-editor .view-line')
    .filter({ hasText: /^chord/ })
    .locator('span span')
    .first()
    .hover()
  await expect(
    page.locator('.monaco-hover').filter({ hasText: 'Tasks side by side' }),
  ).toBeVisible()

  // Its own functions are known in another file, with what they take.
  await page.keyboard.press('Control+End')
  await page.keyboard.type('add.delay(')
  await expect(page.locator('.parameter-hints-widget')).toContainText('add.delay(x, y)')
})

test('Tab leaves the editor after Escape, and Control M changes what it does', async ({ page }) => {
  await helped(page)
  const inEditor = () =>
    page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)
  await page.keyboard.type('\npri')
  await expect(page.locator('.suggest-widget')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  expect(await inEditor()).toBe(false)
})

test('a line of a traceback leads to its code, and the teacher speaks under the error', async ({
  page,
}) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.write('tasks.py', adding('/'))
  await bench.write('client.py', asking.replace('3, 4', '3, 0'))
  await bench.run()
  await expect(bench.console).toContainText('ZeroDivisionError', PATIENT)
  await expect(bench.console).toContainText('Nothing can be divided by zero.')
  await bench.console.getByRole('button', { name: 'tasks.py:8' }).first().click()
  await expect(page.getByRole('tab', { name: 'tasks.py' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('.monaco-editor.focused')).toBeVisible()
  const line = page.locator('.monaco-editor .line-numbers.active-line-number')
  await expect(line).toHaveText('8')
})

test('a fact that is looked at lights its line, and the cursor marks the facts of its line', async ({
  page,
}) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.write('tasks.py', adding('+'))
  await bench.write('client.py', asking)
  await bench.quick()
  await bench.run()
  await expect(bench.console).toContainText('the answer is 7', PATIENT)
  await bench.over()
  await page.getByRole('tab', { name: 'Log' }).click()
  const facts = page.getByRole('region', { name: 'Facts' })
  await page.getByLabel('Filter the log').fill('add')
  await facts.getByRole('listitem').first().locator('button.what').click()
  await expect(page.locator('.monaco-editor .lit-line')).toBeVisible()
  await expect(page.getByRole('tab', { name: 'client.py' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await expect(page.locator('.monaco-editor .line-numbers.lit-number')).toHaveText('3')

  // The other way round: the line that prints, and the fact that it printed.
  await page.getByLabel('Filter the log').fill('')
  await page.getByText('print', { exact: true }).click()
  await expect(facts.getByText('your line').first()).toBeVisible()
  await expect(page.locator('section[aria-label="Timeline"] .axis .mark').first()).toBeVisible()
})

test('axe finds nothing where errors are explained and the editor helps', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.write('tasks.py', adding('/'))
  await bench.write('client.py', asking.replace('3, 4', '3, 0'))
  await bench.run()
  await expect(bench.console).toContainText('Nothing can be divided by zero.', PATIENT)
  await bench.console.getByText('Why', { exact: true }).first().click()
  for (const theme of ['light', 'dark']) {
    if (theme === 'dark')
      await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
  }
})
