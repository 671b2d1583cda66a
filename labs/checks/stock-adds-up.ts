import { BOOKS, booksOf } from './books.ts'
import type { CheckWord } from './check.ts'

/** Of each item, what is sold and what is left in the end make what there was in the beginning. */
export const stockAddsUp: CheckWord = {
  parameters: BOOKS,
  judge(run, parameters) {
    const { items } = booksOf(run, parameters)
    if (items.length === 0)
      return { time: run.end, sentence: 'Nothing that this check looks at was ever begun.' }
    const wrong = items.find(({ initial, left, sold }) => sold + left !== initial)
    if (wrong === undefined) return null
    const { id, initial, left, sold, stock } = wrong
    return {
      time: stock.at(-1)?.time ?? run.end,
      sentence: `Item ${id}: ${sold} sold and ${left} left, of ${initial}.`,
    }
  },
}
