import { expect, test } from '@playwright/test'
import { Bench, adding } from './bench.ts'

test('code, files and cluster survive a reload', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.write('tasks.py', adding('%'))
  await page.getByLabel('Name', { exact: true }).first().fill('post')
  await page.getByRole('button', { name: 'Files: add, rename, reset' }).click()
  await page.getByRole('button', { name: 'Add a file…' }).click()
  await page.getByLabel('Name of the new file').fill('mail.py')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('Saved in this browser')).toBeVisible()

  await page.reload()
  await expect(page.getByRole('tab', { name: 'mail.py' })).toBeVisible()
  await page.getByRole('tab', { name: 'tasks.py' }).click()
  await expect(page.locator('#pane-code')).toContainText('return x % y')
  await expect(page.getByLabel('Name', { exact: true }).first()).toHaveValue('post')
})

test('a change made right before the page goes away is kept', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.edit('client.py')
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# kept at the last moment')
  await page.reload()
  await page.getByRole('tab', { name: 'client.py' }).click()
  await expect(page.locator('#pane-code')).toContainText('# kept at the last moment')
})

test('back to the starter, and undone again, also after a reload', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.write('tasks.py', adding('%'))
  await page.getByRole('button', { name: 'Files: add, rename, reset' }).click()
  await page.getByRole('button', { name: 'Back to the starter' }).click()
  await expect(page.locator('#pane-code')).toContainText('send_mail')
  await expect(page.getByText('Saved in this browser')).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'Files: add, rename, reset' }).click()
  await page.getByRole('button', { name: 'Undo: bring my files back' }).click()
  await expect(page.locator('#pane-code')).toContainText('return x % y')
})

test('blocked storage is said, and the work stays while the page lives', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('blocked', 'SecurityError')
    }
  })
  const bench = await Bench.open(page, './#/playground')
  await expect(
    page.getByRole('alert').filter({ hasText: 'does not let the page save' }),
  ).toBeVisible()
  await bench.write('tasks.py', adding('%'))
  await page.getByRole('tab', { name: 'client.py' }).click()
  await page.getByRole('tab', { name: 'tasks.py' }).click()
  await expect(page.locator('#pane-code')).toContainText('return x % y')
})

test('a full disk is said', async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  const bench = await Bench.open(page, './#/playground')
  await bench.write('tasks.py', adding('%'))
  await expect(page.getByRole('alert').filter({ hasText: 'disk space' })).toBeVisible()
  await expect(page.locator('#pane-code')).toContainText('return x % y')
})

test('the theme is the system’s until one is chosen, and then remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await Bench.open(page, './#/playground')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: 'Switch to the light theme' }).click()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
})
