import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Plugin } from 'vite'

/** The files of the pyodide package that Python needs at run time, and how they are served. */
const FILES: Readonly<Record<string, string>> = {
  'pyodide.asm.wasm': 'application/wasm',
  'pyodide.asm.mjs': 'text/javascript',
  'pyodide.mjs': 'text/javascript',
  'python_stdlib.zip': 'application/zip',
  'pyodide-lock.json': 'application/json',
}

/**
 * Serves Pyodide's files under `python/` in development, and copies them there at build time, straight
 * from node_modules: they are never committed, and their version is package-lock.json's.
 */
export function pyodideFiles(): Plugin {
  const folder = path.resolve(import.meta.dirname, '../node_modules/pyodide')
  return {
    name: 'queuelab:pyodide-files',
    configureServer(server) {
      server.middlewares.use('/python', (request, response, next) => {
        const name = (request.url ?? '').replace(/^\//u, '').replace(/\?.*$/u, '')
        const type = FILES[name]
        if (type === undefined) {
          next()
          return
        }
        const file = path.join(folder, name)
        stat(file).then(({ size }) => {
          response.setHeader('Content-Type', type)
          response.setHeader('Content-Length', size)
          createReadStream(file).pipe(response)
        }, next)
      })
    },
    async generateBundle() {
      if (this.environment.name !== 'client') return
      for (const name of Object.keys(FILES)) {
        const source = await readFile(path.join(folder, name))
        this.emitFile({ type: 'asset', fileName: `python/${name}`, source })
      }
    },
  }
}
