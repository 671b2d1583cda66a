import type { Inference } from '../infer.ts'
import type { FunctionValue, Project, ProjectFile, Value } from '../project.ts'
import {
  type Argument,
  type Source,
  type SyntaxNode,
  argumentsOf,
  around,
  child,
  children,
} from '../syntax.ts'

/** A change of the text that mends a problem. */
export interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

export interface Fix {
  /** What it does, in the words of the menu: `Write add.delay()`. */
  readonly title: string
  readonly edits: readonly Edit[]
}

/** A problem that was found; its words are in the prose file of its mistake. */
export interface Finding {
  /** The mistake's name. */
  readonly mistake: string
  readonly from: number
  readonly to: number
  readonly slots?: { readonly [slot: string]: string }
  readonly fixes?: readonly Fix[]
}

/** A call, with what is called. */
export interface Call {
  readonly node: SyntaxNode
  readonly callee: SyntaxNode
  readonly value: Value | null
  readonly list: SyntaxNode
  readonly given: readonly Argument[]
  /** Of `x.name(...)`: the name, and what it hangs on. */
  readonly method: string | null
  readonly on: Value | null
}

/** What a rule looks at. */
export interface Look {
  readonly project: Project
  readonly file: ProjectFile
  readonly source: Source
  readonly infer: Inference
  readonly all: readonly SyntaxNode[]
  readonly calls: readonly Call[]
  /** The tree is broken: what is missing may only be unreadable. */
  readonly broken: boolean
}

export type Rule = (look: Look) => Iterable<Finding>

/** Reads a call once for all rules. */
export function callOf(look: Pick<Look, 'source' | 'infer'>, node: SyntaxNode): Call | null {
  const callee = node.firstChild
  const list = child(node, 'ArgList')
  if (callee === null || list === null) return null
  const property = callee.name === 'MemberExpression' ? child(callee, 'PropertyName') : null
  return {
    node,
    callee,
    list,
    value: look.infer.of(callee),
    given: argumentsOf(look.source, list),
    method: property && look.source.of(property),
    on: property ? look.infer.of(callee.firstChild) : null,
  }
}

/** The task whose function a call is about: `add.delay(...)`, `add.s(...)`; null for other calls. */
export const taskOf = ({ on }: Call): FunctionValue | null =>
  on?.is === 'instance' ? (on.task ?? null) : null

/** The decorated function around a node that is a task; null outside of one. */
export function taskAround(look: Pick<Look, 'source'>, node: SyntaxNode): SyntaxNode | null {
  for (
    let each = around(node, 'FunctionDefinition');
    each;
    each = around(each.parent, 'FunctionDefinition')
  ) {
    const whole = each.parent
    const decorated = whole?.name === 'DecoratedStatement' ? whole.getChildren('Decorator') : []
    if (decorated.some((decorator) => TASK.test(look.source.of(decorator)))) return each
    if (around(each.parent, 'FunctionDefinition') === null) return null
  }
  return null
}

const TASK = /^@\s*(?:\w+\.)*(?:shared_task|(?<=\.)task)\s*(?:\(|$)/u

/** The decorator of a function that makes a task of it. */
export const taskDecorator = (
  look: Pick<Look, 'source'>,
  definition: SyntaxNode,
): SyntaxNode | null =>
  (definition.parent?.name === 'DecoratedStatement'
    ? definition.parent.getChildren('Decorator')
    : []
  ).find((each) => TASK.test(look.source.of(each))) ?? null

/** The edit that gives a task's decorator `bind=True`. */
export function bindEdit(source: Source, decorator: SyntaxNode): Edit {
  const list = child(decorator, 'ArgList')
  if (list === null) {
    const end = decorator.from + source.of(decorator).trimEnd().length
    return { from: end, to: end, text: '(bind=True)' }
  }
  const empty = children(list).length <= 2
  return { from: list.from + 1, to: list.from + 1, text: empty ? 'bind=True' : 'bind=True, ' }
}
