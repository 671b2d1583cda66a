/** The learner's files and the library as one whole: what a dotted name is, and what hangs on it. */
import type { LibraryData, LibraryModule } from './library.ts'
import {
  type ClassOutline,
  type FunctionOutline,
  type ModuleOutline,
  type Outline,
  outlineOf,
  type VariableOutline,
} from './outline.ts'
import { type Names, namesOf } from './scopes.ts'
import { Source } from './syntax.ts'

/** What an expression is, as far as can be told without running it. */
export type Value =
  | { readonly is: 'module'; readonly name: string }
  | {
      readonly is: 'class'
      readonly home: string
      readonly name: string
      readonly of: ClassOutline
    }
  | Instance
  | FunctionValue
  | {
      readonly is: 'variable'
      readonly home: string
      readonly name: string
      readonly of: VariableOutline
    }

export interface Instance {
  readonly is: 'instance'
  readonly home: string
  readonly name: string
  readonly of: ClassOutline
  /** The function that a task was made of. */
  readonly task?: FunctionValue
}

export interface FunctionValue {
  readonly is: 'function'
  readonly home: string
  readonly name: string
  readonly of: FunctionOutline
  /** The first parameter is given by Python: it is called on an instance or a class. */
  readonly bound: boolean
  /** Of a method of a task: the task's function, whose parameters `delay` and `s` take. */
  readonly task?: FunctionValue
}

/** A file of the learner, read. */
export interface ProjectFile {
  readonly path: string
  readonly source: Source
  readonly outline: ModuleOutline
  readonly names: Names
}

/** Deeper than this, imports and types lead in a circle. */
const DEEP = 12

export class Project {
  readonly library: LibraryData
  readonly #files = new Map<string, ProjectFile>()

  constructor(library: LibraryData) {
    this.library = library
  }

  /** Takes the files as they are now; what has not changed is not read again. */
  update(files: readonly { readonly path: string; readonly text: string }[]): void {
    const python = files.filter(({ path }) => path.endsWith('.py'))
    for (const [name, { path }] of this.#files)
      if (!python.some((file) => file.path === path)) this.#files.delete(name)
    for (const { path, text } of python) {
      const name = moduleName(path)
      if (this.#files.get(name)?.source.text === text) continue
      const source = new Source(text)
      const outline = outlineOf(source, name, path.endsWith('__init__.py'))
      this.#files.set(name, { path, source, outline, names: namesOf(source) })
    }
  }

  file(path: string): ProjectFile | null {
    const found = this.#files.get(moduleName(path))
    return found?.path === path ? found : null
  }

  /** The learner's modules. */
  get own(): readonly string[] {
    return [...this.#files.keys()]
  }

  isOwn(module: string): boolean {
    return this.#files.has(module)
  }

  fileOf(module: string): ProjectFile | null {
    return this.#files.get(module) ?? null
  }

  module(name: string): LibraryModule | null {
    return this.#files.get(name)?.outline ?? this.library.modules[name] ?? null
  }

  /** Modules whose names lie directly below: `celery` gives `canvas`, `''` the top ones. */
  below(name: string): readonly string[] {
    const prefix = name === '' ? '' : `${name}.`
    const all = [...this.#files.keys(), ...Object.keys(this.library.modules)]
    const parts = all
      .filter((each) => each.startsWith(prefix) && each !== name)
      .map((each) => each.slice(prefix.length).split('.')[0] ?? '')
      .filter((each) => each !== '' && !each.startsWith('_'))
    return [...new Set(parts)]
  }

  /** A name of a module; null where it is not known what it is. */
  lookup(module: string, name: string, depth = 0): Value | null {
    if (depth > DEEP) return null
    const outline = this.module(module)?.names[name]
    if (outline !== undefined) return this.valueOf(module, name, outline, depth)
    const inside = module === '' ? name : `${module}.${name}`
    return this.module(inside) || this.below(inside).length > 0
      ? { is: 'module', name: inside }
      : null
  }

  /** What a declaration is. */
  valueOf(home: string, name: string, outline: Outline, depth = 0): Value | null {
    switch (outline.kind) {
      case 'import':
        if (outline.name === null) return this.#moduleNamed(outline.from)
        return outline.from === home && outline.name === name
          ? null
          : this.lookup(outline.from, outline.name, depth + 1)
      case 'class':
        return { is: 'class', home, name, of: outline }
      case 'function':
        return outline.task
          ? this.task(home, name, outline)
          : { is: 'function', home, name, of: outline, bound: false }
      case 'variable':
        return this.#variable(home, name, outline, depth)
    }
  }

  #moduleNamed(name: string): Value | null {
    return this.module(name) || this.below(name).length > 0 ? { is: 'module', name } : null
  }

  #variable(home: string, name: string, outline: VariableOutline, depth: number): Value | null {
    if (outline.type !== undefined) {
      const typed = this.typeNamed(home, outline.type, depth + 1)
      if (typed) return typed
    }
    // Another name of the same thing.
    const alias = /^[A-Za-z_][\w.]*$/u.test(outline.value ?? '') ? outline.value : undefined
    const same = alias === undefined || alias === name ? null : this.dotted(home, alias, depth + 1)
    if (same && same.is !== 'variable') return same
    const made = /^([A-Za-z_][\w.]*)\(/u.exec(outline.value ?? '')?.[1]
    const maker = made === undefined ? null : this.dotted(home, made, depth + 1)
    const result = maker && this.called(maker)
    return result ?? literal(this, outline.value) ?? { is: 'variable', home, name, of: outline }
  }

  /** A task that a decorator makes of a function. */
  task(home: string, name: string, of: FunctionOutline): Value {
    const task: FunctionValue = { is: 'function', home, name, of, bound: of.task === 'bound' }
    const base = this.lookup('celery.app.task', 'Task')
    return base?.is === 'class' ? { ...base, is: 'instance', task } : task
  }

  /** A dotted name as it is read in a module. */
  dotted(home: string, text: string, depth = 0): Value | null {
    const [first = '', ...rest] = text.split('.')
    let value = this.lookup(home, first, depth) ?? this.lookup('builtins', first, depth)
    for (const part of rest) value = value && this.member(value, part)
    return value
  }

  /** An instance of the type that an annotation names: the first part of it that is known. */
  typeNamed(home: string, text: string, depth = 0): Value | null {
    if (depth > DEEP) return null
    const bare = text.replaceAll(/\[.*\]/gu, '').replaceAll(/['"]/gu, '')
    for (const part of bare.split('|')) {
      const name = part.trim()
      if (!/^[A-Za-z_][\w.]*$/u.test(name) || name === 'None' || name === 'Any') continue
      const found = this.dotted(home, name, depth + 1)
      if (found?.is === 'class') return { ...found, is: 'instance' }
    }
    return null
  }

  /** What a call of it gives. */
  called(value: Value): Value | null {
    if (value.is === 'class') return { ...value, is: 'instance' }
    if (value.is === 'instance') {
      // A signature that is called is sent.
      if (/^celery\._(?:shapes|signature|items)$/u.test(value.home))
        return this.typeNamed(
          'celery.result',
          value.name === 'group' ? 'GroupResult' : 'AsyncResult',
        )
      const call = this.member(value, '__call__')
      return call?.is === 'function' ? this.called(call) : null
    }
    if (value.is !== 'function') return null
    const { returns } = value.of
    if (returns === undefined || value.of.decorated) return null
    return returns === 'Self' ? null : this.typeNamed(value.home, returns)
  }

  /** What hangs on it under a name; null: not known, or not there. */
  member(value: Value, name: string): Value | null {
    if (value.is === 'module') return this.lookup(value.name, name)
    if (value.is !== 'class' && value.is !== 'instance') return null
    const found = this.declared(value, name)
    if (!found) return null
    const { home, outline } = found
    if (outline.kind !== 'function') return this.valueOf(home, name, outline)
    if (outline.on === 'property')
      return value.is === 'instance' && outline.returns !== undefined
        ? this.typeNamed(home, outline.returns)
        : null
    const bound = outline.on === 'class' || (outline.on !== 'static' && value.is === 'instance')
    const task = value.is === 'instance' ? value.task : undefined
    return { is: 'function', home, name, of: outline, bound, ...(task ? { task } : {}) }
  }

  /** The declaration of a member, in the class or its bases. */
  declared(
    value: Extract<Value, { readonly is: 'class' | 'instance' }>,
    name: string,
    depth = 0,
  ): { readonly home: string; readonly outline: Outline } | null {
    const own = value.of.members[name]
    if (own !== undefined) return { home: value.home, outline: own }
    for (const base of this.bases(value, depth)) {
      const found = this.declared(base, name, depth + 1)
      if (found) return found
    }
    return null
  }

  /** The classes that a class is made of, as far as they are known. */
  bases(
    { home, of }: Extract<Value, { readonly is: 'class' | 'instance' }>,
    depth = 0,
  ): readonly Extract<Value, { readonly is: 'class' }>[] {
    if (depth > DEEP) return []
    return of.bases.flatMap((base) => {
      const found = this.dotted(home, base.replace(/\[.*/u, ''), depth + 1)
      return found?.is === 'class' && found.of !== of ? [found] : []
    })
  }

  /** Everything that hangs on a value, nearest first. */
  members(value: Value): ReadonlyMap<string, { readonly home: string; readonly outline: Outline }> {
    const found = new Map<string, { readonly home: string; readonly outline: Outline }>()
    if (value.is === 'module') {
      const names = this.module(value.name)?.names ?? {}
      for (const [name, outline] of Object.entries(names))
        found.set(name, { home: value.name, outline })
      for (const name of this.below(value.name))
        if (!found.has(name))
          found.set(name, {
            home: value.name,
            outline: { kind: 'import', from: `${value.name}.${name}`, name: null },
          })
    }
    if (value.is === 'class' || value.is === 'instance') this.#collect(value, found, 0)
    return found
  }

  #collect(
    value: Extract<Value, { readonly is: 'class' | 'instance' }>,
    found: Map<string, { readonly home: string; readonly outline: Outline }>,
    depth: number,
  ): void {
    for (const [name, outline] of Object.entries(value.of.members))
      if (!found.has(name)) found.set(name, { home: value.home, outline })
    if (depth < DEEP) for (const base of this.bases(value)) this.#collect(base, found, depth + 1)
  }
}

/** `shop/tasks.py` is `shop.tasks`. */
export const moduleName = (path: string): string =>
  path.replace(/(?:\/__init__)?\.py$/u, '').replaceAll('/', '.')

/** What a literal is an instance of. */
function literal(project: Project, text: string | undefined): Value | null {
  const kind = LITERALS.find(([pattern]) => pattern.test(text ?? ''))?.[1]
  return kind === undefined ? null : project.typeNamed('builtins', kind)
}

const LITERALS = [
  [/^[rbfu]{0,2}['"]/iu, 'str'],
  [/^-?\d+$/u, 'int'],
  [/^-?\d*\.\d+$/u, 'float'],
  [/^\[/u, 'list'],
  [/^\{\}$|^\{[^:]*:/u, 'dict'],
  [/^\{/u, 'set'],
  [/^(?:True|False)$/u, 'bool'],
] as const
