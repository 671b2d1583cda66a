/** What an expression is: followed from where its names were bound. */
import { type Project, type ProjectFile, moduleName, type Value } from './project.ts'
import type { Binding, Scope } from './scopes.ts'
import { definitionOf, isTaskMaker } from './outline.ts'
import { type SyntaxNode, around, child, children } from './syntax.ts'

/** Of a name that is bound more often nothing is said. */
const MANY = 4

const same = (one: Value | null, other: Value | null): boolean =>
  one?.is === other?.is &&
  JSON.stringify(one && 'home' in one ? [one.home, one.name] : one) ===
    JSON.stringify(other && 'home' in other ? [other.home, other.name] : other)

/** Longer chains of names lead nowhere. */
const DEEP = 10

export class Inference {
  readonly #project: Project
  readonly #file: ProjectFile

  constructor(project: Project, file: ProjectFile) {
    this.#project = project
    this.#file = file
  }

  /** The value of an expression; null where nobody can tell. */
  of(node: SyntaxNode | null, depth = 0): Value | null {
    if (node === null || depth > DEEP) return null
    const project = this.#project
    switch (node.name) {
      case 'VariableName':
        return this.named(this.#file.source.of(node), this.#scope(node), depth)
      case 'MemberExpression': {
        const property = child(node, 'PropertyName')
        const value = property ? this.of(node.firstChild, depth + 1) : null
        return value && property ? project.member(value, this.#file.source.of(property)) : null
      }
      case 'CallExpression': {
        const callee = this.of(node.firstChild, depth + 1)
        return callee && project.called(callee)
      }
      case 'ParenthesizedExpression':
        return this.of(children(node).find(({ name }) => name !== '(') ?? null, depth + 1)
      case 'BinaryExpression':
        return this.#joined(node, depth)
      default: {
        const kind = LITERALS[node.name]
        return kind === undefined ? null : project.typeNamed('builtins', kind)
      }
    }
  }

  /** `a | b` of signatures is a chain; other sums are left alone. */
  #joined(node: SyntaxNode, depth: number): Value | null {
    const [left, operator, right] = children(node)
    if (operator === undefined || this.#file.source.of(operator) !== '|') return null
    const value = this.of(left ?? null, depth + 1)
    const isSignature = value?.is === 'instance' && value.home.startsWith('celery.')
    return isSignature
      ? (this.#project.typeNamed('celery.canvas', 'chain') ?? value)
      : this.of(right ?? null, depth + 1)
  }

  #scope(node: SyntaxNode): Scope {
    return this.#file.names.module.at(node.from)
  }

  /** What a name is, read in a scope. */
  named(name: string, scope: Scope, depth = 0): Value | null {
    const bindings = scope.find(name)
    if (bindings.length === 0) return this.#project.lookup('builtins', name)
    if (bindings.length > MANY) return null
    const [first = null, ...rest] = bindings.map((each) => this.bound(each, depth + 1))
    // A name that is now this and now that is neither for sure.
    return rest.every((each) => same(first, each)) ? first : null
  }

  /** What a binding gives its name. */
  bound(binding: Binding, depth = 0): Value | null {
    if (depth > DEEP) return null
    const project = this.#project
    const home = moduleName(this.#file.path)
    switch (binding.kind) {
      case 'import':
        return binding.imported ? project.valueOf('', '', binding.imported.outline) : null
      case 'def':
      case 'class': {
        const whole =
          binding.value?.parent?.name === 'DecoratedStatement'
            ? binding.value.parent
            : binding.value
        const found = whole && definitionOf(this.#file.source, whole)
        return found && project.valueOf(home, found.name, found.outline)
      }
      case 'value':
        if (binding.part || !binding.value) return null
        return binding.value.name === 'TypeDef'
          ? project.typeNamed(home, this.#file.source.of(binding.value).slice(1).trim())
          : this.of(binding.value, depth + 1)
      case 'parameter':
        return this.#parameter(binding)
      case 'other':
        return null
    }
  }

  #parameter({ node, value }: Binding): Value | null {
    const project = this.#project
    const home = moduleName(this.#file.path)
    const type = node.nextSibling?.name === 'TypeDef' ? node.nextSibling : null
    if (type) return project.typeNamed(home, this.#file.source.of(type).slice(1).trim())
    const first = value && child(value, 'ParamList')?.getChild('VariableName')
    if (!value || first?.from !== node.from) return null
    const decorators =
      value.parent?.name === 'DecoratedStatement' ? value.parent.getChildren('Decorator') : []
    // The first parameter of a bound task is the task, that of a method its class's instance.
    if (decorators.some((each) => isTaskMaker(this.#file.source, each))) {
      const found = value.parent && definitionOf(this.#file.source, value.parent)
      if (found?.outline.kind === 'function' && found.outline.task === 'bound')
        return project.task(home, found.name, found.outline)
      return null
    }
    const around_ = around(value.parent, 'ClassDefinition', 'FunctionDefinition')
    const found =
      around_?.name === 'ClassDefinition' ? definitionOf(this.#file.source, around_) : null
    const made = found && project.valueOf(home, found.name, found.outline)
    return made?.is === 'class' ? { ...made, is: 'instance' } : null
  }
}

const LITERALS: { readonly [node: string]: string } = {
  String: 'str',
  FormatString: 'str',
  ContinuedString: 'str',
  ArrayExpression: 'list',
  ArrayComprehensionExpression: 'list',
  DictionaryExpression: 'dict',
  DictionaryComprehensionExpression: 'dict',
  SetExpression: 'set',
  SetComprehensionExpression: 'set',
  TupleExpression: 'tuple',
  Boolean: 'bool',
}
