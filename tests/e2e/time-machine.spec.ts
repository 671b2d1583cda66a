import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

test('the time machine: to any moment by key and form, forks side by side, and back', async ({
  page,
}) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.quick()
  await bench.run()
  await expect(bench.console).toContainText('All done.', PATIENT)
  await bench.over()
  const hash = () => page.locator('.bench').getAttribute('data-log-hash')
  const mainHash = await hash()
  expect(mainHash).not.toBeNull()

  // By key: an event, a task, a speed.
  await page.locator('#pane-stage').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('n')
  const first = await bench.at()
  await expect(bench.stage.locator('.pane-head p')).toContainText('started')
  await page.keyboard.press('n')
  const second = await bench.at()
  expect(second).toBeGreaterThan(first)
  await page.keyboard.press('ArrowLeft')
  const between = await bench.at()
  expect(between).toBeLessThanOrEqual(second)
  await page.keyboard.press('p')
  expect(await bench.at()).toBeLessThanOrEqual(first)
  await page.keyboard.press('+')
  await expect(page.getByLabel('speed')).toHaveValue('200')
  await page.keyboard.press('-')
  await expect(page.getByLabel('speed')).toHaveValue('50')
  await page.keyboard.press('i')
  await expect(page.getByRole('button', { name: 'Skip idle' }).first()).toHaveAttribute(
    'aria-pressed',
    'true',
  )

  // By a condition: ahead, behind, and by running there.
  await page.keyboard.press('Home')
  await page.keyboard.press('u')
  const form = page.getByRole('form', { name: 'Run until' })
  await form.getByLabel('does this').selectOption('retried')
  await form.getByRole('button', { name: 'Next time' }).click()
  await expect(form.getByRole('status')).toContainText('There it is')
  const retried = await bench.at()
  await form.getByRole('button', { name: 'Last time' }).click()
  await expect(form.getByRole('status')).toContainText('has not happened before')
  expect(await bench.at()).toBe(retried)
  await form.getByLabel('Until').selectOption('queue')
  await form.getByLabel('messages').fill('1')
  // The retry's own message came into the queue just before: the time before that is another.
  await form.getByRole('button', { name: 'Last time' }).click()
  await form.getByRole('button', { name: 'Last time' }).click()
  expect(await bench.at()).toBeLessThan(retried)
  await form.getByLabel('Until').selectOption('text')
  await form.getByLabel('that holds').fill('will try again')
  await form.getByLabel('Until').selectOption('task')
  await form.getByRole('button', { name: 'Run until' }).click()
  await expect(bench.stage).toContainText('There it is')
  expect(await bench.at()).toBe(retried)

  // Other luck from here on: main is kept, and comes back byte for byte.
  await page.getByLabel('seed').fill('99')
  await page.getByLabel('seed').press('Enter')
  await page.getByRole('button', { name: 'Fork here' }).click()
  const opener = page.locator('#branch-opener')
  await expect(opener).toContainText('seed 99')
  await bench.over()
  expect(await hash()).not.toBe(mainHash)
  await opener.click()
  await page.getByRole('button', { name: /^main/ }).click()
  await expect(opener).toContainText('main')
  expect(await hash()).toBe(mainHash)
  await page.keyboard.press('Escape')

  // Side by side on one playhead.
  await page.locator('#pane-stage').focus()
  await page.keyboard.press('v')
  const compare = page.getByRole('main', { name: 'Two branches side by side' })
  await expect(compare.getByRole('region', { name: 'Stage' })).toHaveCount(2)
  await expect(compare.getByRole('region', { name: 'Timeline' })).toHaveCount(2)
  await expect(compare.getByText(/both runs are the same, fact for fact/)).toBeVisible()
  await expect(compare).toContainText('From here on chance comes from seed 99.')
  await compare.getByRole('button', { name: 'Go there' }).click()
  expect(await bench.at()).toBe(retried)
  await expect(compare.getByRole('row', { name: /^done 9 9/ })).toBeVisible()
  for (const theme of ['light', 'dark']) {
    if (theme === 'dark')
      await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(compare.getByRole('region', { name: 'Stage' })).toHaveCount(0)
  await compare.getByRole('tab', { name: 'main' }).click()
  await expect(compare.getByRole('region', { name: 'Stage' })).toHaveCount(1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Back to one branch' }).click()
  await expect(compare).toBeHidden()

  // New code from a moment on: the workers load it, what was done stays done.
  await bench.write(
    'tasks.py',
    'import time\nfrom celery import Celery\napp = Celery("tasks", broker="redis://", backend="redis://")\n@app.task\ndef add(x, y):\n    return 1000\n@app.task\ndef send_mail(name):\n    return "new code for " + name\n',
  )
  await page.getByRole('button', { name: 'Fork here' }).click()
  await expect(opener).toContainText('new code')
  await bench.over()
  await expect(bench.console).toContainText('new code for')
  await page.getByRole('tab', { name: 'Log' }).click()
  await bench.playhead.press('Home')
  await bench.playhead.press('End')

  // Names and an end.
  await opener.click()
  await page.getByRole('button', { name: /^Rename new code/ }).click()
  await page.getByRole('textbox', { name: /^New name of/ }).fill('mended')
  await page.keyboard.press('Enter')
  await expect(opener).toContainText('mended')
  await page.getByRole('button', { name: 'Delete mended' }).click()
  await expect(opener).toContainText('main')
  expect(await hash()).toBe(mainHash)
})
