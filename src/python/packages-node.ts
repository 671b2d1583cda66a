import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PythonPackages } from './python.ts'

/** Reads the Python packages of the sandbox from disk, for the command line and for tests. */
export function nodePackages(): PythonPackages {
  const root = fileURLToPath(new URL('./packages/', import.meta.url))
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  const texts = paths.map(
    (path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')] as const,
  )
  return Object.fromEntries(texts)
}
