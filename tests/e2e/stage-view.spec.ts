import { expect, test } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

test('the stage zooms by keys, fits, follows a task and can be heard', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const bench = await Bench.open(page, './#/lab/autoscaler')
  const { stage } = bench
  const view = stage.getByRole('group', { name: /Plus and minus zoom/ })
  const drawing = stage.locator('svg.drawing')
  const wide = async (): Promise<number> => (await drawing.boundingBox())!.width
  await expect(drawing).toBeVisible()
  const whole = await wide()

  // By keys, while it has the focus: elsewhere they mean speed and steps.
  await view.focus()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await expect.poll(wide).toBeGreaterThan(whole * 1.4)
  await expect(stage.getByText('Zoom 156 %')).toBeAttached()
  const left = async (): Promise<number> => await view.evaluate((window) => window.scrollLeft)
  const before = await left()
  await page.keyboard.press('ArrowRight')
  await expect.poll(left).toBeGreaterThan(before)
  await page.keyboard.press('0')
  await expect.poll(wide).toBeCloseTo(whole, 0)
  await expect(stage.getByRole('button', { name: 'Zoom out' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await stage.getByRole('button', { name: 'Zoom in' }).click()
  await expect.poll(wide).toBeGreaterThan(whole * 1.2)
  await stage.getByRole('button', { name: 'Show the whole stage' }).click()
  await expect.poll(wide).toBeCloseTo(whole, 0)

  // Off until somebody wants it; then it is remembered.
  const sound = stage.getByRole('button', { name: /Sound/ })
  await expect(sound).toHaveAttribute('aria-pressed', 'false')
  await sound.click()
  await expect(sound).toHaveAttribute('aria-pressed', 'true')
  await page.reload()
  await expect(sound).toHaveAttribute('aria-pressed', 'true')

  const follow = stage.getByRole('button', { name: /^Follow/ })
  await expect(follow).toHaveAttribute('aria-disabled', 'true')
  await bench.run()
  await page.getByRole('tab', { name: 'Tasks', exact: true }).click()
  const tasks = page.getByRole('tabpanel', { name: 'Tasks' })
  await expect(tasks.getByRole('row').nth(1)).toBeVisible(PATIENT)
  await page.getByRole('button', { name: 'Pause' }).click()
  await tasks.getByRole('row').nth(1).click()
  await expect(follow).toHaveAttribute('aria-disabled', 'false', PATIENT)
  await follow.click()
  await expect(follow).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(wide).toBeGreaterThan(whole * 1.7)
  await expect(stage.getByText(/^Following \w/)).toBeAttached()
  await follow.click()
  await expect(follow).toHaveAttribute('aria-pressed', 'false')
})
