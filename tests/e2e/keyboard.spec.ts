import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { Bench, PATIENT } from './bench.ts'

const SOLUTION = path.resolve(import.meta.dirname, '../../labs/two-lanes/solution')

/** Presses Tab until the focus is where it is wanted. */
async function tabTo(page: Page, wanted: string, presses = 60): Promise<void> {
  const there = () => page.evaluate((css) => document.activeElement?.matches(css), wanted)
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('Tab')
    if (await there()) return
  }
  throw new Error(`Tab does not come to ${wanted}`)
}

/** Where the focus is, and whether that can be seen; null: on nothing of the page. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement
    if (!(one instanceof HTMLElement || one instanceof SVGElement) || one === document.body)
      return null
    const outlined = (each: Element | null): boolean => {
      if (!each) return false
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
    }
    const { width, height } = one.getBoundingClientRect()
    // A seam lights up, and a field that lies over a picture lights up the picture.
    const after = getComputedStyle(one, '::after')
    const lit = after.content !== 'none' && after.opacity === '1' && one.matches(':focus-visible')
    const seen =
      lit || outlined(one) || outlined(one.parentElement) || [...one.children].some(outlined)
    return {
      name: `${one.tagName} ${one.getAttribute('aria-label') ?? one.textContent.trim()}`.slice(
        0,
        60,
      ),
      editor: one.closest('.monaco-editor') !== null,
      seen: seen && width > 0 && height > 0,
      first: one.closest('header') !== null,
    }
  })

/** Goes to a pane by its number. */
async function goTo(page: Page, key: string, pane: string): Promise<void> {
  await page.keyboard.press(key)
  await expect(page.locator(`#pane-${pane}`)).toBeFocused()
}

/** Opens a file and puts a text in its place. */
async function write(page: Page, file: string): Promise<void> {
  await goTo(page, '2', 'code')
  await tabTo(page, '#pane-code [role="tab"]')
  await page.keyboard.press('Home')
  const name = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
  for (let tabs = 0; tabs < 10 && !(await name()).startsWith(file); tabs++)
    await page.keyboard.press('ArrowRight')
  expect(await name()).toContain(file)
  for (let presses = 0; presses < 8 && !(await focused(page))?.editor; presses++) {
    await page.keyboard.press('Tab')
    // The text gives its place to the editor, which takes the focus when it is there.
    await page.waitForFunction(() => document.activeElement?.tagName !== 'PRE')
  }
  expect((await focused(page))?.editor).toBe(true)
  const text = readFileSync(path.join(SOLUTION, file), 'utf8')
  await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text)
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+v')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  expect((await focused(page))?.editor).toBe(false)
}

test('a complete lab by keyboard alone, from the catalogue to passed; Tab goes through all and shows where it is', async ({
  page,
  context,
}) => {
  test.setTimeout(400_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('./')
  await expect(page.getByRole('link', { name: /^Two lanes/ })).toBeVisible()
  await tabTo(page, 'a[href="#/lab/two-lanes"]')
  await page.keyboard.press('Enter')
  const bench = new Bench(page)
  await expect(bench.main).toBeVisible(PATIENT)

  // From the first thing to the last and out again: nobody is caught, and each place is seen.
  const unseen: string[] = []
  const places = new Set<string>()
  let left = false
  for (let press = 0; press < 150 && !left; press++) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    left = at === null && places.size > 0
    if (at === null) continue
    places.add(at.name)
    if (!at.seen && !at.editor) unseen.push(at.name)
  }
  expect(left, 'Tab leaves the page at its end').toBe(true)
  expect(unseen).toEqual([])
  expect(places.size).toBeGreaterThan(25)

  await write(page, 'celeryconfig.py')
  await write(page, 'cluster.yaml')

  // It is watched: run, pause, to where a mail begins, why, another panel.
  await page.keyboard.press('r')
  await expect(bench.stage.getByText('w1@sim').first()).toBeVisible(PATIENT)
  await expect.poll(() => bench.at(), PATIENT).toBeGreaterThan(1000)
  await goTo(page, '3', 'stage')
  await page.keyboard.press('Space')
  await expect(bench.main).toHaveText('Play')
  await goTo(page, '5', 'inspector')
  await tabTo(page, '#pane-inspector [role="tab"]')
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  for (let tabs = 0; tabs < 16; tabs++) {
    if (await page.getByRole('tab', { name: 'Log', selected: true }).isVisible()) break
    await page.keyboard.press('ArrowRight')
  }
  await tabTo(page, '[role="region"][aria-label="Facts"]')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('.answer')).toContainText(/Why|What/)

  await goTo(page, '1', 'guide')
  await page.keyboard.press('c')
  await expect(page.getByText(/^(All checks hold|Not there yet)/)).toBeVisible(PATIENT)
  await expect(page.getByText('All checks hold')).toBeVisible()
})
