import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TaskIds } from './task-ids.ts'

const PREFIXES = ['11111111-1111-4111-8000-', '22222222-2222-4222-8001-'] as const

/** Adds tasks as a list says: a name, or the next of a series. Returns the ids that it should have. */
function fill(ids: TaskIds, list: readonly (0 | 1 | string)[]): string[] {
  const next = [0, 0]
  const model: string[] = []
  for (const one of list) {
    if (typeof one === 'string') {
      if (!model.includes(one)) model.push(one)
      expect(ids.index(one)).toBe(model.indexOf(one))
    } else {
      // A series may leave numbers out.
      const number = (next[one]! += one + 1)
      model.push(`${PREFIXES[one]}${number.toString(16).padStart(12, '0')}`)
      expect(ids.numbered(ids.series(PREFIXES[one]), number)).toBe(model.length - 1)
    }
  }
  return model
}

const lists = fc.array(fc.constantFrom<0 | 1 | string>(0, 0, 0, 1, 'a', 'b', 'c', 'd'), {
  maxLength: 60,
})

describe('ids of tasks', () => {
  it('are what they were called, by name or by number, and are found again', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const ids = new TaskIds()
        const model = fill(ids, list)
        expect(Array.from({ length: ids.count }, (_, index) => ids.id(index))).toEqual(model)
        model.forEach((id, index) => {
          expect(ids.find(id)).toBe(index)
          expect(ids.index(id)).toBe(index)
          expect(ids.isNumbered(index)).toBe(id.length > 1)
        })
        expect(ids.find('nobody')).toBe(-1)
        expect(ids.find(`${PREFIXES[0]}ffffffffffff`)).toBe(-1)
      }),
    )
  })

  it('go over to another log from any index on', () => {
    fc.assert(
      fc.property(lists, fc.nat(), (list, cut) => {
        const ids = new TaskIds()
        const model = fill(ids, list)
        const copy = new TaskIds()
        for (const from of [0, cut % (model.length + 1)]) {
          let index = from
          for (const stretch of ids.since(from)) index = copy.take(index, stretch)
          expect(Array.from({ length: copy.count }, (_, at) => copy.id(at))).toEqual(model)
        }
      }),
    )
  })

  it('of one series take no room each', () => {
    const ids = new TaskIds()
    const series = ids.series(PREFIXES[0])
    for (let number = 0; number < 100_000; number++) ids.numbered(series, number)
    expect(ids.since(0)).toEqual([{ prefix: PREFIXES[0], number: 0, count: 100_000 }])
  })
})
