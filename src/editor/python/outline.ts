/** What a module declares, as plain data: of the learner's files while typing, of the packages while building. */
import { type Source, type SyntaxNode, argumentsOf, child, children, stringOf } from './syntax.ts'

export interface Parameter {
  readonly name: string
  readonly star?: '*' | '**'
  /** Stands before a `/`, or behind a `*`. */
  readonly only?: 'position' | 'keyword'
  readonly type?: string
  readonly value?: string
}

interface Common {
  readonly doc?: string
  /** Of the learner's files alone. */
  readonly line?: number
}

export interface FunctionOutline extends Common {
  readonly kind: 'function'
  readonly parameters: readonly Parameter[]
  readonly returns?: string
  /** A decorator has made a task of it; bound: its first parameter is the task. */
  readonly task?: 'bound' | 'plain'
  /** Its arguments are not compared when it is sent: `typing=False`. */
  readonly untyped?: true
  /** How it hangs on its class: read like an attribute, or called without an instance. */
  readonly on?: 'property' | 'static' | 'class'
  /** Other decorators may have made something else of it. */
  readonly decorated?: true
}

export interface ClassOutline extends Common {
  readonly kind: 'class'
  readonly bases: readonly string[]
  readonly members: { readonly [name: string]: Outline }
}

export interface VariableOutline extends Common {
  readonly kind: 'variable'
  readonly type?: string
  /** The expression that it is, where it is short. */
  readonly value?: string
}

export interface ImportOutline extends Common {
  readonly kind: 'import'
  readonly from: string
  /** Null: the module itself. */
  readonly name: string | null
}

export type Outline = FunctionOutline | ClassOutline | VariableOutline | ImportOutline

export interface ModuleOutline {
  readonly doc?: string
  readonly names: { readonly [name: string]: Outline }
  /** What it says that others may take. */
  readonly all?: readonly string[]
  /** It may have names that its text does not tell: `from x import *`, `globals()`. */
  readonly open?: true
}

/** Longer values say nothing in a hover. */
const SHORT = 60

/** Reads the outline of a module; `name` is its dotted name, for relative imports. */
export function outlineOf(source: Source, name: string, isPackage = false): ModuleOutline {
  const names: { [name: string]: Outline } = {}
  const state = { open: false, all: null as readonly string[] | null }
  readBody(
    source,
    source.top,
    (declared, outline) => {
      if (declared === '*') state.open = true
      else if (declared === '__all__') state.all ??= allOf(outline)
      else names[declared] = better(names[declared], outline)
    },
    { package: isPackage ? name : name.replace(/\.?[^.]*$/u, '') },
  )
  if (/\bglobals\(\)|__getattr__ = (?!_missing|attributes_of)|def __getattr__/u.test(source.text))
    state.open = true
  const doc = docOf(source, source.top)
  return {
    ...(doc === null ? {} : { doc }),
    names,
    ...(state.all === null ? {} : { all: state.all }),
    ...(state.open ? { open: true } : {}),
  }
}

/** A declaration that is told twice keeps what tells more. */
function better(one: Outline | undefined, other: Outline): Outline {
  if (one === undefined || one.kind === 'import') return other
  // A setter says less than the property that it belongs to.
  const setter = other.kind === 'function' && other.on === 'property'
  return other.kind === 'variable' || setter ? one : other
}

const allOf = (outline: Outline): readonly string[] | null =>
  outline.kind === 'variable' && /^[[(](?![\s\S]* for )/u.test(outline.value ?? '')
    ? [...(outline.value ?? '').matchAll(/['"](\w+)['"]/gu)].map(([, name]) => name ?? '')
    : null

type Declare = (name: string, outline: Outline) => void

interface Home {
  /** The package that a leading dot means. */
  readonly package: string
}

/** Statements whose bodies declare in the same scope. */
const PASSED = new Set([
  'IfStatement',
  'TryStatement',
  'WithStatement',
  'ForStatement',
  'WhileStatement',
  'Body',
])

function readBody(source: Source, body: SyntaxNode, declare: Declare, home: Home): void {
  for (const node of children(body)) {
    if (PASSED.has(node.name)) readBody(source, node, declare, home)
    else readStatement(source, node, declare, home)
  }
}

function readStatement(source: Source, node: SyntaxNode, declare: Declare, home: Home): void {
  switch (node.name) {
    case 'FunctionDefinition':
    case 'ClassDefinition':
    case 'DecoratedStatement': {
      const found = definitionOf(source, node)
      if (found) declare(found.name, found.outline)
      break
    }
    case 'AssignStatement':
      for (const { name, outline } of assignmentOf(source, node)) declare(name, outline)
      break
    case 'ImportStatement':
      for (const { name, outline } of importsOf(source, node, home.package)) declare(name, outline)
      break
    case 'TypeDefinition': {
      const name = child(node, 'VariableName')
      if (name) declare(source.of(name), { kind: 'variable', line: source.line(node.from) })
    }
  }
}

/** What a `def`, a `class` or a decorated one declares. */
export function definitionOf(
  source: Source,
  node: SyntaxNode,
): {
  readonly name: string
  readonly node: SyntaxNode
  readonly outline: FunctionOutline | ClassOutline
} | null {
  const inner =
    node.name === 'DecoratedStatement'
      ? (child(node, 'FunctionDefinition') ?? child(node, 'ClassDefinition'))
      : node
  const name = inner && child(inner, 'VariableName')
  if (!inner || !name) return null
  const decorators = node === inner ? [] : node.getChildren('Decorator')
  const outline =
    inner.name === 'ClassDefinition'
      ? classOf(source, inner)
      : functionOf(source, inner, decorators)
  return { name: source.of(name), node: name, outline }
}

function classOf(source: Source, node: SyntaxNode): ClassOutline {
  const members: { [name: string]: Outline } = {}
  const body = child(node, 'Body')
  if (body) {
    readBody(source, body, (name, outline) => (members[name] = better(members[name], outline)), {
      package: '',
    })
    readSelf(source, body, members)
  }
  const bases = argumentsOf(source, child(node, 'ArgList')).flatMap(({ name, value }) =>
    name === null && value ? [source.of(value)] : [],
  )
  const doc = body && docOf(source, body)
  return {
    kind: 'class',
    bases,
    members,
    ...(doc === null ? {} : { doc }),
    line: source.line(node.from),
  }
}

/** What methods write to `self`. */
function readSelf(source: Source, body: SyntaxNode, members: { [name: string]: Outline }): void {
  for (const match of source
    .of(body)
    .matchAll(/^\s+self\.(\w+)\s*(?::\s*([^=\n]+?)\s*)?=(?!=)(?: *([A-Za-z_][\w.]*\())?/gmu)) {
    const [, name = '', type, made] = match
    members[name] ??= {
      kind: 'variable',
      ...(type === undefined ? {} : { type }),
      ...(made === undefined ? {} : { value: `${made}...)` }),
      line: source.line(body.from + match.index + match[0].search(/\S/u)),
    }
  }
}

function functionOf(
  source: Source,
  node: SyntaxNode,
  decorators: readonly SyntaxNode[],
): FunctionOutline {
  const returns = child(node, 'TypeDef')
  const doc = docOf(source, child(node, 'Body'))
  const texts = decorators.map((each) => source.of(each).slice(1).trim())
  const maker = decorators.find((each) => isTaskMaker(source, each))
  const on = texts.map(howOn).find((each) => each !== null)
  return {
    kind: 'function',
    parameters: parametersOf(source, child(node, 'ParamList')),
    ...(returns ? { returns: typeText(source, returns) } : {}),
    ...(maker ? { task: isBound(source, maker) ? 'bound' : 'plain' } : {}),
    ...(maker && /\btyping\s*=\s*False/u.test(source.of(maker)) ? { untyped: true } : {}),
    ...(on ? { on } : {}),
    ...(decorators.length > 0 && !maker && !on ? { decorated: true } : {}),
    ...(doc === null ? {} : { doc }),
    line: source.line(node.from),
  }
}

function howOn(decorator: string): FunctionOutline['on'] | null {
  if (decorator === 'staticmethod') return 'static'
  if (decorator === 'classmethod') return 'class'
  // The sandbox's own read-only fields are called `_field` and the like.
  return /^(?:property|\w+\.setter|cached_property|functools\.cached_property|_\w*(?:field|property)\w*)$/u.test(
    decorator,
  )
    ? 'property'
    : null
}

/** `@app.task`, `@app.task(...)`, `@shared_task`, `@celery.shared_task(...)`. */
export const isTaskMaker = (source: Source, decorator: SyntaxNode): boolean =>
  /^@\s*(?:\w+\.)*(?:shared_task|(?<=\.)task)\s*(?:\(|$)/u.test(source.of(decorator))

const isBound = (source: Source, decorator: SyntaxNode): boolean =>
  argumentsOf(source, child(decorator, 'ArgList')).some(
    ({ name, value }) => name === 'bind' && value !== null && source.of(value) === 'True',
  )

/** The parameters between the brackets of a `def` or behind a `lambda`. */
export function parametersOf(source: Source, list: SyntaxNode | null): readonly Parameter[] {
  const found: { -readonly [key in keyof Parameter]: Parameter[key] }[] = []
  let star: '' | '*' | '**' = ''
  let only: 'keyword' | undefined
  let value = false
  let end = list?.from ?? 0
  for (const node of list ? children(list) : []) {
    const last = found.at(-1)
    // The tree has no node for a slash.
    if (source.text.slice(end, node.from).includes('/'))
      for (const each of found) each.only = 'position'
    end = node.to
    if (node.name === '*' || node.name === '**') star = node.name
    else if (node.name === ',') {
      if (star === '*') only = 'keyword'
      star = ''
      value = false
    } else if (node.name === 'AssignOp') value = true
    else if (value && last) {
      last.value = shortened(source.of(node))
      value = false
    } else if (node.name === 'TypeDef' && last) last.type = typeText(source, node)
    else if (node.name === 'VariableName') {
      found.push({
        name: source.of(node),
        ...(star === '' ? {} : { star }),
        ...(only === undefined || star !== '' ? {} : { only }),
      })
      if (star === '*') only = 'keyword'
      if (star !== '') star = ''
    }
  }
  return found
}

const shortened = (text: string): string =>
  text.length > SHORT ? '...' : text.replaceAll(/\s+/gu, ' ')

/** The type behind `:` or `->`. */
const typeText = (source: Source, node: SyntaxNode): string =>
  source
    .of(node)
    .replace(/^(?::|->)\s*/u, '')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^['"]|['"]$/gu, '')

function assignmentOf(
  source: Source,
  node: SyntaxNode,
): { readonly name: string; readonly outline: VariableOutline }[] {
  const parts = children(node)
  const type = child(node, 'TypeDef')
  const last = parts.at(-1)
  const value =
    parts.some(({ name }) => name === 'AssignOp') && last ? valueText(source, last) : null
  const target = parts[0]
  const doc = noteAbove(source, node)
  const common = {
    kind: 'variable' as const,
    ...(type ? { type: typeText(source, type) } : {}),
    ...(doc === null ? {} : { doc }),
    line: source.line(node.from),
  }
  const single = parts.filter(({ name }) => name === ',').length === 0
  if (target?.name === 'VariableName' && single) {
    const name = source.of(target)
    if (name === '__all__' && last)
      return [{ name, outline: { ...common, value: source.of(last) } }]
    return [{ name, outline: { ...common, ...(value === null ? {} : { value }) } }]
  }
  return targetsOf(node).map((each) => ({ name: source.of(each), outline: common }))
}

/** A value in one short line: of a long call who is called, of anything else that is long nothing. */
function valueText(source: Source, node: SyntaxNode): string | null {
  const text = source.of(node)
  if (text.length <= SHORT) return text
  const called = node.name === 'CallExpression' ? node.firstChild : null
  return called ? `${source.of(called)}(...)` : null
}

/** The names that stand left of the last `=`. */
export function targetsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const parts = children(node)
  const last = parts.findLastIndex(({ name }) => name === 'AssignOp')
  return (last < 0 ? parts.slice(0, 1) : parts.slice(0, last)).flatMap(namesIn)
}

/** The names that a target binds: `a, (b, *c)`. */
export function namesIn(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.name === 'VariableName') return [node]
  return /^(?:TupleExpression|ArrayExpression|ParenthesizedExpression)$/u.test(node.name)
    ? children(node).flatMap(namesIn)
    : []
}

/** `#: ...` in the lines above, as the sandbox's packages comment their variables. */
function noteAbove(source: Source, node: SyntaxNode): string | null {
  const lines: string[] = []
  for (let line = source.line(node.from) - 1; line > 0; line--) {
    const note = /^\s*#: (.*)$/u.exec(
      source.text.slice(source.start(line), source.start(line + 1)).trimEnd(),
    )
    if (!note) break
    lines.unshift(note[1] ?? '')
  }
  return lines.length > 0 ? lines.join(' ') : null
}

/** One name that an import binds. */
export interface Imported {
  readonly name: string
  readonly node: SyntaxNode
  readonly outline: ImportOutline
  /** The nodes of the module's name; empty where there are dots alone. */
  readonly module: readonly SyntaxNode[]
}

/** What an import binds; `*` for a starred one. */
export function importsOf(source: Source, node: SyntaxNode, home = ''): readonly Imported[] {
  const parts = children(node).filter(
    ({ name, type }) => name !== '(' && name !== ')' && !type.isError,
  )
  const line = source.line(node.from)
  return parts[0]?.name === 'from'
    ? fromImports(source, parts, home, line)
    : groupsOf(parts.slice(1)).flatMap((group) => plainImport(source, group, line))
}

function fromImports(
  source: Source,
  parts: readonly SyntaxNode[],
  home: string,
  line: number,
): readonly Imported[] {
  const at = parts.findIndex(({ name }) => name === 'import')
  const before = parts.slice(1, at < 0 ? undefined : at)
  const module = before.filter(({ name }) => name === 'VariableName')
  const first = module[0]
  const dots = before.filter(
    ({ name, to }) => /^\.+$|^…$/u.test(name) && (!first || to <= first.from),
  )
  const depth = dots.reduce((sum, dot) => sum + dot.to - dot.from, 0)
  const base =
    depth === 0
      ? ''
      : home
          .split('.')
          .slice(0, depth === 1 ? undefined : 1 - depth)
          .join('.')
  const from = [base, ...module.map((each) => source.of(each))]
    .filter((part) => part !== '')
    .join('.')
  if (at < 0) return []
  return groupsOf(parts.slice(at + 1)).flatMap((group) => {
    const [what, , alias] = group
    if (what === undefined) return []
    const name = source.of(what)
    const outline = { kind: 'import' as const, from, name: name === '*' ? null : name, line }
    return [{ name: alias ? source.of(alias) : name, node: what, outline, module }]
  })
}

function plainImport(
  source: Source,
  group: readonly SyntaxNode[],
  line: number,
): readonly Imported[] {
  const as = group.findIndex(({ name }) => name === 'as')
  const module = group
    .slice(0, as < 0 ? undefined : as)
    .filter(({ name }) => name === 'VariableName')
  const [first] = module
  if (first === undefined) return []
  const path = module.map((each) => source.of(each)).join('.')
  const alias = as < 0 ? null : (group[as + 1] ?? null)
  // Without `as` the first part alone is bound.
  return [
    {
      name: source.of(alias ?? first),
      node: alias ?? first,
      outline: { kind: 'import', from: alias ? path : source.of(first), name: null, line },
      module,
    },
  ]
}

function groupsOf(parts: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]]
  for (const part of parts) {
    if (part.name === ',') groups.push([])
    else groups.at(-1)?.push(part)
  }
  return groups.filter((group) => group.length > 0)
}

/** The docstring that a body begins with, with its indentation taken away. */
function docOf(source: Source, body: SyntaxNode | null): string | null {
  if (body === null) return null
  const first = children(body).find(({ name }) => name !== ':')
  const text = first?.name === 'ExpressionStatement' ? stringOf(source, first.firstChild) : null
  if (text === null) return null
  const [head = '', ...rest] = text.trim().split('\n')
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/u))
  const cut = Math.min(...indents, Infinity)
  return [head, ...rest.map((line) => line.slice(Number.isFinite(cut) ? cut : 0).trimEnd())].join(
    '\n',
  )
}
