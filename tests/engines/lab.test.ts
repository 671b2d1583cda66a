import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, ENGINES, type EnginePage, openIn } from './engines.ts'
import type { Checked } from './lab-port.ts'
import { type Product, serveProduct } from './product.ts'

/** What somebody types over the starter's files, each in one line: mails and films get a lane of their own. */
const TYPED = {
  'celeryconfig.py':
    "task_routes = {'tasks.send_mail': {'queue': 'mail'}, 'tasks.encode_video': {'queue': 'video'}}",
  'cluster.yaml':
    'workers: [{ name: w1, options: "-c 2 -Q mail" }, { name: w2, options: "-c 6 -Q video" }]',
}

let product: Product

beforeAll(async () => {
  product = await serveProduct('lab-port.ts')
}, 300_000)

afterAll(() => product.close())

const check = async (page: EnginePage): Promise<Checked> =>
  (await page.evaluate('window.lab.check()')) as Checked

describe.each(Object.keys(ENGINES) as Engine[])('in %s', (engine) => {
  it('a lab goes from its starter over an edit to all checks that hold', async () => {
    const page = await openIn[engine](product.url)
    try {
      await page.evaluate("window.lab.open('two-lanes')")
      const before = await check(page)
      expect(before.said).toContain('Not there yet')
      for (const [file, text] of Object.entries(TYPED)) {
        await page.evaluate(`window.lab.edit(${JSON.stringify(file)})`)
        await page.selectAll()
        await page.type(text)
      }
      const after = await check(page)
      expect(after.said).toContain('All checks hold')
      console.log(
        `${engine}: the starter is checked in ${(before.milliseconds / 1000).toFixed(1)} s (nothing kept), the edit in ${(after.milliseconds / 1000).toFixed(1)} s`,
      )
    } finally {
      await page.close()
    }
  }, 600_000)
})
