import { describe, expect, it } from 'vitest'
import type { Parameter } from '../program.ts'
import { checkArguments } from './typing.ts'

/** Parameters in Python's own notation: `a, b=1, /, *args, c, **kw`. */
function parameters(text: string): readonly Parameter[] {
  const names = text === '' ? [] : text.split(', ')
  const slash = names.indexOf('/')
  const star = names.findIndex((name) => name.startsWith('*') && !name.startsWith('**'))
  return names.flatMap((written, index): Parameter[] => {
    if (written === '/' || written === '*') return []
    const hasDefault = written.includes('=')
    const name = written.replace(/^\*+|=.*$/g, '')
    if (written.startsWith('**')) return [{ name, kind: 'var-keyword', hasDefault: false }]
    if (written.startsWith('*')) return [{ name, kind: 'var-positional', hasDefault: false }]
    if (index < slash) return [{ name, kind: 'positional-only', hasDefault }]
    if (star >= 0 && index > star) return [{ name, kind: 'keyword-only', hasDefault }]
    return [{ name, kind: 'positional', hasDefault }]
  })
}

describe('the typing check says what CPython says (rules 4.30, 4.31)', () => {
  // Each message was read from CPython 3.11.
  it.each([
    ['x, y', 1, [], "f() missing 1 required positional argument: 'y'"],
    ['x, y', 0, [], "f() missing 2 required positional arguments: 'x' and 'y'"],
    ['x, y, z', 0, [], "f() missing 3 required positional arguments: 'x', 'y', and 'z'"],
    ['x, y', 3, [], 'f() takes 2 positional arguments but 3 were given'],
    ['x', 2, [], 'f() takes 1 positional argument but 2 were given'],
    ['', 1, [], 'f() takes 0 positional arguments but 1 was given'],
    ['x, y=1', 3, [], 'f() takes from 1 to 2 positional arguments but 3 were given'],
    ['x=1', 2, [], 'f() takes from 0 to 1 positional arguments but 2 were given'],
    ['x, y', 2, ['z'], "f() got an unexpected keyword argument 'z'"],
    ['x, y', 2, ['x'], "f() got multiple values for argument 'x'"],
    ['x, *, k', 1, [], "f() missing 1 required keyword-only argument: 'k'"],
    [
      'x, *, k',
      2,
      ['k'],
      'f() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given',
    ],
    [
      'a, b, /',
      0,
      ['a', 'b'],
      "f() got some positional-only arguments passed as keyword arguments: 'a, b'",
    ],
    ['a, /, **kw', 0, ['a'], "f() missing 1 required positional argument: 'a'"],
    ['x, y=1', 1, [], null],
    ['x, y=1', 1, ['y'], null],
    ['*args, **kw', 9, ['z'], null],
    ['x, *args', 5, [], null],
    ['x, *, k=1', 1, ['k'], null],
  ])('f(%s) with %i and %j', (text, count, keywords, message) => {
    expect(checkArguments('f', parameters(text), count, keywords)).toBe(message)
  })

  it('counts self of a bound task', () => {
    expect(checkArguments('noself', [], 1, [], true)).toBe(
      'noself() takes 1 positional argument but 2 were given',
    )
  })
})
