import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Log } from '../log/log.ts'
import { Comparison } from './first-difference.ts'

/** A log of printed lines, one a second. */
function printing(lines: readonly string[]): Log {
  const log = new Log()
  const client = log.actor({ kind: 'client', name: 'client' })
  lines.forEach((text, at) => log.append(at, 'printed', -1, client, -1, { stream: 'stdout', text }))
  return log
}

const lines = fc.array(fc.constantFrom('a', 'b'), { maxLength: 30 })

it('finds the first fact that differs, and none where one log goes on', () => {
  fc.assert(
    fc.property(lines, lines, lines, (same, one, other) => {
      const logs = [printing([...same, ...one]), printing([...same, ...other])] as const
      const { rows, differs } = new Comparison(...logs).look()
      const first = one.findIndex((line, at) => at < other.length && line !== other[at])
      expect(differs).toBe(first >= 0)
      expect(rows).toBe(same.length + (first >= 0 ? first : Math.min(one.length, other.length)))
    }),
  )
})

it('goes on where it was when the logs grow', () => {
  const one = printing(['a', 'a', 'b'])
  const other = printing([])
  const comparison = new Comparison(one, other)
  expect(comparison.look()).toEqual({ rows: 0, differs: false })
  other.appendBatch(printing(['a', 'a']).batch(0))
  expect(comparison.look()).toEqual({ rows: 2, differs: false })
  other.appendBatch(printing(['a', 'a', 'c']).batch(2))
  expect(comparison.look()).toEqual({ rows: 2, differs: true })
})
