import { lexer } from 'marked'
import type { Token } from 'marked'

/** Markdown as tokens; nothing is rendered to HTML here or later. */
export const tokensOf = (markdown: string): readonly Token[] => lexer(markdown)

/** The tokens inside a token. */
export const inner = (token: Token): readonly Token[] =>
  'tokens' in token ? (token.tokens ?? []) : []

/** The text of a token that has nothing inside. */
export const textOf = (token: Token): string =>
  'text' in token && typeof token.text === 'string' ? token.text : token.raw

/** An address that may be followed: the web only, never `javascript:` or `data:`. Null otherwise. */
export function safeLink(href: string): string | null {
  try {
    const { protocol, href: whole } = new URL(href)
    return protocol === 'https:' || protocol === 'http:' ? whole : null
  } catch {
    return null
  }
}
