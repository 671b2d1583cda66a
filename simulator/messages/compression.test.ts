import { describe, expect, it } from 'vitest'
import { compressionHeader } from './compression.ts'
import { CeleryError } from './python-error.ts'

describe('the header of a compressed message', () => {
  it.each([
    ['gzip', 'application/x-gzip'],
    ['zlib', 'application/x-gzip'],
    ['bzip2', 'application/x-bz2'],
    ['application/x-gzip', 'application/x-gzip'],
    [null, null],
    ['', null],
  ])('of %j is %j', (name, type) => {
    expect(compressionHeader(name)).toBe(type)
  })

  it('of a name that kombu does not know raises KeyError', () => {
    expect(() => compressionHeader('nope')).toThrow(CeleryError)
  })
})
