import { describe, expect, it } from 'vitest'
import { copyPlain } from './copy.ts'

describe('a copy of plain data', () => {
  it('is equal, and shares nothing', () => {
    const value = { list: [1, { a: null }], deep: { text: 'x' } }
    const copy = copyPlain(value)
    expect(copy).toEqual(value)
    expect(copy.list).not.toBe(value.list)
    expect(copy.deep).not.toBe(value.deep)
  })

  it('keeps one object one, and what never changes as it is', () => {
    const app = { name: 'tasks' }
    const fixed = { big: true }
    const copy = copyPlain({ a: app, b: app, fixed }, { kept: [fixed] })
    expect(copy.a).toBe(copy.b)
    expect(copy.a).not.toBe(app)
    expect(copy.fixed).toBe(fixed)
  })

  it('shares what has not changed with an earlier copy', () => {
    const value = { still: { deep: [1, 2] }, moves: { at: 1 } }
    const first = copyPlain(value)
    value.moves.at = 2
    const second = copyPlain(value, { like: first })
    expect(second).toEqual(value)
    expect(second.still).toBe(first.still)
    expect(second.moves).not.toBe(first.moves)
    expect(first.moves.at).toBe(1)
  })

  it('keeps two objects two, though they were one in the earlier copy', () => {
    const one = { at: 1 }
    const first = copyPlain({ a: one, b: one })
    const second = copyPlain({ a: { at: 1 }, b: { at: 1 } }, { like: first })
    expect(second.a).not.toBe(second.b)
    expect(second).toEqual(first)
  })
})
