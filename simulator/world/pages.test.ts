import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, each, find, newPages, refill, remove, takeOut } from './pages.ts'

describe('pages', () => {
  it('give what was added and not removed, whatever the order', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant('add' as const) },
      { weight: 2, arbitrary: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 2000, size: 'max' }), (steps) => {
        const pages = newPages<string>()
        const model = new Map<number, string>()
        for (const one of steps) {
          if (one === 'add') {
            const number = add(pages, `thing ${pages.next}`)
            model.set(number, `thing ${number}`)
          } else {
            const number = Math.floor(one * pages.next)
            remove(pages, number)
            model.delete(number)
          }
        }
        const found: string[] = []
        each(pages, (thing) => found.push(thing))
        expect(found).toEqual([...model.values()])
        for (let number = 0; number <= pages.next; number++)
          expect(find(pages, number)).toBe(model.get(number) ?? null)
      }),
    )
  })

  it('take the room of what is under way, not of what has been', () => {
    const pages = newPages<number>()
    for (let number = 0; number < 100_000; number++) {
      add(pages, number)
      if (number >= 100) remove(pages, number - 100)
    }
    expect(pages.pages.length).toBeLessThanOrEqual(2)
    expect(JSON.parse(JSON.stringify(pages))).toEqual(pages)
  })

  it('are as if all had been in them, once what came and went elsewhere is put back', () => {
    const moves = fc.array(fc.oneof(fc.constant('add' as const), fc.nat()), {
      maxLength: 1500,
      size: 'max',
    })
    fc.assert(
      fc.property(moves, moves, (before, meanwhile) => {
        const here = newPages<string>()
        const there = newPages<string>()
        const live = new Map<number, string>()
        const go = (stores: readonly (typeof here)[], steps: typeof before): void => {
          for (const step of steps)
            if (step === 'add') {
              const text = `thing ${there.next}`
              for (const store of stores) live.set(add(store, text), text)
            } else if (live.size > 0) {
              const number = [...live.keys()][step % live.size]!
              for (const store of stores) remove(store, number)
              live.delete(number)
            }
        }
        go([here, there], before)
        // Every third one stays where it is and is not touched.
        for (const number of live.keys())
          if (number % 3 === 0) live.delete(number)
          else takeOut(here, number)
        go([there], meanwhile)
        refill(here, there.next, [...live])
        expect(here).toEqual(there)
      }),
    )
  })
})
