import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { Bench, PATIENT, adding, asking } from './bench.ts'

/** Presses Stop and answers how many milliseconds the page took until the run was over. */
function stopTime(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const find = () =>
      [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === 'Stop')
    const start = performance.now()
    find()?.click()
    while (find()) await new Promise((resolve) => setTimeout(resolve, 10))
    return performance.now() - start
  })
}

test('a syntax error is shown at its line', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.write('tasks.py', adding('+').replace('def add(x, y):', 'def add(x, y:'))
  await bench.run()
  await expect(bench.console).toContainText('SyntaxError', PATIENT)
  await expect(page.getByText('No worker came up')).toBeVisible()
  await expect(page.locator('.squiggly-error').first()).toBeVisible()
  const link = bench.console.getByRole('button', { name: 'tasks.py:7' }).first()
  await link.click()
  await expect(page.locator('.line-numbers.active-line-number').first()).toHaveText('7')
})

test('an exception in a task is shown at its line, and the next run clears it', async ({
  page,
}) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.quick()
  await bench.write('client.py', asking)
  await bench.write('tasks.py', adding('/ 0 *'))
  await bench.run()
  await expect(bench.console).toContainText('ZeroDivisionError', PATIENT)
  await expect(bench.console.getByRole('button', { name: 'tasks.py:8' }).first()).toBeVisible()
  await expect(page.locator('.squiggly-error').first()).toBeVisible()
  await bench.over()
  await bench.write('tasks.py', adding('-'))
  await bench.run()
  await expect(bench.console).toContainText('the answer is -1', PATIENT)
  await expect(page.locator('.squiggly-error')).toHaveCount(0)

  // A flood is told by its first and last lines, and how many lie between them.
  await bench.over()
  await bench.write('client.py', 'for n in range(12_345):\n    print("line", n)\n')
  await bench.run()
  await expect(bench.console).toContainText('line 12344', PATIENT)
  await expect(bench.console).toContainText('line 0')
  await expect(bench.console.getByText(/^1[12],\d{3} more lines$/)).toBeVisible()
})

for (const [name, line] of [
  ['an endless loop', 'while True: pass'],
  ['a loop inside C code', 'sum(range(10**12))'],
  [
    'a loop that swallows everything',
    'while True:\n        try: x += 1\n        except BaseException: pass',
  ],
] as const) {
  test(`${name} is stopped at once, and nothing is lost`, async ({ page }) => {
    const bench = await Bench.open(page, './#/playground')
    await bench.write('client.py', asking)
    const tasks = adding('+').replace('    return', `    ${line}\n    return`)
    await bench.write('tasks.py', tasks)
    await bench.run()
    await expect(bench.stage.getByText('w1@sim').first()).toBeVisible()
    await expect(bench.console).toContainText('ready', PATIENT)
    await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
    const stopped = await stopTime(page)
    console.log(`${name}: stopped in ${stopped.toFixed(0)} ms`)
    // Within a second, but for a machine that is shared.
    expect(stopped).toBeLessThan(5000)

    await expect(page.locator('.monaco-editor').first()).toContainText(line.split(':')[0] ?? line)
    await expect(bench.console).toContainText('ready')
    // And Python is at hand again.
    await bench.quick()
    await bench.write('tasks.py', adding('+'))
    await bench.run()
    await expect(bench.console).toContainText('the answer is 7', PATIENT)
  })
}

test('a wait for a result that nobody will bring says so', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  await bench.quick()
  await bench.write(
    'client.py',
    asking.replace('delay(3, 4)', "apply_async((3, 4), queue='nobody')"),
  )
  await bench.write('tasks.py', adding('+'))
  await bench.run()
  await expect(bench.stage.getByText('will never come')).toBeVisible(PATIENT)
})

test('a mistake in the cluster form is said at its field, and the run waits', async ({ page }) => {
  const bench = await Bench.open(page, './#/playground')
  const processes = page.getByLabel('Processes').first()
  await processes.fill('two')
  await expect(processes).toHaveAttribute('aria-invalid', 'true')
  const described = await processes.getAttribute('aria-describedby')
  await expect(page.locator(`[id="${described ?? ''}"]`)).not.toBeEmpty()
  await bench.run()
  await expect(
    page.getByRole('alert').filter({ hasText: 'The cluster cannot start' }),
  ).toBeVisible()
  await processes.fill('3')
  await expect(processes).toHaveAttribute('aria-invalid', 'false')
})
