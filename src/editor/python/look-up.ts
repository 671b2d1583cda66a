/** Hover and signature help: what stands at the cursor, and what the call around it takes. */
import { Inference } from './infer.ts'
import { callAround } from './complete.ts'
import type { Parameter } from './outline.ts'
import type { Project, ProjectFile, Value } from './project.ts'
import {
  argumentDoc,
  callerParameters,
  type Signature,
  signatureText,
  tell,
  type Told,
} from './show.ts'
import { type SyntaxNode, argumentsOf } from './syntax.ts'
import { taskOf } from './problems/rule.ts'

export interface Hover extends Told {
  readonly from: number
  readonly to: number
}

/** What stands at an offset; null where there is nothing to say. */
export function hoverAt(project: Project, path: string, offset: number): Hover | null {
  const file = project.file(path)
  const node = file?.source.top.resolveInner(offset, 1)
  if (!file || !node || !/^(?:VariableName|PropertyName)$/u.test(node.name)) return null
  const place = { from: node.from, to: node.to }
  const argument = argumentAt(project, file, node)
  if (argument) return { ...argument, ...place }
  const name = file.source.of(node)
  const value = valueAt(project, file, node)
  if (value) return { ...tell(project, name, value), ...place }
  const setting = settingAt(project, file, node)
  return setting === null ? null : { ...setting, ...place }
}

function valueAt(project: Project, file: ProjectFile, node: SyntaxNode): Value | null {
  const infer = new Inference(project, file)
  const { parent } = node
  if (node.name === 'PropertyName') return infer.of(parent)
  if (parent?.name === 'Decorator') return decorated(project, file, parent, node)
  if (parent?.name === 'ImportStatement') {
    const imported = file.names.imports.find(
      (each) => each.node.from === node.from || each.module.some(({ from }) => from === node.from),
    )
    if (!imported) return null
    const part = imported.module.findIndex(({ from }) => from === node.from)
    if (part < 0 || imported.outline.name === null) return project.valueOf('', '', imported.outline)
    const path = imported.module
      .slice(0, part + 1)
      .map((each) => file.source.of(each))
      .join('.')
    return project.module(path) ? { is: 'module', name: path } : null
  }
  // The name of a definition is bound around it.
  const own = /Definition$/u.test(parent?.name ?? '') ? (parent?.from ?? node.from) - 1 : node.from
  const name = file.source.of(node)
  const scope = file.names.module.at(Math.max(0, own))
  return infer.named(name, scope) ?? infer.named(name, file.names.module.at(node.from))
}

function decorated(
  project: Project,
  file: ProjectFile,
  decorator: SyntaxNode,
  node: SyntaxNode,
): Value | null {
  const infer = new Inference(project, file)
  let value: Value | null = null
  for (const [index, each] of decorator.getChildren('VariableName').entries()) {
    const name = file.source.of(each)
    value =
      index === 0
        ? infer.named(name, file.names.module.at(each.from))
        : value && project.member(value, name)
    if (each.from === node.from) return value
  }
  return null
}

/** `countdown` in `apply_async(countdown=3)`. */
function argumentAt(project: Project, file: ProjectFile, node: SyntaxNode): Told | null {
  if (node.parent?.name !== 'ArgList' || node.nextSibling?.name !== 'AssignOp') return null
  const call = callAround(project, file, node.from + 1)
  const name = file.source.of(node)
  const { value } = call ?? {}
  if (value?.is !== 'function' && value?.is !== 'class') return null
  const task = project.lookup('celery.app.task', 'Task')
  const attribute = task?.is === 'class' ? task.of.members[name] : undefined
  const words = argumentDoc(value.of.doc, name) ?? attribute?.doc
  return words === undefined ? null : { code: `${name}=…`, words }
}

function settingAt(project: Project, file: ProjectFile, node: SyntaxNode): Told | null {
  const name = file.source.of(node)
  const value = project.library.settings[name]
  return value === undefined || node.parent?.name !== 'MemberExpression'
    ? null
    : { code: `${name} = ${value}`, words: 'A setting of Celery, with its default.' }
}

/** The signature of the call around the cursor, and which parameter is being written. */
export interface SignatureHelp {
  readonly signature: Signature
  readonly words: string
  readonly active: number
  readonly parameterWords: readonly string[]
}

export function signatureAt(project: Project, path: string, offset: number): SignatureHelp | null {
  const file = project.file(path)
  const call = file && callAround(project, file, offset)
  if (!file || !call) return null
  const callee = file.source.of(call.callee).replace(/^.*\./su, '')
  const found = signatureOf(
    project,
    call.value,
    /^(?:delay|s|si)$/u.test(call.method ?? '') ? taskOf(call) : null,
    call.method,
  )
  if (!found) return null
  const { name, parameters, returns, doc } = found
  const signature = signatureText(name.startsWith('_') ? callee : name, parameters, returns)
  return {
    signature,
    // The whole of it is in the hover: here is little room.
    words: doc.split('\n\n')[0] ?? '',
    active: activeOf(file, call.list, offset, parameters),
    parameterWords: parameters.map((each) => argumentDoc(doc, each.name) ?? ''),
  }
}

interface Callable {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly returns?: string | undefined
  readonly doc: string
}

function signatureOf(
  project: Project,
  value: Value | null,
  task: Value | null,
  method: string | null,
): Callable | null {
  if (task?.is === 'function') {
    const doc = value?.is === 'function' ? (value.of.doc ?? '') : ''
    const returns = value?.is === 'function' ? value.of.returns : undefined
    return {
      name: `${task.name}.${method ?? ''}`,
      parameters: callerParameters(task.of, task.bound),
      returns,
      doc: task.of.doc ?? doc,
    }
  }
  if (value?.is === 'function')
    return {
      name: value.name,
      parameters: callerParameters(value.of, value.bound),
      returns: value.of.returns,
      doc: value.of.doc ?? '',
    }
  if (value?.is === 'instance' && value.task)
    return {
      name: value.task.name,
      parameters: callerParameters(value.task.of, value.task.bound),
      returns: value.task.of.returns,
      doc: value.task.of.doc ?? '',
    }
  if (value?.is !== 'class') return null
  const init = project.declared(value, '__init__') ?? project.declared(value, '__new__')
  const parameters = init?.outline.kind === 'function' ? callerParameters(init.outline, true) : []
  return { name: value.name, parameters, doc: value.of.doc ?? '' }
}

/** Which parameter the cursor is at: by name, or by the commas before it. */
function activeOf(
  file: ProjectFile,
  list: SyntaxNode,
  offset: number,
  parameters: readonly Parameter[],
): number {
  const { source } = file
  const before = argumentsOf(source, list).filter(
    ({ value, nameNode }) =>
      (nameNode ?? value)?.from !== undefined && ((nameNode ?? value)?.from ?? 0) <= offset,
  )
  const commas = list.getChildren(',').filter(({ to }) => to <= offset).length
  const current = before[commas]
  const named = current?.name ?? null
  if (named !== null) {
    const at = parameters.findIndex(({ name }) => name === named)
    return at >= 0 ? at : parameters.findIndex(({ star }) => star === '**')
  }
  const star = parameters.findIndex((each) => each.star === '*')
  return star >= 0 && commas > star ? star : Math.min(commas, Math.max(0, parameters.length - 1))
}
