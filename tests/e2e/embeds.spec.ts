import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, type Frame, type FrameLocator, type Page } from '@playwright/test'
import { SLEEP_AFTER } from '../../src/screens/out-of-sight.ts'
import { PATIENT } from './bench.ts'

const FIVE = [0, 1, 2, 3, 4]

let server: Server
test.afterEach(() => {
  server.close()
})

/** Somebody's long page with five embeds, on an origin of its own; `frame` is how each is embedded. */
async function host(frame: (nth: number) => string): Promise<string> {
  server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end(
      `<!doctype html><title>A blog</title>${FIVE.map(frame).join('<div style="height: 300vh"></div>')}`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://localhost:${String((server.address() as AddressInfo).port)}/`
}

const moment = async (embed: FrameLocator): Promise<number> =>
  Number(await embed.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow'))

/** The embed that a frame is, or is in. */
function embedOf(frame: Frame): Frame {
  const parent = frame.parentFrame()
  return parent === null || parent.parentFrame() === null ? frame : embedOf(parent)
}

/** Frames in which a thread lives. */
const sandboxes = (page: Page): number =>
  page.frames().filter((frame) => frame.url().endsWith('/sandbox.html')).length

test('five embeds load no byte of Python before Run, and one that nobody sees sleeps and comes back', async ({
  page,
  baseURL,
}) => {
  const asked: { readonly url: string; readonly by: Frame }[] = []
  page.on('request', (request) => {
    if (/\/python\/|lab-thread|sandbox/.test(request.url()))
      asked.push({ url: request.url(), by: embedOf(request.frame()) })
  })
  await page.clock.install()
  const address = `${baseURL ?? ''}embed?lab=two-lanes`
  await page.goto(
    await host(
      (nth) =>
        `<iframe src="${address}" width="720" height="420" title="lab ${String(nth)}"></iframe>`,
    ),
  )
  const first = page.locator('iframe').nth(0).contentFrame()
  for (const nth of FIVE) {
    await expect(
      page
        .locator('iframe')
        .nth(nth)
        .contentFrame()
        .getByRole('button', { name: 'Run', exact: true }),
    ).toBeVisible()
  }
  expect(asked).toEqual([])

  await first.getByRole('button', { name: 'Run', exact: true }).click()
  await expect.poll(() => moment(first), PATIENT).toBeGreaterThan(300)
  expect(sandboxes(page)).toBe(1)
  // Whatever was asked for by now, the one that runs has asked for it.
  const [running] = page.mainFrame().childFrames()
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter(({ by }) => by !== running).map(({ url }) => url)).toEqual([])

  await page.locator('iframe').nth(4).scrollIntoViewIfNeeded()
  await expect
    .poll(async () => {
      await page.clock.fastForward(SLEEP_AFTER)
      return sandboxes(page)
    })
    .toBe(0)
  const slept = await moment(first)

  await page.locator('iframe').nth(0).scrollIntoViewIfNeeded()
  await expect.poll(() => moment(first), PATIENT).toBeGreaterThan(slept + 300)
})

test('three frames deep, in a frame without an origin, it runs', async ({ page, baseURL }) => {
  const address = `${baseURL ?? ''}embed?lab=two-lanes&speed=50`
  const deepest = `<iframe sandbox='allow-scripts' src='${address}' width='720' height='420'></iframe>`
  const middle = `<iframe sandbox='allow-scripts' width='740' height='440' srcdoc="${deepest}"></iframe>`
  await page.goto(
    await host((nth) =>
      nth === 0
        ? `<iframe width="760" height="460" srcdoc="${middle.replaceAll('"', '&quot;')}"></iframe>`
        : '',
    ),
  )
  const embed = page.frameLocator('iframe').frameLocator('iframe').frameLocator('iframe')
  await embed.getByRole('button', { name: 'Run', exact: true }).click()
  await expect.poll(() => moment(embed), PATIENT).toBeGreaterThan(500)
})
