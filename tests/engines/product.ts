/** The built product on a server of its own, with one page beside it that a test writes. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { bundle } from './bundle.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

const TYPES: { readonly [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/** A server that can be closed. */
export interface Product {
  /** Address of the test's own page. */
  readonly url: string
  readonly close: () => Promise<void>
}

/** Serves the product, built where it is not yet, and at `/test.html` a page with a script of this folder. */
export async function serveProduct(script: string): Promise<Product> {
  const built = process.env['QUEUELAB_BUILT'] === '1' && existsSync(path.join(ROOT, 'dist'))
  const folder = built ? path.join(ROOT, 'dist') : await buildAside()
  const page = `<!doctype html><meta charset="utf-8"><title>test</title><body><script>${(await bundle(script)).replaceAll('</script', '<\\/script')}</script>`
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/test.html') {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(page)
      return
    }
    const whole = pathname.endsWith('/') ? `${pathname}index.html` : pathname
    const file = path.join(folder, path.normalize(decodeURIComponent(whole)))
    readFile(file).then(
      (bytes) => {
        response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
        response.end(bytes)
      },
      () => {
        response.statusCode = 404
        response.end()
      },
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has a port')
  return {
    url: `http://127.0.0.1:${String(address.port)}/test.html`,
    close: async () => {
      server.close()
      if (!built) await rm(folder, { recursive: true })
    },
  }
}

/** A build of its own process: what vitest sets for tests must not reach the product. */
async function buildAside(): Promise<string> {
  await mkdir(path.join(ROOT, '.cache'), { recursive: true })
  const folder = await mkdtemp(path.join(ROOT, '.cache/engines-'))
  const { NODE_ENV: _node, VITEST: _vitest, ...env } = process.env
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js')
  const words = [vite, 'build', '--logLevel', 'error', '--outDir', folder]
  execFileSync(process.execPath, words, { cwd: ROOT, env, stdio: 'inherit' })
  return folder
}
