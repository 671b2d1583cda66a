/** What the specs do at the bench, in the words of somebody who sits there. */
import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** Python boots slowly on a machine that is shared. */
export const PATIENT = { timeout: 90_000 }

export class Bench {
  readonly page: Page
  readonly main: Locator
  readonly console: Locator
  readonly playhead: Locator
  readonly stage: Locator

  constructor(page: Page) {
    this.page = page
    this.main = page.getByRole('button', { name: /^(Run|Pause|Play)$/ })
    this.console = page.getByRole('region', { name: 'Console' })
    this.playhead = page
      .getByRole('contentinfo', { name: 'Transport' })
      .getByRole('slider', { name: 'Playhead' })
    this.stage = page.locator('section[aria-label="Stage"]')
  }

  static async open(page: Page, hash: string): Promise<Bench> {
    await page.goto(hash)
    const bench = new Bench(page)
    await expect(bench.main).toBeVisible()
    return bench
  }

  /** Simulated milliseconds at which the playhead stands. */
  async at(): Promise<number> {
    return Number(await this.playhead.getAttribute('aria-valuenow'))
  }

  async end(): Promise<number> {
    return Number(await this.playhead.getAttribute('aria-valuemax'))
  }

  async quick(): Promise<void> {
    await this.page.getByLabel('speed').selectOption('50')
  }

  async run(): Promise<void> {
    await this.page.getByRole('button', { name: 'Run', exact: true }).click()
  }

  /** Waits until the run is over and the playhead has come to its end. */
  async over(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'Run', exact: true })).toBeVisible(PATIENT)
    await expect(this.page.getByRole('button', { name: 'Stop', exact: true })).toBeHidden(PATIENT)
  }

  /** Opens the editor on a file. */
  async edit(file: string): Promise<Locator> {
    await this.page.getByRole('tab', { name: file }).click()
    const editor = this.page.locator('.monaco-editor').first()
    await this.page.locator('#pane-code .text').click({ position: { x: 200, y: 60 } })
    await expect(editor).toBeVisible()
    await expect(this.page.locator('.monaco-editor.focused').first()).toBeVisible()
    return editor
  }

  /** Replaces the whole text of a file by pasting: typed text would be indented by the editor. */
  async write(file: string, text: string): Promise<void> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await this.edit(file)
    await this.page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text)
    await this.page.keyboard.press('Control+a')
    await this.page.keyboard.press('Control+v')
  }
}

/** A program of one task, quick to run. */
export const adding = (operator: string): string =>
  [
    'from celery import Celery',
    '',
    "app = Celery('tasks', broker='redis://', backend='redis://')",
    '',
    '',
    '@app.task',
    'def add(x, y):',
    `    return x ${operator} y`,
    '',
  ].join('\n')

/** Its client. */
export const asking = [
  'from tasks import add',
  '',
  'result = add.delay(3, 4)',
  "print('the answer is', result.get())",
  '',
].join('\n')
