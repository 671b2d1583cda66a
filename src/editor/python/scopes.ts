/** Which name means what, where: Python's own rules of scope over the syntax tree. */
import { type Imported, importsOf, namesIn, targetsOf } from './outline.ts'
import { type Source, type SyntaxNode, child, children } from './syntax.ts'

export type BindingKind = 'parameter' | 'value' | 'import' | 'def' | 'class' | 'other'

/** A place where a name gets its meaning. */
export interface Binding {
  readonly name: string
  readonly kind: BindingKind
  /** The name itself. */
  readonly node: SyntaxNode
  /** What it is: the whole definition, the expression that is assigned, the parameter's function. */
  readonly value: SyntaxNode | null
  readonly imported?: Imported
  /** The expression is what it is taken out of: an element of it, a part of a tuple. */
  readonly part?: true
}

export class Scope {
  readonly kind: 'module' | 'function' | 'class' | 'comprehension'
  readonly node: SyntaxNode
  readonly parent: Scope | null
  readonly bindings = new Map<string, Binding[]>()
  readonly outside = new Set<string>()
  readonly inner: Scope[] = []
  /** What is written no further right than this is no part of it; -1: it stands in a line. */
  readonly column: number

  constructor(kind: Scope['kind'], node: SyntaxNode, parent: Scope | null, column = -1) {
    this.column = column
    this.kind = kind
    this.node = node
    this.parent = parent
    parent?.inner.push(this)
  }

  bind(binding: Binding): void {
    const all = this.bindings.get(binding.name)
    if (all) all.push(binding)
    else this.bindings.set(binding.name, [binding])
  }

  /** What a name means here; empty where nobody has bound it. */
  find(name: string): readonly Binding[] {
    for (const scope of this.chain()) {
      const found = scope.bindings.get(name)
      if (found && !scope.outside.has(name)) return found
    }
    return []
  }

  /** This scope and those around it that can be seen from here: a class is not seen from its methods. */
  *chain(): Generator<Scope> {
    yield this
    for (let each = this.parent; each !== null; each = each.parent) {
      if (each.kind !== 'class' || this.kind === 'class') yield each
    }
  }

  /** The innermost scope around an offset; `column`: where somebody writes, in a line that is not read yet. */
  at(offset: number, column = Infinity): Scope {
    const within = this.inner.find(
      ({ node, column: own }) => node.from <= offset && offset <= node.to && column > own,
    )
    return within?.at(offset, column) ?? this
  }
}

/** A name that is read. */
export interface Reference {
  readonly name: string
  readonly node: SyntaxNode
  readonly scope: Scope
}

/** The scopes of a file, and every name that is read in it. */
export interface Names {
  readonly module: Scope
  readonly references: readonly Reference[]
  readonly imports: readonly Imported[]
}

/** Reads the scopes of a file. */
export function namesOf(source: Source): Names {
  const reader = new Reader(source)
  reader.walk(source.top, reader.module)
  return { module: reader.module, references: reader.references, imports: reader.imports }
}

const COMPREHENSION = /^(?:Array|Set|Dictionary)?ComprehensionExpression$/u

class Reader {
  readonly module: Scope
  readonly references: Reference[] = []
  readonly imports: Imported[] = []
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
    this.module = new Scope('module', source.top, null)
  }

  #column(node: SyntaxNode): number {
    if (node.name === 'LambdaExpression') return -1
    return node.from - this.#source.start(this.#source.line(node.from))
  }

  walk(node: SyntaxNode, scope: Scope): void {
    const special = this.#special(node, scope)
    if (!special) for (const each of children(node)) this.walk(each, scope)
  }

  /** True where the node's children were seen to. */
  #special(node: SyntaxNode, scope: Scope): boolean {
    switch (node.name) {
      case 'VariableName':
        this.references.push({ name: this.#source.of(node), node, scope })
        return true
      case 'FunctionDefinition':
      case 'LambdaExpression':
        this.#function(node, scope)
        return true
      case 'ClassDefinition':
        this.#class(node, scope)
        return true
      case 'Decorator':
        this.#decorator(node, scope)
        return true
      case 'ArgList':
        this.#arguments(node, scope)
        return true
      case 'ImportStatement':
        this.#import(node, scope)
        return true
      case 'ScopeStatement':
        this.#outside(node, scope)
        return true
      case 'TypeDefinition':
        this.#type(node, scope)
        return true
    }
    return this.#binds(node, scope)
  }

  /** Statements and expressions that bind names among other things. */
  #binds(node: SyntaxNode, scope: Scope): boolean {
    switch (node.name) {
      case 'AssignStatement':
        this.#assign(node, scope)
        return true
      case 'NamedExpression':
        this.#named(node, scope)
        return true
      case 'ForStatement':
        this.#for(children(node), scope)
        return true
      case 'WithStatement':
      case 'TryStatement':
        this.#as(node, scope)
        return true
      case 'CapturePattern':
      case 'AsPattern':
        for (const each of node.getChildren('VariableName')) this.#bind(scope, each, 'other')
        for (const each of children(node)) if (each.name !== 'VariableName') this.walk(each, scope)
        return true
      case 'KeywordPattern': {
        const [, ...rest] = children(node)
        for (const each of rest) this.walk(each, scope)
        return true
      }
    }
    if (!COMPREHENSION.test(node.name)) return this.#generator(node, scope)
    this.#comprehension(children(node), new Scope('comprehension', node, scope))
    return true
  }

  /** `f(x for x in y)` and `(x for x in y)` have no node of their own around the comprehension. */
  #generator(node: SyntaxNode, scope: Scope): boolean {
    const parts = children(node)
    if (node.name !== 'ParenthesizedExpression' || !parts.some(({ name }) => name === 'for'))
      return false
    this.#comprehension(parts, new Scope('comprehension', node, scope))
    return true
  }

  #bind(
    scope: Scope,
    node: SyntaxNode,
    kind: BindingKind,
    value: SyntaxNode | null = null,
    part?: true,
  ): void {
    scope.bind({ name: this.#source.of(node), kind, node, value, ...(part ? { part } : {}) })
  }

  /** Binds a target; what else stands in it (`a.b`, `a[i]`) is read. */
  #target(node: SyntaxNode, scope: Scope, value: SyntaxNode | null, part?: true): void {
    if (node.name === 'VariableName')
      this.#bind(scope, node, value ? 'value' : 'other', value, part)
    else if (/^(?:Tuple|Array|Parenthesized)Expression$/u.test(node.name))
      for (const each of children(node)) this.#target(each, scope, value, true)
    else this.walk(node, scope)
  }

  #assign(node: SyntaxNode, scope: Scope): void {
    const parts = children(node)
    const type = child(node, 'TypeDef')
    const last = parts.findLastIndex(({ name }) => name === 'AssignOp')
    const value = last < 0 ? null : (parts[last + 1] ?? null)
    const targets = new Set(targetsOf(node).map(({ from }) => from))
    const single = parts.filter(({ name }) => name === ',').length === 0
    for (const [index, each] of parts.entries()) {
      if (last >= 0 && index > last) this.walk(each, scope)
      else if (each.name === 'TypeDef') this.walk(each, scope)
      else if (namesIn(each).some(({ from }) => targets.has(from)) || last >= 0)
        this.#target(each, scope, value ?? type, single ? undefined : true)
      else if (type && index === 0) this.#target(each, scope, type)
    }
  }

  #named(node: SyntaxNode, scope: Scope): void {
    const [name, , value] = children(node)
    const home = [...scope.chain()].find(({ kind }) => kind !== 'comprehension') ?? scope
    if (name) this.#bind(home, name, 'value', value ?? null)
    if (value) this.walk(value, scope)
  }

  #for(parts: readonly SyntaxNode[], scope: Scope): void {
    const at = parts.findIndex(({ name }) => name === 'in')
    const from = parts.findIndex(({ name }) => name === 'for')
    for (const [index, each] of parts.entries()) {
      if (index > from && index < at) this.#target(each, scope, null)
      else this.walk(each, scope)
    }
  }

  /** `with x as y`, `except E as e`: what comes behind `as` is bound. */
  #as(node: SyntaxNode, scope: Scope): void {
    let value: SyntaxNode | null = null
    let binds = false
    for (const each of children(node)) {
      if (each.name === 'as') binds = true
      else if (binds) {
        this.#target(each, scope, node.name === 'WithStatement' ? value : null)
        binds = false
      } else {
        value = each
        this.walk(each, scope)
      }
    }
  }

  #function(node: SyntaxNode, scope: Scope): void {
    const name = child(node, 'VariableName')
    if (node.name === 'FunctionDefinition' && name) this.#bind(scope, name, 'def', node)
    const own = new Scope('function', node, scope, this.#column(node))
    this.#typeParameters(node, own)
    const list = child(node, 'ParamList')
    let value = false
    for (const each of list ? children(list) : []) {
      if (each.name === 'AssignOp') value = true
      else if (value) {
        this.walk(each, scope)
        value = false
      } else if (each.name === 'VariableName') this.#bind(own, each, 'parameter', node)
      else if (each.name === 'TypeDef') this.walk(each, own)
    }
    const rest = children(node).filter(
      (each) =>
        each !== list &&
        each.name !== 'TypeParamList' &&
        each.from !== name?.from &&
        each.from !== list?.from,
    )
    for (const each of rest) this.walk(each, own)
  }

  #class(node: SyntaxNode, scope: Scope): void {
    const name = child(node, 'VariableName')
    if (name) this.#bind(scope, name, 'class', node)
    const own = new Scope('class', node, scope, this.#column(node))
    this.#typeParameters(node, own)
    for (const each of children(node)) {
      if (each.name === 'ArgList') this.walk(each, own)
      else if (each.name === 'Body') this.walk(each, own)
    }
  }

  #typeParameters(node: SyntaxNode, own: Scope): void {
    const list = child(node, 'TypeParamList')
    for (const each of list?.getChildren('TypeParam') ?? []) {
      const name = child(each, 'VariableName')
      if (name) this.#bind(own, name, 'other')
      for (const other of children(each)) if (other.from !== name?.from) this.walk(other, own)
    }
  }

  #type(node: SyntaxNode, scope: Scope): void {
    const name = child(node, 'VariableName')
    if (name) this.#bind(scope, name, 'other')
    const own = new Scope('function', node, scope)
    this.#typeParameters(node, own)
    for (const each of children(node)) {
      if (each.from !== name?.from && each.name !== 'TypeParamList') this.walk(each, own)
    }
  }

  /** `@a.b.c(...)`: of the dotted name the first part alone is read. */
  #decorator(node: SyntaxNode, scope: Scope): void {
    let dotted = false
    for (const each of children(node)) {
      if (each.name === '.') dotted = true
      else if (each.name !== 'VariableName' || !dotted) this.walk(each, scope)
    }
  }

  #arguments(node: SyntaxNode, scope: Scope): void {
    const parts = children(node)
    if (parts.some(({ name }) => name === 'for')) {
      this.#comprehension(parts, new Scope('comprehension', node, scope))
      return
    }
    for (const [index, each] of parts.entries()) {
      if (each.name === 'VariableName' && parts[index + 1]?.name === 'AssignOp') continue
      this.walk(each, scope)
    }
  }

  #comprehension(parts: readonly SyntaxNode[], own: Scope): void {
    let binds = false
    const late: SyntaxNode[] = []
    for (const each of parts) {
      if (each.name === 'for') binds = true
      else if (each.name === 'in') binds = false
      else if (binds) this.#target(each, own, null)
      else late.push(each)
    }
    for (const each of late) this.walk(each, own)
  }

  #import(node: SyntaxNode, scope: Scope): void {
    for (const each of importsOf(this.#source, node)) {
      this.imports.push(each)
      scope.bind({ name: each.name, kind: 'import', node: each.node, value: node, imported: each })
    }
  }

  /** `global x`, `nonlocal x`: what is bound here belongs further out. */
  #outside(node: SyntaxNode, scope: Scope): void {
    const isGlobal = node.firstChild?.name === 'global'
    for (const each of node.getChildren('VariableName')) {
      scope.outside.add(this.#source.of(each))
      if (isGlobal) this.#bind(this.module, each, 'other')
    }
  }
}
