import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PythonPackages } from './python.ts'

const PACKAGES = fileURLToPath(new URL('./packages/', import.meta.url))
const SERVICES = fileURLToPath(new URL('../../simulator/services/', import.meta.url))

/** Where the files of the Python packages lie, by their path below `sys.path`: a service brings its own. */
export function packageFiles(): ReadonlyMap<string, string> {
  const roots = readdirSync(SERVICES).map((kind) => join(SERVICES, kind, 'python'))
  const found = [PACKAGES, ...roots.filter((root) => existsSync(root))].flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(root, file).split(sep).join('/'), file] as const),
  )
  return new Map(found.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Reads the Python packages of the sandbox from disk, for the command line and for tests. */
export const nodePackages = (): PythonPackages =>
  Object.fromEntries([...packageFiles()].map(([path, file]) => [path, readFileSync(file, 'utf8')]))
