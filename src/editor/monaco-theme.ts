import type { editor } from 'monaco-editor/editor/editor.api'

/** Monaco's theme out of the page's tokens. */
export function themeOf(style: CSSStyleDeclaration, dark: boolean): editor.IStandaloneThemeData {
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  const rule = (scope: string, name: string): editor.ITokenThemeRule => ({
    token: scope,
    foreground: token(name).slice(1),
  })
  return {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', 'ink'),
      rule('keyword', 'code-keyword'),
      rule('string', 'code-string'),
      rule('string.escape', 'code-string'),
      rule('number', 'code-number'),
      rule('tag', 'code-name'),
      rule('type', 'code-name'),
      rule('comment', 'code-comment'),
    ],
    colors: {
      'editor.background': token('ground-raised'),
      'editor.foreground': token('ink'),
      'editorLineNumber.foreground': token('ink-soft'),
      'editorLineNumber.activeForeground': token('ink'),
      'editorCursor.foreground': token('accent'),
      'editor.selectionBackground': token('accent-wash'),
      'editorWidget.background': token('ground-raised'),
      'editorWidget.border': token('line-strong'),
      'editorHoverWidget.background': token('ground-raised'),
      'editorHoverWidget.border': token('line-strong'),
      'editorError.foreground': token('state-failed'),
      'editorWarning.foreground': token('state-retry'),
      focusBorder: token('accent'),
    },
  }
}
