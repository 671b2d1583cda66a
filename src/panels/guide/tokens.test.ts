import { describe, expect, test } from 'vitest'
import { inner, safeLink, tokensOf } from './tokens.ts'

describe('guide text', () => {
  test('only the web is linked', () => {
    expect(safeLink('https://docs.celeryq.dev/x')).toBe('https://docs.celeryq.dev/x')
    for (const bad of [
      'javascript:alert(1)',
      ' JaVaScript:alert(1)',
      'data:text/html,x',
      '/etc',
      '',
    ]) {
      expect(safeLink(bad)).toBeNull()
    }
  })

  test('raw HTML stays a token of text', () => {
    const [paragraph] = tokensOf('Hi <img src=x onerror=alert(1)> you')
    expect(paragraph && inner(paragraph).map(({ type }) => type)).toEqual(['text', 'html', 'text'])
  })
})
