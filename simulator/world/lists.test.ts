import fc from 'fast-check'
import { expect, test } from 'vitest'
import { takeHead } from './lists.ts'

test('the head of a list is what shift gives, and the rest stays', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), (list) => {
      const other = [...list]
      expect(takeHead(list)).toBe(other.shift())
      expect(list).toEqual(other)
    }),
  )
})
