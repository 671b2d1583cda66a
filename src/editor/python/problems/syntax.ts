/** What Python could not read, in the order in which it would stumble: the first place counts. */
import { type Source, type SyntaxNode, children, isMistake } from '../syntax.ts'
import type { Finding, Look } from './rule.ts'

/** The first syntax error of a file; what comes after it is mostly its echo. */
export function* syntax(look: Look): Generator<Finding> {
  const { source } = look
  yield* tabs(source)
  for (const node of look.all) {
    const found = printed(source, node) ?? assigned(source, node) ?? broken(source, node)
    if (!found) continue
    yield found
    return
  }
  yield* crooked(source, look.all)
}

const BRACKETS: { readonly [open: string]: string } = { '(': ')', '[': ']', '{': '}' }

function* tabs(source: Source): Generator<Finding> {
  const tab = /^ *\t/mu.exec(source.text)
  if (!tab || !/^ +\S/mu.test(source.text)) return
  const from = tab.index
  const edits = [...source.text.matchAll(/^[ \t]*\t[ \t]*/gmu)].map((each) => ({
    from: each.index,
    to: each.index + each[0].length,
    text: each[0].replaceAll('\t', '    '),
  }))
  yield {
    mistake: 'tabs-and-spaces',
    from,
    to: from + tab[0].length,
    fixes: [{ title: 'Write spaces in place of tabs', edits }],
  }
}

/** `print "hello"`, as in Python 2. */
function printed(source: Source, node: SyntaxNode): Finding | null {
  if (node.name !== 'PrintStatement') return null
  const [, first] = children(node)
  const text = source.text.slice(first?.from ?? node.to, node.to)
  const edits = [{ from: node.from, to: node.to, text: `print(${text})` }]
  return {
    mistake: 'print-without-brackets',
    from: node.from,
    to: node.to,
    fixes: [{ title: `Write print(${text})`, edits }],
  }
}

/** `if x = 1:` */
function assigned(source: Source, node: SyntaxNode): Finding | null {
  if (!isMistake(source, node)) return null
  const line = source.line(node.from)
  const text = source.text.slice(source.start(line), source.start(line + 1))
  const match = /^\s*(?:if|elif|while)\b[^=!<>:(]*[^=!<>:( ] ?(=)(?!=)/u.exec(text)
  if (!match) return null
  const at = source.start(line) + match[0].length - 1
  return {
    mistake: 'one-equals-sign',
    from: at,
    to: at + 1,
    fixes: [{ title: 'Compare with ==', edits: [{ from: at, to: at + 1, text: '==' }] }],
  }
}

function broken(source: Source, node: SyntaxNode): Finding | null {
  if (openString(source, node)) {
    return { mistake: 'text-not-closed', from: node.from, to: node.to }
  }
  if (!isMistake(source, node)) return null
  return (
    brackets(source) ??
    colon(source, node) ??
    block(source, node) ??
    comma(source, node) ??
    other(source, node)
  )
}

function openString(source: Source, node: SyntaxNode): boolean {
  if (node.name !== 'String' && node.name !== 'FormatString') return false
  const text = source.of(node)
  const match = /^[a-z]{0,2}('''|"""|'|")/iu.exec(text)
  return (
    match !== null &&
    (text.length < match[0].length + (match[1] ?? '').length || !text.endsWith(match[1] ?? ''))
  )
}

/** Brackets, strings and comments, as Python splits them; strings are skipped whole. */
const PIECES =
  /[rbfut]{0,2}('''|""")[\s\S]*?(?:\1|$)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|#[^\n]*|[()[\]{}]/giu

/** A bracket that is opened and never closed, or closed and never opened. */
function brackets(source: Source): Finding | null {
  const open: { readonly at: number; readonly text: string }[] = []
  for (const { 0: text, index } of source.text.matchAll(PIECES)) {
    if (text.length > 1) continue
    if (BRACKETS[text] !== undefined) open.push({ at: index, text })
    else if (/[)\]}]/u.test(text)) {
      const last = open.pop()
      if (last && BRACKETS[last.text] === text) continue
      return { mistake: 'bracket-too-many', from: index, to: index + 1, slots: { bracket: text } }
    }
  }
  const first = open.at(-1)
  if (!first) return null
  const end = lineEnd(source, first.at)
  const wanted = open
    .map(({ text }) => BRACKETS[text] ?? '')
    .toReversed()
    .join('')
  return {
    mistake: 'bracket-not-closed',
    from: first.at,
    to: first.at + 1,
    slots: { bracket: first.text, wanted: BRACKETS[first.text] ?? '' },
    fixes: [
      {
        title: `Add ${wanted} at the end of the line`,
        edits: [{ from: end, to: end, text: wanted }],
      },
    ],
  }
}

function lineEnd(source: Source, offset: number): number {
  const line = source.line(offset)
  const next = source.start(line + 1)
  const end = next > 0 && source.text[next - 1] === '\n' ? next - 1 : next
  return (
    source.start(line) +
    source.text.slice(source.start(line), end).replace(/\s*(?:#.*)?$/u, '').length
  )
}

/** Lines that begin with one of these end with a colon. */
const HEAD = /^\s*(?:async\s+)?(if|elif|else|for|while|with|try|except|finally|def|class)\b/u

function colon(source: Source, node: SyntaxNode): Finding | null {
  const places = [node, node.parent, node.parent?.parent].flatMap((each) =>
    each ? [each.from] : [],
  )
  for (const line of new Set(places.map((offset) => source.line(offset)))) {
    const found = colonAt(source, line)
    if (found) return found
  }
  return null
}

function colonAt(source: Source, line: number): Finding | null {
  const start = source.start(line)
  const end = lineEnd(source, start)
  const text = source.text.slice(start, end)
  const word = HEAD.exec(text)?.[1]
  if (word === undefined) return null
  // A colon in brackets or in a text is not the one that is looked for.
  let bare = text.replaceAll(PIECES, (piece) => (piece.length > 1 ? 'x' : piece))
  for (let before = ''; before !== bare;) {
    before = bare
    bare = bare.replaceAll(/[([{][^()[\]{}]*[)\]}]/gu, 'x')
  }
  if (/[:()[\]{}\\]/u.test(bare)) return null
  return {
    mistake: 'missing-colon',
    from: start + text.search(/\S/u),
    to: end,
    slots: { word },
    fixes: [{ title: 'Add the colon', edits: [{ from: end, to: end, text: ':' }] }],
  }
}

/** `def f():` and nothing indented below. */
function block(source: Source, node: SyntaxNode): Finding | null {
  const body = node.parent
  if (body?.name !== 'Body' || body.getChild(':') === null || children(body).length > 2) return null
  const at = source.line(body.from)
  const word = /^\s*(?:async\s+)?(\w+)/u.exec(source.text.slice(source.start(at)))?.[1] ?? ''
  return {
    mistake: 'nothing-indented',
    from: source.start(at) + source.text.slice(source.start(at)).search(/\S/u),
    to: body.from + 1,
    slots: { word },
  }
}

/** `f(a b)` */
function comma(source: Source, node: SyntaxNode): Finding | null {
  const { text } = source
  const inBrackets =
    /^(?:ArgList|ParamList|ParenthesizedExpression|(?:Array|Tuple|Set|Dictionary)(?:Comprehension)?Expression)$/u
  if (!node.parent || !inBrackets.test(node.parent.name)) return null
  const end = text.slice(0, node.from).trimEnd().length
  const before = /[\w'")\]}]+$/u.exec(text.slice(Math.max(0, end - 40), end))?.[0]
  const after = /^\s*([\w.]+|'[^'\n]*'|"[^"\n]*"|[({[])/u.exec(text.slice(node.from))
  if (
    before === undefined ||
    after === null ||
    /^(?:for|in|if|else|and|or|not|lambda)$/u.test(before)
  )
    return null
  const word = after[1] ?? ''
  return {
    mistake: 'missing-comma',
    from: end - 1,
    to: node.from + after[0].length,
    slots: { before: shown(before), after: shown(word) },
    fixes: [{ title: 'Add the comma', edits: [{ from: end, to: end, text: ',' }] }],
  }
}

const shown = (text: string): string => (text.length > 24 ? `${text.slice(0, 20)}…` : text)

const other = (source: Source, node: SyntaxNode): Finding => {
  const line = source.line(node.from)
  const start = source.start(line)
  const text = source.text.slice(start, lineEnd(source, start))
  const whole = {
    from: start + Math.max(0, text.search(/\S/u)),
    to: start + Math.max(1, text.length),
  }
  return {
    mistake: 'not-python',
    ...(node.to > node.from ? { from: node.from, to: node.to } : whole),
  }
}

/** A statement that does not stand under the one before it. */
function* crooked(source: Source, all: readonly SyntaxNode[]): Generator<Finding> {
  for (const body of all) {
    if (body.name !== 'Body' && body.name !== 'Script') continue
    const statements = children(body).filter(({ name }) => /Statement$|Definition$/u.test(name))
    const first = statements.find(({ from }) => isAlone(source, from))
    if (!first) continue
    const column = first.from - source.start(source.line(first.from))
    for (const { from } of statements) {
      const line = source.line(from)
      const start = source.start(line)
      if (!isAlone(source, from) || from - start === column) continue
      yield {
        mistake: from - start > indentAbove(source, line) ? 'too-far-right' : 'not-lined-up',
        from: start,
        to: lineEnd(source, start),
        fixes: [
          {
            title: 'Move it under the line above',
            edits: [{ from: start, to: from, text: ' '.repeat(column) }],
          },
        ],
      }
      return
    }
  }
}

/** How far right the last line above stands that has something in it. */
function indentAbove(source: Source, line: number): number {
  for (let above = line - 1; above > 0; above--) {
    const text = source.text.slice(source.start(above), source.start(above + 1))
    if (text.trim() !== '') return text.search(/\S/u)
  }
  return 0
}

/** Nothing stands before it in its line. */
const isAlone = (source: Source, offset: number): boolean =>
  source.text.slice(source.start(source.line(offset)), offset).trim() === ''
