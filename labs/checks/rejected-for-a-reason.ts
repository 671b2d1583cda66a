import { BOOKS, type Books, booksOf, type Order } from './books.ts'
import { type CheckWord, text } from './check.ts'
import { happenings } from './happening.ts'

/**
 * No order ends as `rejected` without one of three reasons: it makes no sense, there was at some time before not
 * enough of its item, or its customer's card was declined (402) in what came of `task`.
 */
export const rejectedForAReason: CheckWord = {
  parameters: { ...BOOKS, rejected: 'sentence' },
  judge(run, parameters) {
    const books = booksOf(run, parameters)
    const calls = { call: 'POST', service: null, subject: null, code: 402, key: 'root' } as const
    const declined = new Set(happenings(run, calls).map(({ key }) => key))
    for (const order of books.orders) {
      const end = order.statuses.find(({ status }) => status === text(parameters, 'rejected'))
      if (end === undefined || declined.has(order.id)) continue
      if (!wasThere(books, order, end.time)) continue
      const sentence = `Order ${order.id} was rejected, although there was enough of item ${order.item} and no card was declined.`
      return { time: end.time, sentence }
    }
    return null
  },
}

/** It makes sense, and there was always enough for it. */
function wasThere({ items }: Books, { item, quantity }: Order, time: number): boolean {
  const known = items.find(({ id }) => id === item)
  if (known === undefined || quantity <= 0) return false
  return known.stock.every((one) => one.time > time || one.count >= quantity)
}
