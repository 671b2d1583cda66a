/**
 * Writes `simulator/services/registry.ts` from the folders beside it, so that whoever adds a service adds a folder
 * and nothing else. Development, build and tests do so by themselves; `node .config/services.ts` does it by hand,
 * and with `--check` only says whether it is as it should be.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')

/** Kinds are named as constants are, for each folder's `index.ts` has one of its name. */
const KIND = /^[a-z][A-Za-z0-9]*$/u

const HEAD = `// Written by .config/services.ts from the folders beside it: change those.
import type { Service } from './service.ts'
`

/** The kinds of services of a project: the folders in `simulator/services` that have an `index.ts`. */
export function findServices(root = ROOT): readonly string[] {
  const folder = path.join(root, 'simulator/services')
  const found = readdirSync(folder).filter((name) =>
    existsSync(path.join(folder, name, 'index.ts')),
  )
  const wrong = found.find((name) => !KIND.test(name))
  if (wrong !== undefined)
    throw new Error(`simulator/services/${wrong}: a kind is one word of letters, such as smtp.`)
  return found.toSorted()
}

/** The text of the registry. */
export function registryText(kinds: readonly string[]): string {
  const imports = kinds.map((kind) => `import { ${kind} } from './${kind}/index.ts'`)
  const lines = kinds.map((kind) => `  ${kind},`)
  return `${HEAD}${imports.join('\n')}

/** Every kind of service there is. */
export const SERVICES = {
${lines.join('\n')}
} as const satisfies { readonly [kind: string]: Service }
`
}

/** Writes the registry where it is another than the folders say; says whether it was. */
export function writeServices(root = ROOT): boolean {
  const file = path.join(root, 'simulator/services/registry.ts')
  const text = registryText(findServices(root))
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
  writeFileSync(file, text)
  return true
}

if (process.argv[1] === import.meta.filename) {
  const file = path.join(ROOT, 'simulator/services/registry.ts')
  if (!process.argv.includes('--check')) writeServices()
  else if (readFileSync(file, 'utf8') !== registryText(findServices())) {
    console.error('simulator/services has other folders than its registry: run npm run services.')
    process.exitCode = 1
  }
}
