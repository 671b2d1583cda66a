import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { Bench, PATIENT, adding } from './bench.ts'

/** Nothing that axe finds, in either theme. */
async function accessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
  }
}

test('an attempt is written down, survives a reload, and can be exported, forgotten and imported', async ({
  page,
}) => {
  const bench = await Bench.open(page, './#/lab/autoscaler')
  const solution = page.getByRole('button', { name: 'Compare with a solution' })
  await expect(solution).toBeDisabled()
  await page.getByRole('contentinfo').getByRole('button', { name: 'Check' }).click()
  await expect(page.getByText('Not there yet')).toBeVisible({ timeout: 110_000 })
  await solution.click()
  const dialog = page.getByRole('dialog', { name: 'One solution, and yours' })
  await expect(dialog.getByRole('row').filter({ hasText: 'Yours' }).first()).toBeVisible()
  await accessible(page)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(bench.main).toBeVisible()

  await page.goto('./#/')
  await page.reload()
  await expect(page.getByRole('link', { name: /The autoscaler.*Tried/u })).toBeVisible()
  await accessible(page)
  await page.getByRole('link', { name: /^My progress/u }).click()
  const attempt = page.getByText(/\d of \d checks held in \d+ runs/u)
  await attempt.click()
  await expect(page.getByRole('region', { name: 'cluster.yaml' })).toBeVisible()
  await accessible(page)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export to a file' }).click()
  const file = await (await download).path()
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    format: 'queuelab-progress',
    attempts: [{ lab: 'autoscaler', passed: false }],
  })

  await page.getByRole('button', { name: 'Begin “The autoscaler” anew…' }).click()
  await page.getByRole('button', { name: 'Forget them and begin anew' }).click()
  await expect(page.getByText('stands as on the first day')).toBeVisible()
  await expect(attempt).toBeHidden()

  const input = page.getByLabel('Import a file')
  await input.setInputFiles({
    name: 'x.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"format":"queuelab-progress","version":99}'),
  })
  await expect(page.getByRole('alert')).toContainText('newer version')
  await input.setInputFiles(file)
  await expect(attempt).toBeVisible()
})

test('work from before an update is there after it, and a full disk is said where results are shown', async ({
  page,
}) => {
  // The database as its first version left it, made where nothing of the product opens it.
  await page.goto('./favicon.svg')
  await page.evaluate(
    (text) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('queuelab', 1)
        opening.onupgradeneeded = () => opening.result.createObjectStore('sittings')
        opening.onerror = () => reject(new Error('no database'))
        opening.onsuccess = () => {
          const work = opening.result.transaction('sittings', 'readwrite')
          const files = [
            { path: 'tasks.py', text },
            { path: 'client.py', text: '# old client\n' },
          ]
          work
            .objectStore('sittings')
            .put({ files, form: null, seed: 5, before: null, hints: {} }, 'playground')
          work.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
    adding('% 7 +'),
  )
  await page.goto('./#/playground')
  await expect(page.locator('#pane-code')).toContainText('return x % 7 + y')

  await page.addInitScript(() => {
    const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')?.value as (
      ...all: unknown[]
    ) => IDBRequest
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...all: unknown[]) {
      if (this.name === 'quizzes') throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, all)
    }
  })
  await page.goto('./#/quiz/F1')
  await page.reload()
  await sitThrough(page)
  await expect(page.getByRole('alert')).toContainText('disk space for this site is full')
  await page.getByRole('link', { name: 'My progress' }).click()
  await expect(page.getByText(/of 15 right/u)).toBeVisible()
})

test('a knowledge check by keyboard alone, from the catalogue to its result, also on a phone', async ({
  page,
}) => {
  await page.goto('./')
  const link = page.getByRole('link', { name: /^Knowledge check: why queues/u })
  await link.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Begin' })).toBeVisible()
  await sitThrough(page)
  await expect(page.getByRole('heading', { name: /\d+ of 15 right/u })).toBeVisible()
  await accessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('radio').or(page.getByLabel('Your answer')).first().waitFor(PATIENT)
  await accessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await page.goto('./#/')
  await expect(link).toContainText(/\d+ of 15 right/u)
})

/** Answers every question of a knowledge check by keys: the first option, or a word. */
async function sitThrough(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Begin' }).focus()
  await page.keyboard.press('Enter')
  const result = page.getByRole('heading', { name: /of \d+ right/u })
  const field = page.getByLabel('Your answer', { exact: true })
  const go = page.getByRole('button', { name: /^(Go on|See the result)$/u })
  // The parts of all questions together are fewer than this.
  for (let answered = 0; answered < 60; answered++) {
    const answer = page.getByRole('button', { name: 'Answer', exact: true })
    await expect(answer.or(result)).toBeVisible(PATIENT)
    if (await result.isVisible()) return
    const radio = page.getByRole('radio').first()
    if (await radio.isVisible()) {
      await radio.focus()
      await page.keyboard.press('Space')
    } else {
      await field.and(page.getByRole('textbox')).focus()
      await page.keyboard.type('celery')
    }
    await page.keyboard.press('Enter')
    await expect(go).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(go).toBeHidden()
  }
}

test('projects have names, files of their own, copies, and come back when removed', async ({
  page,
}) => {
  await page.goto('./#/projects')
  await page.getByLabel('Name of a new project').fill('Mail')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Mail', exact: true }).click()
  const bench = new Bench(page)
  await expect(bench.main).toBeVisible()
  await bench.write('tasks.py', adding('%'))
  await expect(page.getByText('Saved in this browser')).toBeVisible()

  await page.goto('./#/projects')
  await page.getByRole('button', { name: 'Duplicate Mail' }).click()
  await page.getByRole('button', { name: 'Rename Copy of Mail' }).click()
  await page.getByLabel('New name for Copy of Mail').fill('Post')
  await page.keyboard.press('Enter')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export Post' }).click()
  const file = await (await download).path()
  await page.getByRole('button', { name: 'Remove Post' }).click()
  await expect(page.getByRole('link', { name: 'Post' })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByLabel('Import a project').setInputFiles(file)
  await expect(page.getByRole('link', { name: 'Post' })).toHaveCount(2)
  await accessible(page)
  await page.getByRole('link', { name: 'Post' }).last().click()
  await expect(page.locator('#pane-code')).toContainText('return x % y')

  // A lab as a sandbox: what the lab keeps to itself may be changed, and nothing is checked.
  await page.goto('./#/lab/two-lanes/sandbox')
  await expect(bench.main).toBeVisible()
  await expect(page.getByRole('button', { name: 'Check' })).toBeHidden()
  await bench.write('client.py', '# mine\n')
  await expect(page.getByText('Saved in this browser')).toBeVisible()
  await page.getByRole('link', { name: 'Back to the lab with its checks' }).click()
  await page.getByRole('tab', { name: 'client.py' }).click()
  await expect(page.locator('#pane-code')).not.toContainText('# mine')
})
