import { describe, expect, it } from 'vitest'
import { evaluate } from '../../tests/support/python-expression.ts'
import type { Host } from '../../tests/support/python-expression.ts'
import { recordedTable } from '../../tests/support/tables.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { isPythonError, orPythonError } from '../messages/python-error.ts'
import { route } from './router.ts'

interface Row {
  readonly row: number
  readonly routes: string
  readonly task: string
  readonly options?: JsonObject
  readonly value?: JsonObject
  readonly error?: string
  readonly text?: string
}

/** `re.compile` is all that the route tables call. */
const host: Host = {
  name: (name) => name,
  attribute: (_target, name) => name,
  or: () => null,
  call: (_target, [pattern]) => ({ $regex: pattern }),
}

describe('router.route (rules 2.1 to 2.6)', () => {
  const table = recordedTable<Row>('routing')
  const tables = table['route_tables'] as { readonly [name: string]: string }

  it.each(table.rows)('row $row: $routes, $task', (row) => {
    const routes = evaluate(tables[row.routes] ?? '', host) as Json
    const routed = orPythonError(() => route({ task_routes: routes }, row.options ?? {}, row.task))
    if (isPythonError(routed)) {
      expect(routed.error).toEqual({ type: `builtins.${String(row.error)}`, message: row.text })
      return
    }
    const { queue, options } = routed
    const expected = row.value ?? {}
    expect({ queue: queue?.name ?? null, rest: options }).toEqual({
      queue: expected['queue'],
      rest: expected['rest'],
    })
    if (!('queue_exchange' in expected)) return
    expect([
      queue?.exchange.name ?? null,
      queue?.exchange.type ?? null,
      queue?.routingKey ?? null,
    ]).toEqual([
      expected['queue_exchange'],
      expected['queue_exchange_type'],
      expected['queue_routing_key'],
    ])
  })
})
