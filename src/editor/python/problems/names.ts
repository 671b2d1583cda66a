/** Names, modules and attributes that nobody has made. */
import { moduleName } from '../project.ts'
import { definitionOf, type Parameter, type ImportOutline } from '../outline.ts'
import type { Imported } from '../outline.ts'
import { type SyntaxNode, child } from '../syntax.ts'
import { nearest } from './near.ts'
import { type Finding, type Fix, type Look, bindEdit, taskAround, taskDecorator } from './rule.ts'

/** What every module has. */
const MODULE_NAMES = new Set([
  '__name__',
  '__file__',
  '__doc__',
  '__package__',
  '__spec__',
  '__loader__',
  '__builtins__',
  '__path__',
  '__annotations__',
  '__class__',
  '__debug__',
  '__dict__',
  '__module__',
  '__qualname__',
])

/** Modules whose names a learner may mean without having imported them. */
const COMMON = [
  'celery',
  'kombu',
  'time',
  'random',
  'datetime',
  'json',
  'os',
  'sys',
  'math',
  'collections',
  'functools',
  'itertools',
  'logging',
  'uuid',
  'contextlib',
  'dataclasses',
  'enum',
  'pathlib',
  'typing',
  'threading',
]

const replace = (node: { readonly from: number; readonly to: number }, text: string): Fix => ({
  title: `Change to ${text}`,
  edits: [{ from: node.from, to: node.to, text }],
})

/** Names that are read and bound nowhere. */
export function* unknownNames(look: Look): Generator<Finding> {
  const { project, file } = look
  if (hidesNames(look)) return
  const builtins = project.module('builtins')?.names ?? {}
  const seen = new Set<string>()
  for (const { name, node, scope } of file.names.references) {
    if (scope.find(name).length > 0 || Object.hasOwn(builtins, name) || MODULE_NAMES.has(name))
      continue
    if (scope.outside.has(name) && file.names.module.bindings.has(name)) continue
    const self = name === 'self' ? selfFinding(look, node) : null
    if (self) {
      yield self
      continue
    }
    const visible = [...scope.chain()].flatMap(({ bindings }) => [...bindings.keys()])
    const near = nearest(name, [
      ...visible,
      ...Object.keys(builtins).filter((each) => !each.startsWith('_')),
    ])
    const fixes = [...(near === null ? [] : [replace(node, near)]), ...importFixes(look, name)]
    yield {
      mistake: near === null ? 'unknown-name' : 'misspelt-name',
      from: node.from,
      to: node.to,
      slots: { name, ...(near === null ? {} : { near }) },
      // A name is added at the top of the file once, however often it is missing.
      fixes: seen.has(name) ? fixes.slice(0, near === null ? 0 : 1) : fixes,
    }
    seen.add(name)
  }
}

/** A starred import may bring any name. */
const hidesNames = ({ file }: Look): boolean => file.names.imports.some(({ name }) => name === '*')

/** `self` in the body of a task that is not bound. */
function selfFinding(look: Look, node: SyntaxNode): Finding | null {
  const definition = taskAround(look, node)
  const decorator = definition && taskDecorator(look, definition)
  const list = definition && child(definition, 'ParamList')
  if (!definition || !decorator || !list) return null
  const empty = /^\(\s*\)$/u.test(look.source.of(list))
  return {
    mistake: 'self-without-bind',
    from: node.from,
    to: node.to,
    fixes: [
      {
        title: 'Write @app.task(bind=True) and give the function self',
        edits: [
          bindEdit(look.source, decorator),
          { from: list.from + 1, to: list.from + 1, text: empty ? 'self' : 'self, ' },
        ],
      },
    ],
  }
}

function importFixes(look: Look, name: string): readonly Fix[] {
  const { project, file } = look
  const own = project.own.filter(
    (each) => each !== moduleName(file.path) && project.module(each)?.names[name] !== undefined,
  )
  const library = COMMON.filter((each) => {
    const found = project.module(each)?.names[name]
    return found !== undefined && !name.startsWith('_')
  })
  const at = importPlace(look)
  const lines = [
    ...own.map((each) => `from ${each} import ${name}`),
    ...(project.library.modules[name] ? [`import ${name}`] : []),
    ...library.map((each) => `from ${each} import ${name}`),
  ]
  return lines.slice(0, 3).map((line) => ({
    title: `Add "${line}"`,
    edits: [{ from: at, to: at, text: `${line}\n` }],
  }))
}

/** The line after the last import at the top; else the first line after comments and the docstring. */
function importPlace({ source, file }: Look): number {
  let line = 0
  for (const { node } of file.names.imports) {
    if (
      node.from < (file.source.top.lastChild?.to ?? 0) &&
      source.text[source.start(source.line(node.from))] !== ' '
    )
      line = Math.max(line, source.line(node.to))
  }
  return source.start(line + 1)
}

/** Modules that are not there, and names that a module does not have. */
export function* unknownImports(look: Look): Generator<Finding> {
  const { file } = look
  for (const imported of file.names.imports) {
    const { outline, module, node } = imported
    const path = pathOf(look, imported)
    const first = path.split('.')[0] ?? ''
    if (!exists(look, path)) {
      if (path === '' || inTry(node)) continue
      yield unknownModule(look, imported, path, first)
      continue
    }
    if (outline.name === null || module.length === 0) continue
    yield* missing(look, outline, node)
  }
}

function exists(look: Look, path: string): boolean {
  const { project } = look
  if (project.module(path) || project.below(path).length > 0) return true
  const parts = path.split('.')
  const known = parts.length > 1 && project.module(parts.slice(0, -1).join('.'))
  // A module of the standard library that the editor does not know from inside.
  const first = parts[0] ?? ''
  const top = look.project.library.names.includes(first)
  return known ? top : top && !project.isOwn(first)
}

/** An import that may fail is nobody's mistake. */
const inTry = (node: SyntaxNode): boolean => {
  for (let each = node.parent; each !== null; each = each.parent)
    if (each.name === 'TryStatement') return true
  return false
}

const pathOf = ({ source }: Look, { module, outline }: Imported): string =>
  module.length > 0 ? module.map((each) => source.of(each)).join('.') : outline.from

function unknownModule(
  look: Look,
  { module, node }: Imported,
  path: string,
  first: string,
): Finding {
  const { project } = look
  const [start, end] = [module[0] ?? node, module.at(-1) ?? node]
  const place = { from: start.from, to: end.to }
  if (/^celery\.(?:task|decorators)$/u.test(path)) return { mistake: 'removed-in-five', ...place }
  const inside = path.includes('.') && project.module(first) !== null
  const parent = path.split('.').slice(0, -1).join('.')
  const among = inside
    ? project.below(parent).map((each) => `${parent}.${each}`)
    : [...project.own, ...project.below('')]
  const near = nearest(path, among)
  return {
    mistake: near === null ? 'package-not-here' : 'misspelt-module',
    ...place,
    slots: { module: path, ...(near === null ? {} : { near }) },
    fixes: near === null ? [] : [replace(place, near)],
  }
}

function* missing(look: Look, { from, name }: ImportOutline, node: SyntaxNode): Generator<Finding> {
  const { project } = look
  const module = project.module(from)
  if (name === null || !module || hasName(look, from, name) || inTry(node)) return
  const near = nearest(name, Object.keys(module.names))
  if (from === 'celery' && /^(?:task|periodic_task|subtask_and_forget)$/u.test(name)) {
    yield { mistake: 'removed-in-five', from: node.from, to: node.to }
    return
  }
  yield {
    mistake: near === null ? 'no-such-name-in-module' : 'misspelt-name-in-module',
    from: node.from,
    to: node.to,
    slots: { name, module: from, ...(near === null ? {} : { near }) },
    fixes: near === null ? [] : [replace(node, near)],
  }
}

/** Whether a module has a name, or might have it. */
export function hasName({ project }: Pick<Look, 'project'>, from: string, name: string): boolean {
  const module = project.module(from)
  if (!module || module.open || name.startsWith('__')) return true
  if (Object.hasOwn(module.names, name) || module.hidden?.includes(name)) return true
  return project.lookup(from, name) !== null
}

/** `module.name` where the module has no such name. */
export function* unknownAttributes(look: Look): Generator<Finding> {
  const { project, source, infer } = look
  for (const node of look.all) {
    if (node.name !== 'MemberExpression') continue
    const property = child(node, 'PropertyName')
    const value = property && infer.of(node.firstChild)
    if (!property || !value) continue
    const name = source.of(property)
    if (value.is === 'module') {
      if (hasName(look, value.name, name) || isTarget(node)) continue
      const near = nearest(name, Object.keys(project.module(value.name)?.names ?? {}))
      yield {
        mistake: near === null ? 'no-such-name-in-module' : 'misspelt-name-in-module',
        from: property.from,
        to: property.to,
        slots: { name, module: value.name, ...(near === null ? {} : { near }) },
        fixes: near === null ? [] : [replace(property, near)],
      }
    } else if (value.is === 'instance' && isClosed(look, value.home) && !isTarget(node)) {
      yield* unknownMember(look, value, property)
    }
  }
}

/** Classes that take any attribute, or whose attributes their text does not tell. */
const OPEN_CLASSES = new Set([
  'Settings',
  'Context',
  'Request',
  'Proxy',
  'Redis',
  'StrictRedis',
  'Message',
  'Mock',
  'MagicMock',
  'Namespace',
  'SimpleNamespace',
])

const isClosed = ({ project }: Look, home: string): boolean => !project.isOwn(home)

function* unknownMember(
  look: Look,
  value: Extract<ReturnType<Look['infer']['of']>, { readonly is: 'instance' }>,
  property: SyntaxNode,
): Generator<Finding> {
  const { project, source } = look
  const name = source.of(property)
  const members = project.members(value)
  const open = OPEN_CLASSES.has(value.name) || members.has('__getattr__') || name.startsWith('_')
  if (open || members.has(name) || !basesKnown(look, value)) return
  const near = nearest(name, members.keys())
  // What is far from every name may be one of the names that its text does not tell.
  if (near === null) return
  yield {
    mistake: 'misspelt-attribute',
    from: property.from,
    to: property.to,
    slots: { name, of: value.task ? 'task' : value.name, near },
    fixes: [replace(property, near)],
  }
}

const basesKnown = ({ project }: Look, value: Parameters<Look['project']['bases']>[0]): boolean =>
  value.of.bases.filter(
    (base) => base !== 'object' && !/^(?:Generic|Protocol|NamedTuple|ABC)\b/u.test(base),
  ).length <= project.bases(value).length

/** It is written to: whoever writes makes it. */
function isTarget(node: SyntaxNode): boolean {
  const { parent } = node
  if (parent?.name === 'AssignStatement') return parent.lastChild?.from !== node.from
  return parent?.name === 'DeleteStatement'
}

/** A method without `self`. */
export function* forgottenSelf(look: Look): Generator<Finding> {
  for (const node of look.all) {
    if (
      node.name !== 'FunctionDefinition' ||
      node.parent?.name !== 'Body' ||
      node.parent.parent?.name !== 'ClassDefinition'
    )
      continue
    const found = definitionOf(look.source, node)
    if (found?.outline.kind !== 'function') continue
    const { parameters } = found.outline
    const list = child(node, 'ParamList')
    if (!list || !lacksSelf(parameters)) continue
    const empty = parameters.length === 0
    yield {
      mistake: 'forgotten-self',
      from: found.node.from,
      to: found.node.to,
      slots: { method: found.name },
      fixes: [
        {
          title: `Give ${found.name} the parameter self`,
          edits: [{ from: list.from + 1, to: list.from + 1, text: empty ? 'self' : 'self, ' }],
        },
      ],
    }
  }
}

const lacksSelf = (parameters: readonly Parameter[]): boolean => parameters.length === 0
