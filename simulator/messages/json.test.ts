import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looseText, parse, stringify } from './json.ts'
import { pyrepr } from './repr.ts'

/** Blanks as Python writes them, and the integer 0 without a sign. */
const slow = (text: string): string =>
  text.replace(/([:,])(?=\S)/g, '$1 ').replace(/-0(?=\D|$)/, '0')

describe('lossless JSON', () => {
  it('keeps what a JavaScript number would lose', () => {
    for (const text of ['5.0', '5', '1e-07', '123456789012345678901234567890', '-0.0', 'NaN'])
      expect(stringify(parse(text))).toBe(text)
  })

  it('keeps the order of keys that look like numbers', () => {
    const text = '{"a": 1, "1": 2, "0": {"7": null, "b": []}}'
    expect(stringify(parse(text))).toBe(text)
    expect(pyrepr(parse(text))).toBe("{'a': 1, '1': 2, '0': {'7': None, 'b': []}}")
  })

  it('writes what it has read, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = stringify(parse(JSON.stringify(value)))
        expect(stringify(parse(text))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('reads quickly what it would read slowly', () => {
    for (const number of ['-0', '0', '12', '1.5', '1e3', '9007199254740993', '-Infinity'])
      for (const text of [number, `[${number}]`, `{"a":${number}}`, `{"a": [1, ${number}]}`])
        expect(stringify(parse(text))).toBe(slow(text))
    const text = '{"id": "3e4f-1.5", "when": "2026-01-01T00:00:00.5", "say": "a: -0, 1.5"}'
    expect(stringify(parse(text))).toBe(text)
  })

  it('writes for Python loosely, and means the same', () => {
    const texts = [
      '{"a": [1, "\\u00e9"], "b": {"$tuple": [null]}}',
      '[1.0, {"1": 2}]',
      '[true, 1e-07]',
    ]
    for (const text of texts) {
      const value = parse(text)
      expect(parse(looseText(value))).toEqual(value)
    }
    expect(looseText([1, { $num: '5.0' }])).toBe('[1, 5.0]')
    expect(looseText([Number('12345678901234567')])).toBe('[1.2345678901234568e+16]')
  })

  it('says where the text is wrong', () => {
    expect(() => parse('{"a": }')).toThrow(SyntaxError)
    expect(() => parse('[1, 2')).toThrow(SyntaxError)
  })
})
