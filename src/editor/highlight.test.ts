import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highlight } from './highlight.ts'

const kinds = (line: string): string[] =>
  (highlight(line)[0] ?? [])
    .filter(({ text }) => text.trim() !== '')
    .map(({ kind, text }) => `${kind} ${text.trim()}`)

describe('highlighter', () => {
  test('no character is lost or made up, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const again = highlight(text).map((line) => line.map((token) => token.text).join(''))
        expect(again.join('\n')).toBe(text)
      }),
    )
  })

  test('knows keywords, names that are defined, decorators, strings, numbers and comments', () => {
    expect(kinds('def add(x): # sum')).toEqual([
      'keyword def',
      'name add',
      'plain (x):',
      'comment # sum',
    ])
    expect(kinds('    @app.task')).toEqual(['name @app.task'])
    expect(kinds("x = f'{n} # no comment' + 0.5")).toEqual([
      'plain x =',
      "string f'{n} # no comment'",
      'plain +',
      'number 0.5',
    ])
    expect(kinds('a @ b')).toEqual(['plain a @ b'])
  })

  test('a long string spans its lines, and no further', () => {
    const lines = highlight('"""one\ntwo""" + x')
    expect(lines[0]).toEqual([{ kind: 'string', text: '"""one' }])
    expect(lines[1]?.[0]).toEqual({ kind: 'string', text: 'two"""' })
    expect(lines[1]?.at(-1)).toEqual({ kind: 'plain', text: ' + x' })
  })
})
