import { execFileSync } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { BROWSER_FLAGS, browser } from '../e2e/browser.ts'

/** `npm run bench -- tests/bench/stage.bench.ts`: the whole page, in Chromium without a graphics card. */
const ROOT = path.resolve(import.meta.dirname, '../..')
const BUILT = path.join(ROOT, '.cache/stage-bench')
const TIMEOUT = 900_000
const PATIENT = 120_000
/** How long each figure is measured. */
const DURING = 5000
/** A task's token is under way for so many seconds: sent, delivered, acknowledged, done. */
const UNDER_WAY = 1.5

const TYPES: { readonly [ending: string]: string } = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

async function built(): Promise<void> {
  await mkdir(BUILT, { recursive: true })
  const { NODE_ENV: _node, VITEST: _vitest, ...env } = process.env
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js')
  const config = path.join(import.meta.dirname, 'stage-page/vite.config.ts')
  const words = [
    'build',
    '--logLevel',
    'error',
    '--config',
    config,
    '--outDir',
    BUILT,
    '--emptyOutDir',
  ]
  execFileSync(process.execPath, [vite, ...words], { cwd: ROOT, env, stdio: 'ignore' })
}

async function serve(): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://here').pathname
    const file = path.join(BUILT, path.normalize(asked))
    if (!file.startsWith(BUILT) || !existsSync(file)) {
      response.writeHead(404).end()
      return
    }
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
    response.setHeader('access-control-allow-origin', '*')
    createReadStream(file).pipe(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has a port')
  const url = `http://127.0.0.1:${String(address.port)}/tests/bench/stage-page/index.html`
  return { url, close: () => server.close() }
}

/** Seconds of processor time of the page's main thread so far: on a shared machine the clock says less. */
async function worked(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
}

interface Frames {
  readonly page: number
  readonly painted: number
  readonly took: number
}

const ask = <T>(page: Page, question: string): Promise<T> =>
  page.evaluate(`window.stageBench.${question}`)

async function opened(chrome: Browser, url: string, tokens: number): Promise<Page> {
  const page = await chrome.newPage({ viewport: { width: 1280, height: 720 } })
  await page.goto(`${url}?rate=${String(Math.round(tokens / UNDER_WAY))}`)
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor({ timeout: PATIENT })
  return page
}

test('tokens of a running simulation', { timeout: TIMEOUT }, async () => {
  await built()
  const server = await serve()
  const chrome = await chromium.launch({
    executablePath: browser(),
    args: [...BROWSER_FLAGS],
    timeout: PATIENT,
  })
  try {
    for (const tokens of [1000, 5000, 20_000]) {
      for (const throttled of [1, 4]) {
        const page = await opened(chrome, server.url, tokens)
        const session = await page.context().newCDPSession(page)
        await session.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' })
        await session.send('Performance.enable')
        await session.send('Emulation.setCPUThrottlingRate', { rate: throttled })
        const first = await ask<number>(page, 'firstMove()')
        // Workers take a second to start, and then the tokens come.
        await page.waitForFunction(
          (most) =>
            Number(document.querySelector<HTMLElement>('canvas.raster')?.dataset['visible']) > most,
          tokens * 0.6,
          { timeout: PATIENT },
        )
        const before = await worked(session)
        const { page: frames, painted, took } = await ask<Frames>(page, `frames(${String(DURING)})`)
        const busy = ((await worked(session)) - before) * 1000
        const { visible, by } = await page.evaluate(() => {
          const layer = document.querySelector<HTMLElement>('canvas.raster')
          return { visible: layer?.dataset['visible'], by: layer?.dataset['by'] }
        })
        const each = (count: number): string => ((count * 1000) / took).toFixed(0)
        console.log(
          `${String(tokens)} tokens, ${String(throttled)}x: ${each(frames)} fps, ${each(painted)} painted by the ${by ?? '?'}, ` +
            `${(busy / frames).toFixed(1)} ms of the main thread a frame; ${visible ?? '?'} under way; ` +
            `first token after ${first.toFixed(0)} ms`,
        )
        expect(Number(visible)).toBeGreaterThan(tokens / 2)
        if (throttled === 1) {
          const shares = Array.from({ length: 60 }, (_, nth) => ((nth * 37) % 60) / 60)
          const seeks = await ask<number[]>(page, `seeks(${JSON.stringify(shares)})`)
          const sorted = seeks.toSorted((one, other) => one - other)
          const facts = await ask<number>(page, 'facts()')
          console.log(
            `seek in ${String(facts)} facts: p50 ${sorted[30]!.toFixed(1)} ms, p95 ${sorted[57]!.toFixed(1)} ms`,
          )
        }
        await page.close()
      }
    }
  } finally {
    await chrome.close()
    server.close()
  }
})
