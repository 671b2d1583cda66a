/** Serves a page whose worker measures Python: the bench's bundle and the files of the pyodide package. */
import { createReadStream } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { build } from 'vite'

const PYODIDE = path.resolve(import.meta.dirname, '../../node_modules/pyodide')

const PAGE = `<!doctype html><meta charset="utf-8"><title>bench</title><script>
window.pythonCosts = new Promise((resolve, reject) => {
  const worker = new Worker('/worker.js')
  worker.onmessage = ({ data }) => resolve(data)
  worker.onerror = ({ message }) => reject(new Error(message))
})
</script>`

export interface BenchPage {
  readonly url: string
  readonly close: () => void
}

export async function servePythonBench(): Promise<BenchPage> {
  const worker = await bundle()
  const server = createServer((request, response) => {
    const asked = request.url ?? '/'
    if (asked.startsWith('/python/')) {
      createReadStream(path.join(PYODIDE, path.basename(asked))).pipe(response)
    } else {
      const isScript = asked === '/worker.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      response.end(isScript ? worker : PAGE)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has a port')
  return { url: `http://127.0.0.1:${String(address.port)}/`, close: () => server.close() }
}

/** One classic script: where Python runs there are no modules. */
async function bundle(): Promise<string> {
  const entry = path.join(import.meta.dirname, 'python-thread.ts')
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      lib: { entry, name: 'bench', formats: ['iife'] },
    },
  })
  for (const output of Array.isArray(built) ? built : [built]) {
    if (!('output' in output)) continue
    for (const chunk of output.output) if (chunk.type === 'chunk') return chunk.code
  }
  throw new Error('the bundle has no code')
}
