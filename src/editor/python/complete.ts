/** What may come next at the cursor. */
import { Inference } from './infer.ts'
import type { Outline } from './outline.ts'
import {
  type FunctionValue,
  moduleName,
  type Project,
  type ProjectFile,
  type Value,
} from './project.ts'
import { argumentDoc, callerParameters, parameterText, signatureText } from './show.ts'
import { type SyntaxNode, around } from './syntax.ts'
import { callOf, type Call, taskOf } from './problems/rule.ts'

export type SuggestionKind =
  | 'module'
  | 'class'
  | 'function'
  | 'method'
  | 'variable'
  | 'property'
  | 'argument'
  | 'setting'
  | 'keyword'
  | 'value'
  | 'task'

export interface Suggestion {
  readonly label: string
  readonly kind: SuggestionKind
  /** Right of the label: a signature, a default. */
  readonly detail?: string
  readonly words?: string
  /** What is written, where it is not the label. */
  readonly insert?: string
  /** Smaller comes first. */
  readonly rank: number
}

const KEYWORDS =
  'and as assert async await break case class continue def del elif else except False finally for from global if import in is lambda match None nonlocal not or pass raise return True try while with yield'.split(
    ' ',
  )

/** What may stand at an offset; the part of the word that is written already does not matter. */
export function suggestionsAt(
  project: Project,
  path: string,
  offset: number,
): readonly Suggestion[] {
  const file = project.file(path)
  if (!file) return []
  const { source } = file
  const before = source.text.slice(source.start(source.line(offset)), offset)
  if (isQuiet(file, offset)) return stringValues(file, offset)
  const imported = importSuggestions(project, file, before)
  if (imported) return imported
  const word = offset - (/\w*$/u.exec(before)?.[0].length ?? 0)
  if (source.text[word - 1] === '.') return members(project, file, word)
  return [...callArguments(project, file, word), ...visible(project, file, word)]
}

/** In a comment or a text nothing is suggested. */
function isQuiet({ source }: ProjectFile, offset: number): boolean {
  const node = source.top.resolveInner(offset, -1)
  if (node.name === 'Comment') return true
  return (
    around(node, 'String') !== null &&
    offset > node.from &&
    !closed(source.of(node), offset - node.from)
  )
}

const closed = (text: string, at: number): boolean =>
  at >= text.length && text.length > 1 && /(['"])$/u.test(text)

/** The value of an option that has few: `serializer='json'`. */
const VALUES: { readonly [option: string]: readonly string[] } = {
  serializer: ['json', 'pickle', 'yaml', 'msgpack'],
  task_serializer: ['json', 'pickle', 'yaml', 'msgpack'],
  result_serializer: ['json', 'pickle', 'yaml', 'msgpack'],
  compression: ['gzip', 'bzip2', 'zlib'],
}

function stringValues({ source }: ProjectFile, offset: number): readonly Suggestion[] {
  const line = source.text.slice(source.start(source.line(offset)), offset)
  const option = /(\w+)\s*=\s*['"]\w*$/u.exec(line)?.[1]
  return (VALUES[option ?? ''] ?? []).map((label) => ({ label, kind: 'value' as const, rank: 0 }))
}

function importSuggestions(
  project: Project,
  file: ProjectFile,
  before: string,
): readonly Suggestion[] | null {
  const from = /^\s*from\s+([\w.]*)\s+import\s+(?:\(?[\w\s,]*)$/u.exec(before)
  if (from) return namesOf(project, { is: 'module', name: from[1] ?? '' }, 0)
  const module = /^\s*(?:from|import)\s+(?:[\w., ]*,\s*)?([\w.]*)$/u.exec(before)
  if (!module) return null
  const path = (module[1] ?? '').split('.').slice(0, -1).join('.')
  const own = moduleName(file.path)
  return project
    .below(path)
    .filter((label) => label !== own)
    .map((label) => ({
      label,
      kind: 'module' as const,
      words: project.module(path === '' ? label : `${path}.${label}`)?.doc ?? '',
      rank: path !== '' || project.isOwn(label) ? 0 : /^(?:celery|kombu)$/u.test(label) ? 1 : 2,
    }))
}

/** What hangs on the expression before a dot. */
function members(project: Project, file: ProjectFile, word: number): readonly Suggestion[] {
  const infer = new Inference(project, file)
  const node = expressionBefore(file, word - 1)
  const value = infer.of(node)
  if (!value) return []
  if (value.is === 'instance' && value.name === 'Settings')
    return [...settings(project), ...namesOf(project, value, 1)]
  return namesOf(project, value, 0)
}

/** The expression that ends at an offset. */
function expressionBefore({ source }: ProjectFile, end: number): SyntaxNode {
  let node = source.top.resolveInner(end, -1)
  while (node.parent?.to === end && !/Statement$|Body|Script/u.test(node.parent.name))
    node = node.parent
  return node
}

const settings = (project: Project): readonly Suggestion[] =>
  Object.entries(project.library.settings).map(([label, value]) => ({
    label,
    kind: 'setting' as const,
    detail: value,
    rank: /^(?:task|result|worker|broker|beat|accept|timezone|enable|include|imports)/u.test(label)
      ? 0
      : 1,
  }))

/** What is asked of tasks, results and apps most. */
const USUAL = new Set(
  'delay apply_async s si get ready state status result id retry request update_state conf task'.split(
    ' ',
  ),
)

function namesOf(project: Project, value: Value, rank: number): readonly Suggestion[] {
  const found: Suggestion[] = []
  for (const [name, { home, outline }] of project.members(value)) {
    if (name.startsWith('_')) continue
    const own = value.is === 'instance' && value.home === home
    const far = own || value.is === 'module' ? 1 : 2
    const usual =
      value.is === 'instance' && USUAL.has(name)
        ? 0
        : /^[A-Z]/u.test(name) && value.is !== 'module'
          ? 3
          : far
    found.push(suggestionOf(project, name, home, outline, rank + usual))
  }
  return found
}

function suggestionOf(
  project: Project,
  name: string,
  home: string,
  outline: Outline,
  rank: number,
): Suggestion {
  const value = project.valueOf(home, name, outline)
  const shown = value ?? null
  if (shown?.is === 'module')
    return { label: name, kind: 'module', words: project.module(shown.name)?.doc ?? '', rank }
  if (shown?.is === 'class') return { label: name, kind: 'class', words: shown.of.doc ?? '', rank }
  if (shown?.is === 'instance')
    return {
      label: name,
      kind: shown.task ? 'task' : 'variable',
      detail: shown.task
        ? signatureText('', callerParameters(shown.task.of, shown.task.bound)).text
        : shown.name,
      words: (shown.task ? shown.task.of.doc : outline.doc) ?? '',
      rank,
    }
  if (outline.kind === 'function' && outline.on !== 'property') {
    const bound = outline.parameters[0]?.name === 'self' || outline.on === 'class'
    const { text } = signatureText('', callerParameters(outline, bound))
    return {
      label: name,
      kind: bound ? 'method' : 'function',
      detail: text,
      words: outline.doc ?? '',
      rank,
    }
  }
  const detail =
    outline.kind === 'variable'
      ? outline.type
      : outline.kind === 'function'
        ? outline.returns
        : undefined
  return {
    label: name,
    kind: outline.kind === 'function' ? 'property' : 'variable',
    ...(detail === undefined ? {} : { detail }),
    words: outline.doc ?? '',
    rank,
  }
}

/** Names of arguments that the call around takes, and that are not given yet. */
function callArguments(project: Project, file: ProjectFile, word: number): readonly Suggestion[] {
  const call = callAround(project, file, word)
  if (!call || isValue(file, word)) return []
  const given = new Set(call.given.map(({ name }) => name))
  const { value } = call
  const doc =
    value?.is === 'function' ? value.of.doc : value?.is === 'class' ? value.of.doc : undefined
  const argument = (
    label: string,
    detail: string | undefined,
    words: string | null,
    rank = 0,
  ): Suggestion => ({
    label: `${label}=`,
    kind: 'argument',
    ...(detail === undefined ? {} : { detail }),
    words: words ?? '',
    insert: `${label}=`,
    rank,
  })
  const task = /^(?:delay|s|si)$/u.test(call.method ?? '') ? taskOf(call) : null
  const parameters = task ? callerParameters(task.of, task.bound) : parametersOf(project, value)
  const plain = parameters
    .filter(({ name, star, only }) => star === undefined && only !== 'position' && !given.has(name))
    .map((each) =>
      argument(
        each.name,
        each.value === undefined ? undefined : parameterText(each),
        argumentDoc(doc, each.name),
      ),
    )
  const options = optionsOf(project, call)
    .filter((name) => !given.has(name) && !parameters.some((each) => each.name === name))
    .map((name) => {
      const words = [argumentDoc(doc, name), taskAttribute(project, name)].filter(
        (each) => each !== null,
      )
      // The longer tells more: one may only point to the other.
      return argument(
        name,
        undefined,
        words.toSorted((a, b) => b.length - a.length)[0] ?? null,
        words.length > 0 ? 0 : 1,
      )
    })
  return [...plain, ...options]
}

function parametersOf(project: Project, value: Value | null): FunctionValue['of']['parameters'] {
  if (value?.is === 'function') return callerParameters(value.of, value.bound)
  if (value?.is === 'instance')
    return value.task ? callerParameters(value.task.of, value.task.bound) : []
  if (value?.is !== 'class') return []
  const init = project.declared(value, '__init__')?.outline
  return init?.kind === 'function' ? callerParameters(init, true) : []
}

/** Options that a call takes by `**options`. */
function optionsOf(project: Project, call: Call): readonly string[] {
  const { value, method } = call
  const isCelery = value?.is === 'function' && value.home.startsWith('celery')
  if (isCelery && /^(?:apply_async|send_task|set)$/u.test(method ?? ''))
    return project.library.callOptions.filter((name) => !INTERNAL.has(name))
  if (call.callee.parent?.name === 'Decorator' || (isCelery && method === 'task'))
    return project.library.taskOptions.filter((name) => !INTERNAL.has(name))
  return []
}

/** Options that Celery sets itself. */
const INTERNAL = new Set(
  'abstract add_to_parent app argsrepr chain chord group_id group_index kwargsrepr parent_id reply_to retries root_id shadow_name stamped_headers stamps'.split(
    ' ',
  ),
)

/** What the class of tasks says of an attribute. */
function taskAttribute(project: Project, name: string): string | null {
  const task = project.lookup('celery.app.task', 'Task')
  const found = task?.is === 'class' ? task.of.members[name] : undefined
  return found?.doc ?? null
}

/** `name=` stands before the cursor: a value is wanted, not a name. */
const isValue = ({ source }: ProjectFile, word: number): boolean =>
  /(?:^|[^=!<>])=\s*$/u.test(source.text.slice(Math.max(0, word - 20), word))

/** The call, or the decorator, whose brackets are around an offset. */
export function callAround(project: Project, file: ProjectFile, offset: number): Call | null {
  const infer = new Inference(project, file)
  const { source } = file
  let list = around(source.top.resolveInner(offset, -1), 'ArgList')
  while (list && (offset <= list.from || (offset >= list.to && source.text[list.to - 1] === ')')))
    list = around(list.parent, 'ArgList')
  const parent = list?.parent
  if (!list || !parent) return null
  if (parent.name === 'CallExpression') return callOf({ source, infer }, parent)
  return parent.name === 'Decorator' ? decoratorCall(project, file, parent, list) : null
}

function decoratorCall(
  project: Project,
  file: ProjectFile,
  node: SyntaxNode,
  list: SyntaxNode,
): Call | null {
  const names = node.getChildren('VariableName')
  const [first, ...rest] = names
  if (!first) return null
  const infer = new Inference(project, file)
  let value = infer.of(first)
  for (const each of rest) value = value && project.member(value, file.source.of(each))
  const last = names.at(-1)
  const made = callOf({ source: file.source, infer }, node)
  return made && { ...made, callee: first, list, value, method: last ? file.source.of(last) : null }
}

/** Every name that can be seen here, and the keywords. */
function visible(project: Project, file: ProjectFile, word: number): readonly Suggestion[] {
  const found = new Map<string, Suggestion>()
  const infer = new Inference(project, file)
  let rank = 2
  const column = word - file.source.start(file.source.line(word))
  for (const scope of file.names.module.at(word, column).chain()) {
    for (const name of scope.bindings.keys()) {
      if (found.has(name) || name === '*') continue
      const value = infer.named(name, scope)
      found.set(name, named(name, value, rank))
    }
    rank = 3
  }
  for (const [name, outline] of Object.entries(project.module('builtins')?.names ?? {}))
    if (!found.has(name) && !name.startsWith('_'))
      found.set(name, suggestionOf(project, name, 'builtins', outline, 5))
  for (const label of KEYWORDS)
    if (!found.has(label)) found.set(label, { label, kind: 'keyword', rank: 4 })
  return [...found.values()]
}

function named(label: string, value: Value | null, rank: number): Suggestion {
  if (value?.is === 'instance' && value.task)
    return {
      label,
      kind: 'task',
      detail: signatureText('', callerParameters(value.task.of, value.task.bound)).text,
      words: value.task.of.doc ?? '',
      rank,
    }
  if (value?.is === 'function')
    return {
      label,
      kind: 'function',
      detail: signatureText('', callerParameters(value.of, value.bound)).text,
      words: value.of.doc ?? '',
      rank,
    }
  if (value?.is === 'class') return { label, kind: 'class', words: value.of.doc ?? '', rank }
  if (value?.is === 'module') return { label, kind: 'module', rank }
  return { label, kind: 'variable', ...(value ? { detail: value.name } : {}), rank }
}
