import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines } from './line-diff.ts'

const drawn = fc.array(fc.constantFrom('a', 'b', 'c', '', '  d'), { maxLength: 20 })

test('both texts can be read from it again, whatever they are', () => {
  fc.assert(
    fc.property(drawn, drawn, (one, other) => {
      const lines = diffLines(one.join('\n') + '\n', other.join('\n') + '\n')
      const side = (not: string) => lines.filter(({ kind }) => kind !== not)
      const whole = (text: readonly string[]) => (text.length === 0 ? [''] : text)
      expect(side('new').map(({ text }) => text)).toEqual(whole(one))
      expect(side('gone').map(({ text }) => text)).toEqual(whole(other))
      expect(side('new').map(({ before }) => before)).toEqual(side('new').map((_, at) => at + 1))
      expect(side('gone').map(({ after }) => after)).toEqual(side('gone').map((_, at) => at + 1))
    }),
  )
})

test('equal texts differ in nothing, and a changed line is one that goes and one that comes', () => {
  expect(diffLines('a\nb\n', 'a\nb').map(({ kind }) => kind)).toEqual(['same', 'same'])
  expect(diffLines('a\nb\nc', 'a\nB\nc').map(({ kind, text }) => [kind, text])).toEqual([
    ['same', 'a'],
    ['gone', 'b'],
    ['new', 'B'],
    ['same', 'c'],
  ])
  expect(diffLines('', 'a')).toEqual([{ kind: 'new', text: 'a', before: null, after: 1 }])
})

test('texts with little in common still come to an end', () => {
  const many = (letter: string) => Array.from({ length: 5000 }, (_, at) => `${letter}${at}`)
  const lines = diffLines(many('a').join('\n'), many('b').join('\n'))
  expect(lines).toHaveLength(10_000)
})
