import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

const SCREENS = ['./', './#/playground', './#/lab/two-lanes', './embed?lab=two-lanes'] as const
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const

for (const screen of SCREENS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on ${screen} in the ${colorScheme} theme`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const size of SIZES) {
        await page.setViewportSize(size)
        await page.goto(screen)
        await expect(page.getByRole('heading').first()).toBeAttached()
        await page.waitForLoadState('networkidle')
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual(
          [],
        )
      }
    })
  }
}

test('axe finds nothing on a bench with a run and an open editor', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.edit('tasks.py')
  await bench.quick()
  await bench.run()
  await expect(bench.console).toContainText('All done.', PATIENT)
  for (const theme of ['light', 'dark']) {
    if (theme === 'dark')
      await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
  }
})

test('by keyboard alone: read the keys, run, step, walk through the editor and out again', async ({
  page,
}) => {
  const bench = await Bench.open(page, './#/playground')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden()

  await page.keyboard.press('Space')
  await expect(bench.console).toContainText('Sending the work out.', PATIENT)
  await page.keyboard.press('Space')
  await expect(bench.main).toHaveText('Play')
  const paused = await bench.at()
  await page.keyboard.press('ArrowRight')
  expect(await bench.at()).toBeGreaterThan(paused)
  await page.keyboard.press('ArrowLeft')
  expect(await bench.at()).toBeLessThanOrEqual(paused)
  await page.keyboard.press('Home')
  expect(await bench.at()).toBe(0)

  // Into the editor with Tab, and on with Tab: nobody is caught.
  await page.keyboard.press('2')
  const inEditor = () =>
    page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)
  for (let presses = 0; presses < 8 && !(await inEditor()); presses++) {
    await page.keyboard.press('Tab')
    await page.waitForFunction(() => document.activeElement?.tagName !== 'PRE')
  }
  expect(await inEditor()).toBe(true)
  await page.keyboard.press('Tab')
  expect(await inEditor()).toBe(false)

  // Typing keeps Tab for indenting; Escape gives it back.
  await page.keyboard.press('Shift+Tab')
  expect(await inEditor()).toBe(true)
  await page.keyboard.type('#')
  await page.keyboard.press('Tab')
  expect(await inEditor()).toBe(true)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  expect(await inEditor()).toBe(false)
})

test('panes are sized by keyboard, fold, and are remembered', async ({ page }) => {
  await Bench.open(page, './#/playground')
  const width = async () => (await page.locator('#pane-guide').boundingBox())?.width ?? 0
  const before = await width()
  const seam = page.getByRole('separator', { name: 'Width of the guide' })
  await seam.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await width()).toBe(before + 32)
  await page.reload()
  await expect(page.locator('#pane-guide')).toBeVisible()
  expect(await width()).toBe(before + 32)
  await seam.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('#pane-guide')).toBeHidden()
  await page.getByRole('button', { name: 'Guide' }).click()
  await expect(page.locator('#pane-guide')).toBeVisible()
})

test('on a phone, every pane is a tab away and the transport bar stays', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const bench = await Bench.open(page, './#/playground')
  for (const [tab, pane] of [
    ['Guide', '#pane-guide'],
    ['Code', '#pane-code'],
    ['Stage', '#pane-stage'],
    ['Timeline', '#pane-timeline'],
  ] as const) {
    await page.getByRole('tab', { name: tab, exact: true }).click()
    await expect(page.locator(pane)).toBeVisible()
    await expect(bench.main).toBeInViewport()
    const box = await bench.main.boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(44)
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBe(390)
})

test('everything that can be pressed is at least 24 pixels', async ({ page }) => {
  await Bench.open(page, './#/playground')
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, select, input, [role="slider"]')]
      .filter((one) => one.checkVisibility())
      // A line of a list and a radio with its label are as tall as their row.
      .map((one) => (one.matches('input[type="radio"]') ? (one.closest('label') ?? one) : one))
      .map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
      .map(({ text }) => text),
  )
  expect(small).toEqual([])
})
