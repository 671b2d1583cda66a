import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { build, createServer, type Plugin, type Rolldown } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labThread } from '../../.config/lab-thread.ts'

const FILES = {
  'index.html': '<script type="module" src="./page.ts"></script>',
  'page.ts': `import url from 'virtual:lab-thread'\nnew Worker(url)\n`,
  'other.ts': `export const two: number = 2\n`,
  'words.py': `print("from python")\n`,
  'thread.ts': `
    import text from './words.py?raw'
    const files = import.meta.glob('./*.py', { query: '?raw', import: 'default', eager: true })
    void import('./other.ts').then(({ two }) => { postMessage([text, files, two]) })
  `,
}

describe('the lab thread', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lab-thread-'))
    for (const [name, text] of Object.entries(FILES)) await writeFile(path.join(folder, name), text)
  })
  afterAll(() => rm(folder, { recursive: true }))

  const settings = (): {
    root: string
    configFile: false
    logLevel: 'silent'
    plugins: Plugin[]
  } => ({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [labThread(path.join(folder, 'thread.ts'))],
  })

  /** Runs a script as a classic worker would: no module syntax, nothing but what a worker has. */
  function posted(code: string): Promise<unknown> {
    return new Promise((resolve) => {
      runInNewContext(code, { postMessage: resolve })
    })
  }
  const expected = ['print("from python")\n', { './words.py': 'print("from python")\n' }, 2]

  it('is one classic script in the build, named by its content', async () => {
    const result = (await build({ ...settings(), base: './', build: { write: false } })) as
      Rolldown.RolldownOutput | Rolldown.RolldownOutput[]
    const { output } = [result].flat()[0]!
    const threads = output.filter(({ fileName }) => fileName.includes('lab-thread'))
    expect(threads.map(({ fileName }) => fileName)).toEqual([
      expect.stringMatching(/^assets\/lab-thread-[\w-]{8}\.js$/u),
    ])
    const [thread] = threads
    expect(await posted(thread?.type === 'asset' ? String(thread.source) : '')).toEqual(expected)
    const page = output.find((item) => item.type === 'chunk')
    expect(page?.code).toContain(path.basename(thread?.fileName ?? '?'))
  })

  it('is the same in development, and new when a file of it changes', async () => {
    const server = await createServer({ ...settings(), server: { port: 0, host: '127.0.0.1' } })
    try {
      await server.listen()
      const origin = server.resolvedUrls?.local[0] ?? ''
      const address = async (): Promise<string> => {
        const module = await server.environments.client.transformRequest('virtual:lab-thread')
        return /"(\/[^"]+)"/u.exec(module?.code ?? '')?.[1] ?? ''
      }
      const load = async (at: string): Promise<string> => (await fetch(new URL(at, origin))).text()
      const first = await address()
      expect(await posted(await load(first))).toEqual(expected)
      await writeFile(path.join(folder, 'other.ts'), `export const two: number = 22\n`)
      await expect.poll(address, { timeout: 120_000 }).not.toBe(first)
      expect(await posted(await load(await address()))).toEqual([...expected.slice(0, 2), 22])
    } finally {
      await server.close()
    }
  })
})
