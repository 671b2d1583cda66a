import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type FrameLocator, type Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { SLEEP_AFTER } from '../../src/screens/out-of-sight.ts'
import { BROWSER_FLAGS, browser } from '../e2e/browser.ts'
import { serveProduct } from '../engines/product.ts'

/** What a cold machine may take for a step. */
const PATIENT = { timeout: 180_000 }
const MB = 1024

/** Somebody's page with so many embeds that are all in sight, on an origin of its own. */
async function blog(embeds: number, address: string) {
  const frames = `<iframe src="${address}" width="440" height="300" title="lab"></iframe>`.repeat(
    embeds,
  )
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end(`<!doctype html><title>A blog</title>${frames}<p style="margin-top: 300vh">End`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://localhost:${String((server.address() as AddressInfo).port)}/`,
    close: () => server.close(),
  }
}

/** All processes that have come of one, itself among them. */
function family(root: number): readonly number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name)) continue
    try {
      // After the name in brackets: the state, then the parent.
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      parents.set(Number(name), Number(parent))
    } catch {
      // It has ended meanwhile.
    }
  }
  const known = new Set([root])
  for (let before = 0; before < known.size;) {
    before = known.size
    for (const [pid, parent] of parents) if (known.has(parent)) known.add(pid)
  }
  return [...known]
}

/** MB of the browser's pages: what processes share is counted once. */
function pagesMemory(root: number): number {
  let sum = 0
  for (const pid of family(root)) {
    try {
      if (!readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('--type=renderer'))
        continue
      const [, kilobytes] =
        /^Pss:\s+(\d+)/mu.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8')) ?? []
      sum += Number(kilobytes ?? 0)
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum / MB
}

const embedsOf = (page: Page, count: number): readonly FrameLocator[] =>
  Array.from({ length: count }, (_, nth) => page.locator('iframe').nth(nth).contentFrame())

const moment = async (embed: FrameLocator): Promise<number> =>
  Number(await embed.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow'))

/** Seconds from the press on Run until the run moves, Python's boot with it. */
async function runs(embed: FrameLocator): Promise<number> {
  const button = embed.getByRole('button', { name: 'Run', exact: true })
  await button.waitFor(PATIENT)
  const began = performance.now()
  await button.click()
  await expect.poll(() => moment(embed), { ...PATIENT, interval: 20 }).toBeGreaterThan(0)
  return (performance.now() - began) / 1000
}

/** Threads that live in a page. */
const sandboxes = (page: Page): number =>
  page.frames().filter((frame) => frame.url().endsWith('/sandbox.html')).length

interface Measured {
  readonly before: number
  readonly running: number
  readonly asleep: number
  readonly seconds: readonly number[]
}

async function measure(product: string, count: number): Promise<Measured> {
  const address = new URL('./embed/?lab=two-lanes', product).href
  const host = await blog(count, address)
  const server = await chromium.launchServer({
    executablePath: browser(),
    args: [...BROWSER_FLAGS],
    timeout: PATIENT.timeout,
  })
  const root = server.process().pid ?? 0
  let running: Browser | undefined
  try {
    running = await chromium.connect(server.wsEndpoint())
    const page = await running.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(host.address, PATIENT)
    const embeds = embedsOf(page, count)
    for (const embed of embeds)
      await embed.getByRole('button', { name: 'Run', exact: true }).waitFor(PATIENT)
    const before = pagesMemory(root)
    const seconds: number[] = []
    for (const embed of embeds) seconds.push(await runs(embed))
    expect(sandboxes(page)).toBe(count)
    const awake = pagesMemory(root)
    await page.locator('p').scrollIntoViewIfNeeded()
    await expect.poll(() => sandboxes(page), { timeout: SLEEP_AFTER + PATIENT.timeout }).toBe(0)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('HeapProfiler.collectGarbage')
    return { before, running: awake, asleep: pagesMemory(root), seconds }
  } finally {
    await running?.close()
    await server.close()
    host.close()
  }
}

const words = (seconds: readonly number[]): string =>
  seconds.map((each) => `${each.toFixed(1)} s`).join(', ')

test('memory of one and of five embeds on a page, in Chromium', { timeout: 900_000 }, async () => {
  const product = await serveProduct('stop-port.ts')
  try {
    for (const count of [1, 5]) {
      const { before, running, asleep, seconds } = await measure(product.url, count)
      console.log(
        `${String(count)} embeds: ${before.toFixed(0)} MB before Run, ${running.toFixed(0)} MB when all run, ${asleep.toFixed(0)} MB when all are out of sight and sleep; from Run to the first moment ${words(seconds)}`,
      )
    }
  } finally {
    await product.close()
  }
})

test('the first visit and a later one, in Chromium', { timeout: 900_000 }, async () => {
  const product = await serveProduct('stop-port.ts')
  const running = await chromium.launch({
    executablePath: browser(),
    args: [...BROWSER_FLAGS],
    timeout: PATIENT.timeout,
  })
  try {
    // One person's browser: what is kept of the first visit is there for the others.
    const context = await running.newContext()
    const seconds: number[] = []
    for (let visit = 0; visit < 3; visit++) {
      const page = await context.newPage()
      await page.goto(new URL('./embed/?lab=two-lanes', product.url).href, PATIENT)
      seconds.push(await runs(page as unknown as FrameLocator))
      if (visit === 0) {
        await expect
          .poll(() => page.evaluate(() => caches.has('queuelab-python')), PATIENT)
          .toBe(true)
      }
      await page.close()
    }
    console.log(`from Run to the first moment, visit after visit: ${words(seconds)}`)
  } finally {
    await running.close()
    await product.close()
  }
})
