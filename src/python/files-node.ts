import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LocalPythonFiles } from './boot.ts'

/** Reads Pyodide's files from node_modules, for the command line and for tests. */
export async function nodePythonFiles(): Promise<LocalPythonFiles> {
  const folder = dirname(fileURLToPath(import.meta.resolve('pyodide/package.json')))
  const [wasm, stdlib, lock, script] = await Promise.all([
    bytes(join(folder, 'pyodide.asm.wasm')),
    bytes(join(folder, 'python_stdlib.zip')),
    readFile(join(folder, 'pyodide-lock.json'), 'utf8'),
    readFile(join(folder, 'pyodide.asm.mjs'), 'utf8'),
  ])
  return { folder, wasm, stdlib, lock, script, memory: null }
}

async function bytes(path: string): Promise<ArrayBuffer> {
  const read = await readFile(path)
  return new Uint8Array(read).buffer
}
