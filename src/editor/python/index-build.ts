/** Makes the index of the sandbox's packages and of the standard library while the product is built. */
import { type ModuleOutline, type Outline, outlineOf } from './outline.ts'
import type { LibraryData } from './library.ts'
import { Source } from './syntax.ts'

/** Paths (`celery/app/task.py`, `time.pyi`) to texts. */
export type PythonTexts = { readonly [path: string]: string }

/** Packages that no learner imports. */
const OWN = /^_/u

/** Methods with underscores that a learner may care for. */
const SPECIAL = new Set(['__init__', '__call__', '__new__', '__getattr__', '__getitem__'])

/** The index: every name that a learner may take, and what lies behind it. */
export function buildLibrary(
  packages: PythonTexts,
  stubs: PythonTexts,
  names: readonly string[],
): LibraryData {
  const all = new Map<string, ModuleOutline>()
  for (const [path, text] of Object.entries({ ...stubs, ...packages })) {
    if (OWN.test(path)) continue
    const isPackage = /\/__init__\.pyi?$/u.test(path)
    const name = path.replace(/(?:\/__init__)?\.pyi?$/u, '').replaceAll('/', '.')
    const outline = outlineOf(new Source(text), name, isPackage)
    // A package in place of a module of the standard library has the rest of its names too.
    const stub = all.get(name)
    const names = { ...stub?.names, ...outline.names }
    all.set(name, {
      ...outline,
      names,
      ...(stub && outline.all ? { all: Object.keys(names) } : {}),
    })
  }
  const kept = new Keeper(all)
  for (const [name, module] of all) {
    if (name.split('.').some((part) => part.startsWith('_'))) continue
    for (const each of publicNames(name, module, all)) kept.keep(name, each)
  }
  return {
    modules: kept.modules(),
    taskOptions: setOf(packages['celery/_simulated.py'], 'TASK_OPTIONS'),
    names,
    callOptions: setOf(packages['celery/_simulated.py'], 'CALL_OPTIONS'),
    settings: settingsOf(packages['celery/app/defaults.py']),
  }
}

/** What a module gives away: what `__all__` says, else whatever it declares itself. */
function publicNames(
  name: string,
  module: ModuleOutline,
  all: ReadonlyMap<string, ModuleOutline>,
): readonly string[] {
  if (module.all) return module.all
  return Object.entries(module.names)
    .filter(([each]) => !each.startsWith('_'))
    .filter(([, outline]) => outline.kind !== 'import' || isOwn(outline.from, name, all))
    .map(([each]) => each)
}

/** Taken from a neighbour in the same package, so it is meant to be seen. */
const isOwn = (from: string, name: string, all: ReadonlyMap<string, ModuleOutline>): boolean =>
  all.has(from) && from.split('.')[0] === name.split('.')[0]

/** Keeps what is public, and what that refers to: base classes, types, what is imported. */
class Keeper {
  readonly #all: ReadonlyMap<string, ModuleOutline>
  readonly #kept = new Map<string, { [name: string]: Outline }>()

  constructor(all: ReadonlyMap<string, ModuleOutline>) {
    this.#all = all
  }

  keep(module: string, name: string): void {
    const outline = this.#all.get(module)?.names[name]
    const names = this.#kept.get(module) ?? {}
    this.#kept.set(module, names)
    if (outline === undefined || names[name] !== undefined) return
    names[name] = slim(outline)
    if (outline.kind === 'import') this.#import(outline.from, outline.name)
    else for (const each of refersTo(outline)) this.keep(module, each)
  }

  #import(from: string, name: string | null): void {
    if (name === null) return
    if (this.#all.has(from)) this.keep(from, name)
  }

  modules(): { readonly [name: string]: ModuleOutline } {
    const found: { [name: string]: ModuleOutline } = {}
    for (const [name, outline] of this.#all) {
      const names = this.#kept.get(name)
      const isPublic = !name.split('.').some((part) => part.startsWith('_'))
      if (names === undefined && !isPublic) continue
      const hidden = Object.keys(outline.names).filter((each) => names?.[each] === undefined)
      found[name] = {
        names: names ?? {},
        ...(isPublic && outline.doc !== undefined ? { doc: outline.doc } : {}),
        ...(outline.open ? { open: true as const } : {}),
        ...(isPublic && hidden.length > 0 ? { hidden } : {}),
      }
    }
    return found
  }
}

/** Names in types and bases, and the first name of a value. */
function refersTo(outline: Outline): readonly string[] {
  const words = (text: string | undefined): readonly string[] => text?.match(/[A-Za-z_]\w*/gu) ?? []
  switch (outline.kind) {
    case 'function':
      return words(outline.returns)
    case 'variable':
      return [...words(outline.type), ...words(outline.value?.replace(/\(.*/u, ''))]
    case 'class':
      return [
        ...outline.bases.flatMap(words),
        ...Object.entries(outline.members)
          .filter(([name]) => isShown(name))
          .flatMap(([, member]) => refersTo(member)),
      ]
    case 'import':
      return []
  }
}

const isShown = (name: string): boolean => !name.startsWith('_') || SPECIAL.has(name)

/** Without lines, and without what no learner sees. */
function slim(outline: Outline): Outline {
  const { line: _line, ...rest } = outline
  if (rest.kind !== 'class') return rest
  const members = Object.entries(rest.members)
    .filter(([name]) => isShown(name))
    .map(([name, member]) => [name, slim(member)] as const)
  return { ...rest, members: Object.fromEntries(members) }
}

/** The texts in a table of the sandbox: `NAME = frozenset({...})`. */
function setOf(text: string | undefined, name: string): readonly string[] {
  const table = new RegExp(String.raw`^${name} = frozenset\(([^)]*)\)`, 'mu').exec(text ?? '')?.[1]
  if (table === undefined) throw new Error(`celery/_simulated.py has no ${name}`)
  return [...table.matchAll(/'(\w+)'/gu)].map(([, word]) => word ?? '')
}

/** Every setting with its default, as `defaults()` writes them. */
function settingsOf(text: string | undefined): { readonly [name: string]: string } {
  const lines = [...(text ?? '').matchAll(/^ {8}'(\w+)': (.*),$/gmu)]
  if (lines.length === 0) throw new Error('celery/app/defaults.py has no settings')
  return Object.fromEntries(
    lines.map(([, name = '', value = '']): [string, string] => [name, value]),
  )
}
