import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'

export type { SyntaxNode } from '@lezer/common'

/** A text of Python and its syntax tree, which is whole even where the text is not. */
export class Source {
  readonly text: string
  readonly top: SyntaxNode
  #starts: readonly number[] | null = null

  constructor(text: string) {
    this.text = text
    this.top = parser.parse(text).topNode
  }

  of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to)
  }

  /** The line of an offset, from 1. */
  line(offset: number): number {
    const starts = (this.#starts ??= lineStarts(this.text))
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }

  /** Where a line begins; the end of the text past the last one. */
  start(line: number): number {
    const starts = (this.#starts ??= lineStarts(this.text))
    return starts[line - 1] ?? this.text.length
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The children of a node, tokens among them; comments are left out. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') found.push(child)
  }
  return found
}

/** The first child of a name. */
export const child = (node: SyntaxNode, name: string): SyntaxNode | null => node.getChild(name)

/** Every node below, and itself, in the order of the text. */
export function* nodes(top: SyntaxNode): Generator<SyntaxNode> {
  yield top
  for (let next = top.firstChild; next !== null; next = next.nextSibling) yield* nodes(next)
}

/** The nearest node around, or itself, that has one of these names. */
export function around(node: SyntaxNode | null, ...names: readonly string[]): SyntaxNode | null {
  for (let each = node; each !== null; each = each.parent)
    if (names.includes(each.name)) return each
  return null
}

/** One argument of a call. */
export interface Argument {
  readonly name: string | null
  readonly nameNode: SyntaxNode | null
  /** Null while it is not written yet. */
  readonly value: SyntaxNode | null
  readonly star: '' | '*' | '**'
}

/** The arguments between the brackets of a call. */
export function argumentsOf(source: Source, list: SyntaxNode | null): readonly Argument[] {
  if (list === null) return []
  const found: Argument[] = []
  let part: SyntaxNode[] = []
  const flush = (): void => {
    const [first, second] = part
    if (first === undefined) return
    const star = first.name === '*' || first.name === '**' ? first.name : ''
    if (second?.name === 'AssignOp')
      found.push({ name: source.of(first), nameNode: first, value: part[2] ?? null, star: '' })
    else
      found.push({
        name: null,
        nameNode: null,
        value: (star === '' ? first : second) ?? null,
        star,
      })
    part = []
  }
  for (const each of children(list)) {
    if (each.name === ',') flush()
    else if (each.name !== '(' && each.name !== ')' && !each.type.isError) part.push(each)
  }
  flush()
  return found
}

/** The text of a plain string; null where it is none. */
export function stringOf(source: Source, node: SyntaxNode | null): string | null {
  if (node?.name !== 'String') return null
  const match = /^[uUrR]?('''|"""|'|")([\s\S]*?)\1$/u.exec(source.of(node))
  return match?.[2] ?? null
}

/** A place that Python could not read; what is newer than the parser, or a bare `yield`, is none. */
export function isMistake(source: Source, node: SyntaxNode): boolean {
  if (!node.type.isError) return false
  if (/\byield\s*$/u.test(source.text.slice(Math.max(0, node.from - 20), node.from))) return false
  return !(
    /\b[tT][rR]?$/u.test(source.text.slice(Math.max(0, node.from - 2), node.from)) &&
    /^['"]/u.test(source.text.slice(node.from))
  )
}
