import { describe, expect, it } from 'vitest'
import { keySetOrder, pythonHash, setOrder } from './set-order.ts'

describe("the order of CPython's sets with PYTHONHASHSEED=0", () => {
  it('begins with its hashes', () => {
    expect(pythonHash('a')).toBe(4644417185603328019n)
    expect(pythonHash('ключ')).toBe(17168815700437289002n)
    expect(pythonHash('')).toBe(0n)
  })

  it.each([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
    ],
    [
      ['celery', 'mail', 'video', 'audio'],
      ['video', 'celery', 'audio', 'mail'],
    ],
    [
      ['high', 'low', 'default'],
      ['default', 'high', 'low'],
    ],
    [
      ['q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7'],
      ['q4', 'q6', 'q7', 'q1', 'q3', 'q2', 'q5'],
    ],
  ])('is that of real ones: %j', (texts, order) => {
    expect(setOrder(texts)).toEqual(order)
  })

  it('is another where it is made of the keys of a dict', () => {
    const names = ['mailed', 'later', 'nobody', 'lost', 'wrong']
    expect(keySetOrder(names)).toEqual(['nobody', 'mailed', 'wrong', 'lost', 'later'])
    expect(setOrder(names)).toEqual(['later', 'mailed', 'nobody', 'wrong', 'lost'])
  })
})
