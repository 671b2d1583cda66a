import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { buildLibrary } from '../src/editor/python/index-build.ts'
import type { LibraryData } from '../src/editor/python/library.ts'
import { nodePackages, packageFiles } from '../src/python/packages-node.ts'

const VIRTUAL = 'virtual:python-library'
const RESOLVED = `\0${VIRTUAL}`
const SOURCE = path.resolve(import.meta.dirname, '../src')
const STUBS = path.join(SOURCE, 'editor/python/stdlib')

/** What the editor knows of the sandbox's packages and of the standard library. */
export function readLibrary(): LibraryData {
  const stubs = readdirSync(STUBS).filter((name) => name.endsWith('.pyi'))
  return buildLibrary(
    nodePackages(),
    Object.fromEntries(
      stubs.map((name) => [
        `${name.slice(0, -4).replaceAll('.', '/')}.pyi`,
        readFileSync(path.join(STUBS, name), 'utf8'),
      ]),
    ),
    readFileSync(path.join(STUBS, 'names.txt'), 'utf8').trim().split('\n'),
  )
}

/**
 * Reads the sandbox's Python packages while the product is built, so that the editor knows their names,
 * signatures and docstrings without Python. A package that is added is known by itself.
 */
export function pythonLibrary(): Plugin {
  return {
    name: 'queuelab:python-library',
    resolveId(id) {
      return id === VIRTUAL ? RESOLVED : null
    },
    load(id) {
      if (id !== RESOLVED) return null
      for (const file of packageFiles().values()) this.addWatchFile(file)
      // Text is read quicker than a literal of that size.
      const text = JSON.stringify(readLibrary())
      return { code: `export default ${JSON.stringify(text)}`, moduleType: 'js' }
    },
  }
}
