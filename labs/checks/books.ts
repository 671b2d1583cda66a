import type { Micros } from '../../simulator/index.ts'
import { type Parameters, text } from './check.ts'
import { byKey, happenings, keyText } from './happening.ts'
import type { RunRecord } from './run-record.ts'

/** One item of a shop: how many there were, and at which moments how many. */
export interface Item {
  readonly id: string
  readonly initial: number
  readonly left: number
  /** Of all orders that ended as sold. */
  readonly sold: number
  readonly stock: readonly { readonly time: Micros; readonly count: number }[]
}

/** One order of a shop, and what became of it. */
export interface Order {
  readonly id: string
  readonly item: string
  readonly quantity: number
  readonly address: string
  /** What it was, from the first to the last. */
  readonly statuses: readonly { readonly time: Micros; readonly status: string }[]
  readonly status: string
}

/** The books of a shop: a table of items (`id`, `stock`) and one of orders (`id`, `item`, `quantity`, `status`). */
export interface Books {
  readonly items: readonly Item[]
  readonly orders: readonly Order[]
}

/** What a check or diagnosis over the books is told: their tables, and how an order that is sold ends. */
export const BOOKS = { items: 'table', orders: 'table', sold: 'sentence' } as const

/** Reads the books of a run. */
export function booksOf(run: RunRecord, parameters: Parameters): Books {
  const rowsOf = (name: 'items' | 'orders') =>
    byKey(happenings(run, { table: text(parameters, name), change: 'any', row: {}, key: 'id' }))
  const orders = [...rowsOf('orders')].flatMap(([id, rows]): readonly Order[] => {
    const [first] = rows
    if (first === undefined) return []
    const statuses = rows.map(({ time, row }) => ({ time, status: keyText(row['status']) }))
    const { item, quantity, address } = first.row
    return [
      {
        ...{ id, statuses, status: statuses.at(-1)?.status ?? '' },
        ...{ item: keyText(item), quantity: Number(keyText(quantity)), address: keyText(address) },
      },
    ]
  })
  const items = [...rowsOf('items')].map(([id, rows]): Item => {
    const stock = rows.map(({ time, row }) => ({ time, count: Number(keyText(row['stock'])) }))
    const own = orders.filter(
      ({ item, status }) => item === id && status === text(parameters, 'sold'),
    )
    const sold = own.reduce((sum, { quantity }) => sum + quantity, 0)
    return { id, stock, sold, initial: stock[0]?.count ?? 0, left: stock.at(-1)?.count ?? 0 }
  })
  return { items, orders }
}
