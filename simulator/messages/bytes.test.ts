import { describe, expect, it } from 'vitest'
import { base64Size, bytesRepr, fromBase64 } from './bytes.ts'

describe('bytes', () => {
  it.each([
    ['', []],
    ['AA==', [0]],
    ['gAQ=', [128, 4]],
    ['aGVq', [104, 101, 106]],
  ])('of the base64 text %j', (text, bytes) => {
    expect(fromBase64(text)).toEqual(bytes)
    expect(base64Size(text)).toBe(bytes.length)
  })

  it.each([
    [[128, 4, 10], "b'\\x80\\x04\\n'"],
    [[97, 39], 'b"a\'"'],
    [[39, 34], "b'\\'\"'"],
    [[92, 126, 127], "b'\\\\~\\x7f'"],
  ])('look like Python’s: %j', (bytes, shown) => {
    expect(bytesRepr(bytes)).toBe(shown)
  })
})
