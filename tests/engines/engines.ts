/** Opens pages in each browser engine, presses keys there, and gives what an expression of a page comes to. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { BROWSER_FLAGS, browser } from '../e2e/browser.ts'
import { findOrInstall, firstOf, starts } from '../support/find-or-install.ts'
import { WebDriverSession } from './webdriver.ts'

/** How long a script of the page may take, and a browser to start: a machine that is shared may be slow in both. */
const PATIENCE_MS = 240_000

/** So often a browser may fail to start before that is said. */
const STARTS = 2

/** A page that is open in an engine of its own; whoever opens it closes it. */
export interface EnginePage {
  /** What an expression of the page comes to. */
  evaluate(expression: string): Promise<unknown>
  /** Presses the keys of a text, one after the other. */
  type(text: string): Promise<void>
  /** Presses Ctrl+A. */
  selectAll(): Promise<void>
  close(): Promise<void>
}

/** Evaluates an expression of the page at `url`. */
export type Evaluate = (url: string, expression: string) => Promise<unknown>

export type Engine = 'Chromium' | 'Firefox' | 'WebKit'

/** WebDriver's name of the key. */
const CONTROL = '\uE009'

const firefoxPath = (): string =>
  findOrInstall({
    name: 'Firefox',
    find: () =>
      [
        '/usr/bin/firefox-esr',
        '/usr/bin/firefox',
        '/Applications/Firefox.app/Contents/MacOS/firefox',
      ].find(starts) ?? null,
    packages: 'firefox-esr',
    hint: 'Install Firefox: sudo apt-get install -y firefox-esr',
  })

const WEBKIT_PACKAGES = 'webkit2gtk-driver xvfb'

const webkitPath = (name: string, paths: readonly string[]): string =>
  findOrInstall({
    name,
    find: () => firstOf(paths),
    packages: WEBKIT_PACKAGES,
    hint: `Install WebKit's driver and a display: sudo apt-get install -y ${WEBKIT_PACKAGES}`,
  })

const LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
]

const miniBrowser = (): string =>
  webkitPath(
    'MiniBrowser',
    LIBRARIES.flatMap((folder) =>
      ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].map((version) =>
        join(folder, version, 'MiniBrowser'),
      ),
    ),
  )

async function inPuppeteer(
  launched: { readonly browser: 'chrome' | 'firefox'; readonly path: string },
  url: string,
): Promise<EnginePage> {
  const running = await puppeteer.launch({
    browser: launched.browser,
    executablePath: launched.path,
    headless: true,
    args: launched.browser === 'chrome' ? [...BROWSER_FLAGS] : [],
    protocolTimeout: PATIENCE_MS,
    timeout: PATIENCE_MS,
  })
  const page = await opened(running, url).catch(async (error: unknown) => {
    await running.close()
    throw error
  })
  return {
    evaluate: (expression) => page.evaluate(expression),
    type: (text) => page.keyboard.type(text),
    selectAll: async () => {
      await page.keyboard.down('Control')
      await page.keyboard.press('a')
      await page.keyboard.up('Control')
    },
    close: () => running.close(),
  }
}

async function opened(running: Browser, url: string): Promise<Page> {
  const page = await running.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(url)
  return page
}

async function inWebKit(url: string): Promise<EnginePage> {
  const driverPath = webkitPath('WebKitWebDriver', ['/usr/bin/WebKitWebDriver'])
  const binary = miniBrowser()
  const home = await mkdtemp(join(tmpdir(), 'webkit-'))
  const screen = await display()
  const port = await freePort()
  const driver = spawn(driverPath, [`--port=${String(port)}`], {
    env: { ...process.env, DISPLAY: screen.name, XDG_CACHE_HOME: home, XDG_DATA_HOME: home },
    stdio: 'ignore',
  })
  const leave = async (): Promise<void> => {
    await ended(driver)
    await ended(screen.server)
    await rm(home, { recursive: true, force: true })
  }
  try {
    const address = `http://127.0.0.1:${String(port)}`
    await listening(port, driver)
    const session = await WebDriverSession.open(address, {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary, args: ['--automation'] },
    })
    await session.allow(PATIENCE_MS)
    await session.goto(url)
    return {
      evaluate: (expression) => session.evaluate(expression),
      type: (text) => session.type(text),
      selectAll: () => session.chord(CONTROL, 'a'),
      close: () => session.close().finally(leave),
    }
  } catch (error) {
    await leave()
    throw error
  }
}

/** WebKit's small browser has no headless way: it gets a display of its own. */
async function display(): Promise<{ readonly name: string; readonly server: ChildProcess }> {
  const path = webkitPath('Xvfb', ['/usr/bin/Xvfb'])
  const server = spawn(
    path,
    ['-displayfd', '1', '-screen', '0', '800x600x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  return { name: `:${line.toString().trim()}`, server }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

/** Asks a driver until it answers; a driver that has ended never will. */
async function listening(port: number, driver: ChildProcess): Promise<void> {
  for (;;) {
    if (driver.exitCode !== null) throw new Error('WebKitWebDriver ended before it listened.')
    try {
      await fetch(`http://127.0.0.1:${String(port)}/status`)
      return
    } catch {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null) return
  const exit = once(process, 'exit')
  process.kill()
  await exit
}

/** Opens again what did not open: what a page does when it is open is what the tests are about. */
const patient =
  (open: (url: string) => Promise<EnginePage>) =>
  async (url: string): Promise<EnginePage> => {
    for (let start = 1; ; start += 1) {
      try {
        return await open(url)
      } catch (error) {
        if (start === STARTS) throw error
        console.log(`The browser did not open ${url}: ${String(error)}`)
      }
    }
  }

/** Opens a page in an engine. */
export const openIn: Readonly<Record<Engine, (url: string) => Promise<EnginePage>>> = {
  Chromium: patient((url) => inPuppeteer({ browser: 'chrome', path: browser() }, url)),
  Firefox: patient((url) => inPuppeteer({ browser: 'firefox', path: firefoxPath() }, url)),
  WebKit: patient(inWebKit),
}

const evaluatingIn =
  (engine: Engine): Evaluate =>
  async (url, expression) => {
    const page = await openIn[engine](url)
    try {
      return await page.evaluate(expression)
    } finally {
      await page.close()
    }
  }

/** Every engine that the product is for, by name: one page and one expression of it. */
export const ENGINES: Readonly<Record<Engine, Evaluate>> = {
  Chromium: evaluatingIn('Chromium'),
  Firefox: evaluatingIn('Firefox'),
  WebKit: evaluatingIn('WebKit'),
}
