import { expect, it } from 'vitest'
import type { Item } from '../../../labs/answers.ts'
import { pausesOf, pauseText } from './pauses.ts'

const slider = (id: string): Item => ({
  ...{ kind: 'slider', id, title: id, note: '', unit: '', from: 1, to: 100, step: 1 },
  sets: ['tasks', 'shop.pay', 'pauses', id],
})

const ITEMS = ['base', 'factor', 'cap', 'jitter', 'tries'].map(slider)

it('shows the formula with its numbers, and each pause', () => {
  const answers = { base: 10, factor: 2, cap: 30, jitter: 0.5, tries: 4 }
  expect(pausesOf(ITEMS, answers)).toEqual({
    formula: 'min(30, 10 × 2^(n−1))',
    pauses: [
      { from: 5, to: 10 },
      { from: 10, to: 20 },
      { from: 15, to: 30 },
    ],
    together: { from: 30, to: 60 },
  })
  expect(pausesOf(ITEMS.slice(1), answers)).toBeNull()
})

it('says a pause as people do', () => {
  expect(pauseText({ from: 5, to: 10.4 })).toBe('5 to 10 s')
  expect(pauseText({ from: 2.51, to: 2.51 })).toBe('2.5 s')
})
