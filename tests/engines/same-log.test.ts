import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from './bundle.ts'
import { ENGINES } from './engines.ts'
import { report } from './report.ts'

let server: Server
let url: string

beforeAll(async () => {
  const script = await bundle('port.ts')
  const page = `<!doctype html><meta charset="utf-8"><title>engine</title><script>${script.replaceAll('</script', '<\\/script')}</script>`
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(page)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has a port')
  url = `http://127.0.0.1:${String(address.port)}/`
}, 600_000)

afterAll(() => {
  server.close()
})

describe('the same seed gives the same log in', () => {
  const expected = report()

  it('Node, with runs that are long and differ by seed', () => {
    const logs = Object.values(expected.logs)
    expect(new Set(logs.map(({ hash }) => hash)).size).toBe(logs.length)
    expect(Math.min(...logs.map(({ rows }) => rows))).toBeGreaterThan(50)
  })

  it.each(Object.keys(ENGINES) as (keyof typeof ENGINES)[])(
    '%s',
    async (engine) => {
      expect(await ENGINES[engine](url, 'window.engineReport()')).toEqual(expected)
    },
    600_000,
  )
})
