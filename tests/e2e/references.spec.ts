import { expect, test, type Page } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'
import { look } from './reference.ts'

/** A task of its own, a retry, and a chord over a group. */
const TASKS = `from celery import Celery

app = Celery('tasks', broker='redis://', backend='redis://')


@app.task(bind=True, max_retries=2)
def count(self, page):
    if page == 2 and self.request.retries == 0:
        raise self.retry(countdown=1)
    return page * 10


@app.task
def total(numbers):
    return sum(numbers)
`
const CLIENT = `from celery import chord
from tasks import count, total

result = chord([count.s(page) for page in range(1, 5)])(total.s())
print('in all', result.get())
`

async function open(page: Page, panel: string): Promise<void> {
  await page.getByLabel('All panels').selectOption({ label: panel })
  await expect(page.getByRole('tab', { name: panel, exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await expect(page.getByText('Loading…')).toBeHidden()
}

test('the catalogue and a lab before its run look as they should', async ({ page }, info) => {
  await page.goto('./')
  await expect(page.getByRole('link', { name: /Playground/ })).toBeVisible()
  await look(page, info, 'catalogue', 'main')
  await Bench.open(page, './#/lab/two-lanes')
  await expect(
    page.locator('section[aria-label="Stage"]').getByText('w2@sim').first(),
  ).toBeVisible()
  await look(page, info, 'lab')
})

test('a run, its monitor, its canvas and two branches look as they should', async ({
  page,
}, info) => {
  test.setTimeout(240_000)
  const bench = await Bench.open(page, './#/playground')
  await bench.quick()
  await bench.write('tasks.py', TASKS)
  await bench.write('client.py', CLIENT)
  await expect(page.getByText('Saved in this browser')).toBeVisible()
  await bench.run()
  await expect(bench.console).toContainText('in all 100', PATIENT)
  await bench.over()
  await look(page, info, 'run')

  await open(page, 'Monitor')
  await page.getByRole('button', { name: 'Charts', exact: true }).click()
  await look(page, info, 'monitor')

  await open(page, 'Tasks')
  await page.getByRole('row', { name: 'total' }).last().click()
  await open(page, 'Canvas')
  await expect(page.getByRole('region', { name: 'Workflow' })).toBeVisible()
  await look(page, info, 'canvas')

  await page.getByLabel('seed').fill('99')
  await page.getByLabel('seed').press('Enter')
  await bench.playhead.press('Home')
  await bench.playhead.press('PageUp')
  await page.getByRole('button', { name: 'Fork here' }).click()
  await bench.over()
  await page.locator('#pane-stage').focus()
  await page.keyboard.press('v')
  await expect(
    page.getByRole('main', { name: 'Two branches side by side' }).getByRole('table'),
  ).toBeVisible()
  await look(page, info, 'compare')
})
