import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Plugin, transformWithOxc } from 'vite'

const FOLDER = path.resolve(import.meta.dirname, '../src/thread')
const PAGE = path.join(FOLDER, 'sandbox.html')
const SCRIPT = path.join(FOLDER, 'sandbox-frame.ts')

/**
 * What the frame and its thread may do: run the frame's own script, threads from blobs, and
 * WebAssembly. No network, no frames, no forms, and no code made from text.
 */
const policyOf = (script: string): string =>
  [
    "default-src 'none'",
    `script-src '${hashOf(script)}' 'wasm-unsafe-eval' blob:`,
    'worker-src blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

const hashOf = (script: string): string =>
  `sha256-${createHash('sha256').update(script).digest('base64')}`

/**
 * Puts `sandbox.html` beside the page, in development as in the build: the frame that the lab thread lives
 * in, a file of its own because a `srcdoc` frame would inherit the page's policy.
 */
export function sandboxPage(): Plugin {
  return {
    name: 'queuelab:sandbox-page',
    configureServer(server) {
      server.middlewares.use('/sandbox.html', (_request, response, next) => {
        sandboxHtml().then((page) => {
          response.setHeader('Content-Type', 'text/html')
          response.end(page)
        }, next)
      })
    },
    async generateBundle() {
      if (this.environment.name !== 'client') return
      this.emitFile({ type: 'asset', fileName: 'sandbox.html', source: await sandboxHtml() })
    },
  }
}

/** The whole page, its script inside, or another one: the policy knows the script by its hash. */
export async function sandboxHtml(script?: string): Promise<string> {
  const page = await readFile(PAGE, 'utf8')
  const code = script ?? (await frameScript())
  return page
    .replace('%POLICY%', () => policyOf(code))
    .replace(/<script src="[^"]*">/u, () => `<script>${code}`)
}

async function frameScript(): Promise<string> {
  const source = await readFile(SCRIPT, 'utf8')
  return (await transformWithOxc(source, SCRIPT, { sourcemap: false })).code
}
