/** The part of the Stop tests that a browser runs: sits at the product's page in a frame, and presses its buttons. */

/** What somebody saw who stopped a program, or waited for its end. Times are milliseconds. */
export interface StopReport {
  /** From Run to the first line of the program, with everything that had to be loaded. */
  readonly begun: number
  /** From the press on Stop until nothing runs any more. */
  readonly stopped: number
  /** What the console showed then. */
  readonly console: string
  /** What the page said of it. */
  readonly said: string
  /** The code is on the page as it was written. */
  readonly codeKept: boolean
  /** From the next press on Run to the end of a run that has none of the trouble: loaded again if it must be. */
  readonly next: number
  readonly nextConsole: string
}

/** A program, and the seeds with which it does and does not get into trouble. */
export interface StopCase {
  readonly tasks: string
  readonly client: string
  readonly trouble: number
  readonly well: number
  /** The run ends by itself, with these words of the page; null: somebody presses Stop. */
  readonly ends: string | null
}

declare global {
  interface Window {
    stopReport: typeof stopReport
  }
}

window.stopReport = stopReport

const PATIENCE = 90_000

async function stopReport(test: StopCase): Promise<StopReport> {
  const frame = document.createElement('iframe')
  frame.style.cssText = 'width: 1400px; height: 860px'
  document.body.append(frame)
  const page = new Sitting(frame)
  await keep(test)
  await page.load()
  page.open('client.py')
  await page.until('the code', () => page.code().includes('trouble'))
  page.speed('50')
  page.sow(test.trouble)
  let since = performance.now()
  page.press('Run')
  await page.until('its first line', () => page.console().includes('before the trouble'))
  const begun = performance.now() - since
  const { ends } = test
  if (ends === null) page.press('Stop')
  since = performance.now()
  await page.until('its end', () => page.button('Stop') === null)
  if (ends !== null) await page.until(`that it says "${ends}"`, () => page.said().includes(ends))
  const stopped = performance.now() - since
  const seen = { console: page.console(), said: page.said(), codeKept: page.code() === test.client }
  page.sow(test.well)
  since = performance.now()
  await page.until('Run', () => page.button('Run') !== null)
  page.press('Run')
  await page.until('the next run', () => page.console().includes('all is well'))
  const next = performance.now() - since
  return { begun, stopped, ...seen, next, nextConsole: page.console() }
}

class Sitting {
  readonly #frame: HTMLIFrameElement

  constructor(frame: HTMLIFrameElement) {
    this.#frame = frame
  }

  /** Opens the Playground anew. */
  async load(): Promise<void> {
    const loaded = new Promise((resolve) =>
      this.#frame.addEventListener('load', resolve, { once: true }),
    )
    this.#frame.src = `./index.html?${String(performance.now())}#/playground`
    await loaded
    await this.until('the page', () => this.button('Run') !== null)
  }

  get #document(): Document {
    const { contentDocument } = this.#frame
    if (contentDocument === null) throw new Error('the frame has no page')
    return contentDocument
  }

  async until(what: string, condition: () => boolean): Promise<void> {
    const since = performance.now()
    while (!condition()) {
      if (performance.now() - since > PATIENCE)
        throw new Error(`${what} did not come: ${this.#document.body.innerText}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  button(name: string): HTMLButtonElement | null {
    const buttons = this.#document.querySelectorAll<HTMLButtonElement>('footer button')
    return [...buttons].find((button) => button.innerText.trim() === name) ?? null
  }

  press(name: string): void {
    const button = this.button(name)
    if (button === null) throw new Error(`there is no button ${name}`)
    button.click()
  }

  /** Shows a file. */
  open(file: string): void {
    const tabs = this.#document.querySelectorAll<HTMLElement>('[role="tab"]')
    const tab = [...tabs].find(({ innerText }) => innerText.includes(file))
    if (!tab) throw new Error(`there is no tab ${file}`)
    tab.click()
  }

  console(): string {
    return this.#find('[aria-label="Console"]').innerText
  }

  /** Everything that the page says outside of code and console. */
  said(): string {
    return this.#document.body.innerText
  }

  /** The file that is shown, without what the page says of its lines. */
  code(): string {
    const lines = this.#document.querySelectorAll('#pane-code pre .line')
    const texts = [...lines].map((line) =>
      [...line.children]
        .filter(({ classList }) => !classList.contains('said'))
        .map(({ textContent }) => textContent)
        .join(''),
    )
    return texts.join('\n')
  }

  speed(value: string): void {
    const select = this.#find('footer select') as HTMLSelectElement
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  }

  sow(seed: number): void {
    const field = this.#find('footer input.seed') as HTMLInputElement
    field.value = String(seed)
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }

  #find(selector: string): HTMLElement {
    const found = this.#document.querySelector<HTMLElement>(selector)
    if (found === null) throw new Error(`there is no ${selector}`)
    return found
  }
}

/** Puts a program where the page keeps what a learner wrote. */
function keep({ tasks, client }: StopCase): Promise<void> {
  const kept = {
    files: [
      { path: 'client.py', text: client },
      { path: 'tasks.py', text: tasks },
    ],
    form: {
      broker: 'redis',
      workers: [{ name: 'w1', queues: '', concurrency: '1', prefetch: '' }],
    },
    seed: 1,
    before: null,
    hints: {},
  }
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('queuelab', 1)
    // As the product makes it when it is first opened.
    opening.onupgradeneeded = () => opening.result.createObjectStore('sittings')
    opening.onerror = () => reject(new Error('no store'))
    opening.onsuccess = () => {
      const writing = opening.result.transaction('sittings', 'readwrite')
      writing.objectStore('sittings').put(kept, 'playground')
      writing.onerror = () => reject(new Error('not kept'))
      writing.oncomplete = () => {
        opening.result.close()
        resolve()
      }
    }
  })
}
