import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePython } from '../../src/cli/node-python.ts'
import { nodePythonFiles } from '../../src/python/files-node.ts'
import type { Way } from '../../src/python/suspension.ts'
import { CANNOT_WAIT } from '../support/cannot-wait-programs.ts'
import { DEEP } from '../support/deep-programs.ts'
import { ENDLESS } from '../support/endless-programs.ts'
import { PROGRAMS } from '../support/waiting-programs.ts'
import { bundle } from './bundle.ts'
import { ENGINES } from './engines.ts'
import { type PythonReport, pythonReport } from './python-report.ts'

let server: Server
let url: string
let expected: PythonReport

beforeAll(async () => {
  const { wasm, stdlib, lock, script } = await nodePythonFiles()
  const port = await bundle('python-port.ts')
  const answers = new Map<string, string | Uint8Array>([
    ['/', page(port)],
    ['/worker', await bundle('python-worker.ts')],
    ['/wasm', new Uint8Array(wasm)],
    ['/stdlib', new Uint8Array(stdlib)],
    ['/lock', lock],
    ['/script', script],
  ])
  server = createServer((request, response) => {
    const answer = answers.get(request.url ?? '')
    response.statusCode = answer === undefined ? 404 : 200
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(answer ?? '')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has a port')
  url = `http://127.0.0.1:${String(address.port)}/`
  const python = await createNodePython()
  expected = await pythonReport(python)
  python.dispose()
}, 300_000)

afterAll(() => {
  server.close()
})

const page = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>engine</title><script>${script.replaceAll('</script', '<\\/script')}</script>`

/** Where Python runs, how its bodies wait there, and whether that is asked for or the engine's own choice. */
const PLACES = [
  ['Chromium', 'stack', null],
  ['Chromium', 'twin', 'twin'],
  ['Firefox', 'stack', null],
  ['Firefox', 'twin', 'twin'],
  ['WebKit', 'twin', null],
] as const satisfies readonly (readonly [keyof typeof ENGINES, Way, Way | null])[]

/** What the second way cannot do is said at its line, as the contract in Node has it. */
function expectRefusals({ refused }: PythonReport): void {
  for (const { name, inside, line } of CANNOT_WAIT) {
    expect(refused[name], name).toMatchObject({
      type: 'CannotWait',
      message: expect.stringContaining(`cannot wait inside ${inside}.`) as string,
    })
    expect(refused[name]?.lines, name).toContain(line)
  }
}

describe('Python that waits', () => {
  it('sees something of time and chance, and may wait anywhere in Node', () => {
    expect(expected.witnessed.length).toBeGreaterThan(3)
    for (const { name, prints } of PROGRAMS)
      expect(expected.programs[name], name).toMatchObject({ ending: 'finished', prints })
    for (const { name } of ENDLESS)
      expect(expected.cut[name]?.ending, name).toMatch(/^failed: The run was ended: after 0\.5/u)
    expect(expected.refused).toEqual({})
  })

  it.each(PLACES)(
    'writes the same logs in %s, by %s',
    async (engine, taken, way) => {
      const answered = await ENGINES[engine](url, `window.pythonReport(${JSON.stringify(way)})`)
      const { report } = answered as { readonly report: PythonReport }
      expect(answered).not.toHaveProperty('error')
      expect(report.programs).toEqual(expected.programs)
      expect(report.cut).toEqual(expected.cut)
      expect(report.witnessed).toEqual(expected.witnessed)
      for (const [name, [line]] of Object.entries(DEEP)) {
        expect(report.deep[name]?.type, name).toBe('RecursionError')
        expect(report.deep[name]?.lines.at(-1), name).toBe(line)
      }
      if (taken === 'stack') expect(report.refused).toEqual({})
      else expectRefusals(report)
    },
    600_000,
  )
})
