/** Builds the pages under attack and serves them, and notes what anybody asks of a second server. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'
import { labThread } from '../../.config/lab-thread.ts'
import { sandboxHtml } from '../../.config/sandbox-page.ts'
import { shapes } from '../../.config/shapes.ts'

const HERE = import.meta.dirname
const ROOT = path.resolve(HERE, '../..')
const PYODIDE = path.join(ROOT, 'node_modules/pyodide')

const TYPES: { readonly [ending: string]: string } = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
}

const EMBEDDABLE = ['cross-origin-embedder-policy', 'require-corp'] as const

/** The unprotected page is isolated, so that all that a page can have is there; its frames must agree to that. */
const ISOLATED: { readonly [file: string]: readonly (readonly [string, string])[] } = {
  'bare.html': [EMBEDDABLE, ['cross-origin-opener-policy', 'same-origin']],
  'control-ways.html': [EMBEDDABLE],
}

export interface Attacked {
  /** The page, with where the second server is in its query. */
  readonly page: string
  /** The same without a policy. */
  readonly bare: string
  /** The page of the ways that begin in Python. */
  readonly python: string
  /** What the second server was asked: `control/fetch from elsewhere`. */
  readonly leaks: ReadonlySet<string>
  /** Forgets what has leaked. */
  readonly forget: () => void
  readonly close: () => void
}

type Files = Map<string, string | Uint8Array>

/** Everything that the pages need, on an origin of their own. */
export async function serveAttacked(): Promise<Attacked> {
  const leaks = new Set<string>()
  const files: Files = new Map()
  await addPages(files)
  const elsewhere = await listen(
    createServer((request, response) => {
      note(request.url, leaks)
      response.setHeader('access-control-allow-origin', '*')
      response.setHeader(
        'content-type',
        request.url?.includes('EventSource') ? 'text/event-stream' : typeOf(request.url),
      )
      response.end('\n')
    }).on('upgrade', (request, socket) => {
      note(request.url, leaks)
      socket.destroy()
    }),
  )
  const here = await listen(
    createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://x')
      const name = decodeURIComponent(pathname.slice(1))
      response.setHeader('content-type', TYPES[path.extname(name)] ?? 'text/plain')
      for (const [header, value] of ISOLATED[name] ?? []) response.setHeader(header, value)
      if (name.startsWith('heard/')) response.end(leaks.has(name.slice(6)) ? 'yes' : 'no')
      else if (name.startsWith('python/')) {
        readFile(path.join(PYODIDE, path.basename(name))).then(
          (bytes) => response.end(bytes),
          () => response.writeHead(404).end(),
        )
      } else if (files.has(name)) response.end(files.get(name))
      else response.writeHead(404).end()
    }),
  )
  const control = await hearDatagrams('control', leaks)
  const sandbox = await hearDatagrams('sandbox', leaks)
  const query = `?${new URLSearchParams({
    elsewhere: elsewhere.address,
    'control-datagrams': control.address,
    'sandbox-datagrams': sandbox.address,
  }).toString()}`
  return {
    page: `${here.address}page.html${query}`,
    bare: `${here.address}bare.html${query}`,
    python: `${here.address}python.html${query}`,
    leaks,
    forget: () => leaks.clear(),
    close: () => {
      here.server.close()
      elsewhere.server.close()
      control.close()
      sandbox.close()
    },
  }
}

function note(url: string | undefined, leaks: Set<string>): void {
  if (url?.startsWith('/leak/')) leaks.add(decodeURIComponent(url.slice('/leak/'.length)))
}

/** A beacon, a picture and a style sheet look alike; only what is asked as one must be one. */
function typeOf(url = ''): string {
  const name = decodeURIComponent(url)
  if (/picture/u.test(name)) return 'image/svg+xml'
  if (/style/u.test(name)) return 'text/css'
  return /frame|window|link|form|page/u.test(name) ? 'text/html' : 'text/javascript'
}

/** Any datagram that comes is WebTransport's: nothing else of the pages sends one to this port. */
async function hearDatagrams(
  frame: string,
  leaks: Set<string>,
): Promise<{ readonly address: string; readonly close: () => void }> {
  const socket = createSocket('udp4').on('message', () => leaks.add(`${frame}/WebTransport`))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${String(socket.address().port)}`,
    close: () => socket.close(),
  }
}

async function listen(
  server: Server,
): Promise<{ readonly server: Server; readonly address: string }> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { server, address: `http://127.0.0.1:${String(port)}/` }
}

async function addPages(files: Files): Promise<void> {
  const sandbox = await sandboxHtml()
  const frame = await bundle(files, 'frame.ts', [])
  await bundle(files, 'page.ts', [shapes(), labThread(path.join(HERE, 'hostile-thread.ts'))])
  await bundle(files, 'python-page.ts', [
    shapes(),
    labThread(path.join(ROOT, 'src/thread/thread.ts')),
  ])
  // The page keeps the product's own policy, which is over its frames too.
  const policy = /<meta\s+http-equiv="Content-Security-Policy"[^>]*>/u
  const [own = ''] = policy.exec(await readFile(path.join(ROOT, 'index.html'), 'utf8')) ?? []
  const page = (script: string, head = ''): string =>
    `<!doctype html><html><head><meta charset="utf-8">${head}<title>host</title></head><body><script src="${script}"></script></body></html>`
  files.set('page.html', page('page.js', own))
  files.set('bare.html', page('page.js'))
  files.set('python.html', page('python-page.js'))
  files.set(
    'nested.html',
    `<!doctype html><iframe sandbox="allow-scripts" src="sandbox.html"></iframe>`,
  )
  files.set('sandbox.html', sandbox)
  files.set('control.html', sandbox.replace(policy, '').replace('origin === "null"', 'true'))
  files.set('control-ways.html', page('frame.js'))
  // The frame's policy knows its script by a hash: here it is the hash of the script that attacks.
  files.set('sandbox-ways.html', await sandboxHtml(frame))
  files.set('secret.txt', 'host')
  files.set(
    'sub-thread.js',
    `globalThis.onconnect = ({ ports: [port] }) => port.postMessage('through'); try { postMessage('through') } catch {}`,
  )
  files.set('service-worker.js', '')
}

/** Bundles an entry into one script of the same name, with the assets that come with it. */
async function bundle(files: Files, entry: string, plugins: Plugin[]): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: HERE,
    base: './',
    plugins,
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: path.join(HERE, entry),
        output: { format: 'iife', entryFileNames: '[name].js' },
      },
    },
  })
  let code = ''
  for (const output of (built as Rolldown.RolldownOutput).output) {
    if (output.type === 'chunk') code = output.code
    files.set(output.fileName, output.type === 'chunk' ? output.code : output.source)
  }
  return code
}
