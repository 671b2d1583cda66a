import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from './json.ts'
import { pyrepr } from './repr.ts'

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

  it('says where the text is wrong', () => {
    expect(() => parse('{"a": }')).toThrow(SyntaxError)
    expect(() => parse('[1, 2')).toThrow(SyntaxError)
  })
})
