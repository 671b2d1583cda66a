/** The product's page in a frame of a test's page, and what somebody does there. */

/** How long anything may take that is waited for, in milliseconds. */
const PATIENCE = 110_000

/** Somebody who sits at the product's page: what they see, and what they press. */
export class Sitting {
  readonly #frame: HTMLIFrameElement

  private constructor(frame: HTMLIFrameElement) {
    this.#frame = frame
  }

  /** Opens a screen of the product anew. */
  static async open(screen: string): Promise<Sitting> {
    const frame = document.createElement('iframe')
    frame.style.cssText = 'position: fixed; inset: 0; width: 1400px; height: 860px; border: 0'
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
    frame.src = `./index.html?${String(performance.now())}#${screen}`
    document.body.append(frame)
    await loaded
    const sitting = new Sitting(frame)
    await sitting.until('the page', () => sitting.button('Run') !== null)
    return sitting
  }

  /** Goes away, as one who closes the tab. */
  leave(): void {
    this.#frame.remove()
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

  /** Shows a file and puts the cursor into it, so that keys write there. */
  async edit(file: string): Promise<void> {
    this.open(file)
    const code = this.#find('#pane-code .text')
    code.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
    this.#frame.contentWindow?.focus()
    await this.until('the editor', () => {
      const { activeElement } = this.#document
      return activeElement?.closest('.monaco-editor') != null
    })
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
