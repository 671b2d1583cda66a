import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { PATIENT } from './bench.ts'

const DIST = path.resolve(import.meta.dirname, '../../dist')
const TYPES: { readonly [ending: string]: string } = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
}

const servers: Server[] = []
test.afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://localhost:${String((server.address() as AddressInfo).port)}/`
}

/** Somebody's page with our embed in it, on an origin of its own. */
const host = (address: string, size = { width: 720, height: 420 }): Promise<string> =>
  listen(
    createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end(
        `<!doctype html><title>A blog</title><iframe src="${address}" width="${size.width}" height="${size.height}" title="lab"></iframe>`,
      )
    }),
  )

/** Plain files: a folder without a slash is redirected, nothing is rewritten. */
const plainFiles = (): Promise<string> =>
  listen(
    createServer((request, response) => {
      const { pathname, search } = new URL(request.url ?? '/', 'http://x')
      const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname
      readFile(path.join(DIST, file)).then(
        (bytes) => {
          response.setHeader(
            'Content-Type',
            TYPES[path.extname(file)] ?? 'application/octet-stream',
          )
          response.end(bytes)
        },
        (error: unknown) => {
          if (error instanceof Error && 'code' in error && error.code === 'EISDIR')
            response.writeHead(301, { Location: `${pathname}/${search}` })
          else response.writeHead(404)
          response.end()
        },
      )
    }),
  )

test('the embed runs in somebody’s page on another origin', async ({ page, baseURL }) => {
  await page.goto(await host(`${baseURL ?? ''}embed?lab=two-lanes&speed=50`))
  const frame = page.frameLocator('iframe')
  await expect(frame.getByText('w1@sim').first()).toBeVisible()
  await expect(frame.getByRole('tab')).toHaveCount(0)
  await frame.getByRole('button', { name: 'Run', exact: true }).click()
  const playhead = frame.getByRole('slider', { name: 'Playhead' })
  await expect
    .poll(async () => Number(await playhead.getAttribute('aria-valuenow')), PATIENT)
    .toBeGreaterThan(500)
  await expect(frame.getByRole('link', { name: 'Open the lab' })).toHaveAttribute(
    'href',
    /#\/lab\/two-lanes$/,
  )
})

test('a plain file server is enough: page, embed, and Python', async ({ page }) => {
  const address = await plainFiles()
  await page.goto(`${address}embed?lab=two-lanes&speed=50`)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const playhead = page.getByRole('slider', { name: 'Playhead' })
  await expect
    .poll(async () => Number(await playhead.getAttribute('aria-valuenow')), PATIENT)
    .toBeGreaterThan(500)
  const [lab] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Open the lab' }).click(),
  ])
  await expect(lab).toHaveURL(`${address}#/lab/two-lanes`)
  await expect(lab.getByRole('button', { name: 'Check' }).first()).toBeVisible()
})

test('in a narrow frame everything of the embed is in reach', async ({ page, baseURL }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const address = `${baseURL ?? ''}embed?lab=two-lanes`
  await page.goto(await host(address, { width: 350, height: 640 }))
  const frame = page.frameLocator('iframe')
  const run = frame.getByRole('button', { name: 'Run', exact: true })
  const link = frame.getByRole('link', { name: 'Open the lab' })
  const playhead = frame.getByRole('slider', { name: 'Playhead' })
  for (const part of [run, link, playhead]) await expect(part).toBeInViewport({ ratio: 1 })
  expect((await playhead.boundingBox())?.width).toBeGreaterThan(150)
})

test('what an embed cannot use is said', async ({ page }) => {
  await page.goto('./embed?lab=two-lanes&theme=pink&colour=red')
  await expect(page.getByText('theme=pink is not used')).toBeVisible()
  await expect(page.getByText('colour is not used')).toBeVisible()
  await page.goto('./embed?lab=no-such-lab')
  await expect(page.getByText('There is no lab called no-such-lab.')).toBeVisible()
})
