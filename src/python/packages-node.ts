import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PythonPackages } from './python.ts'

/** Reads the Python packages of the sandbox from disk, for the command line and for tests. */
export async function readPackages(): Promise<PythonPackages> {
  const root = fileURLToPath(new URL('./packages/', import.meta.url))
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  const texts = await Promise.all(
    paths.map(
      async (path) =>
        [relative(root, path).split(sep).join('/'), await readFile(path, 'utf8')] as const,
    ),
  )
  return Object.fromEntries(texts)
}
