/** A small Python highlighter for the text that stands in the editor's place until the editor is loaded. */

export type TokenKind = 'plain' | 'keyword' | 'string' | 'number' | 'name' | 'comment'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
}

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally ' +
    'for from global if import in is lambda nonlocal not or pass raise return try while with yield ' +
    'match case'
  ).split(' '),
)

const PATTERN = new RegExp(
  [
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`(?<string>(?:[rRbBuUfFtT]{0,2})(?:"""[\s\S]*?(?:"""|(?![\s\S]))|'''[\s\S]*?(?:'''|(?![\s\S]))|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))`,
    String.raw`(?<decorator>(?<=^[ \t]*)@[\w.]+)`,
    String.raw`(?<number>\b(?:0[xXoObB][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?)\b)`,
    String.raw`(?<word>[A-Za-z_]\w*)`,
  ].join('|'),
  'gm',
)

/** Splits Python text into tokens, line by line; joined again they are the text. */
export function highlight(text: string): readonly (readonly Token[])[] {
  const tokens: { kind: TokenKind; text: string }[] = []
  let at = 0
  let definition = false
  const add = (kind: TokenKind, part: string): void => {
    const last = tokens.at(-1)
    if (last?.kind === kind && kind === 'plain') last.text += part
    else tokens.push({ kind, text: part })
  }
  for (const match of text.matchAll(PATTERN)) {
    if (match.index > at) add('plain', text.slice(at, match.index))
    at = match.index + match[0].length
    const kind = kindOf(match.groups ?? {}, definition)
    definition = match[0] === 'def' || match[0] === 'class'
    add(kind, match[0])
  }
  add('plain', text.slice(at))
  return inLines(tokens)
}

function kindOf(
  groups: { readonly [name: string]: string | undefined },
  named: boolean,
): TokenKind {
  if (groups['comment'] !== undefined) return 'comment'
  if (groups['string'] !== undefined) return 'string'
  if (groups['decorator'] !== undefined) return 'name'
  if (groups['number'] !== undefined) return 'number'
  const word = groups['word'] ?? ''
  if (KEYWORDS.has(word)) return 'keyword'
  return named ? 'name' : 'plain'
}

/** A token that spans lines (a long string) becomes one token a line. */
function inLines(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]]
  for (const { kind, text } of tokens) {
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ kind, text: part })
    })
  }
  return lines
}
