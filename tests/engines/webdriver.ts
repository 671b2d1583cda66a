/** As much of WebDriver (https://www.w3.org/TR/webdriver2/) as one page and one script need. */

interface Reply {
  readonly value: unknown
}

interface KeyAction {
  readonly type: 'keyDown' | 'keyUp'
  readonly value: string
}

const down = (value: string): KeyAction => ({ type: 'keyDown', value })
const up = (value: string): KeyAction => ({ type: 'keyUp', value })

/** A session of a driver that listens at `address`. */
export class WebDriverSession {
  private readonly address: string
  private readonly id: string

  private constructor(address: string, id: string) {
    this.address = address
    this.id = id
  }

  static async open(address: string, capabilities: object): Promise<WebDriverSession> {
    const value = await send(address, 'POST', '/session', {
      capabilities: { alwaysMatch: capabilities },
    })
    return new WebDriverSession(address, (value as { readonly sessionId: string }).sessionId)
  }

  async goto(url: string): Promise<void> {
    await send(this.address, 'POST', `/session/${this.id}/url`, { url })
  }

  /** What an expression of the page comes to, as JSON carries it. */
  async evaluate(expression: string): Promise<unknown> {
    return send(this.address, 'POST', `/session/${this.id}/execute/sync`, {
      script: `return ${expression}`,
      args: [],
    })
  }

  /** Presses and lets go each key of a text. */
  async type(text: string): Promise<void> {
    await this.#act(Array.from(text).flatMap((value) => [down(value), up(value)]))
  }

  /** Presses a key while another one is held. */
  async chord(held: string, key: string): Promise<void> {
    await this.#act([down(held), down(key), up(key), up(held)])
  }

  async #act(actions: readonly KeyAction[]): Promise<void> {
    await send(this.address, 'POST', `/session/${this.id}/actions`, {
      actions: [{ type: 'key', id: 'keyboard', actions }],
    })
  }

  async allow(milliseconds: number): Promise<void> {
    await send(this.address, 'POST', `/session/${this.id}/timeouts`, { script: milliseconds })
  }

  async close(): Promise<void> {
    await send(this.address, 'DELETE', `/session/${this.id}`)
  }
}

async function send(
  address: string,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(address + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const { value } = (await response.json()) as Reply
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`)
  return value
}
