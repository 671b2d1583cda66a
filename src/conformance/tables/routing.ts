import { route } from '../../../simulator/index.ts'
import { isObject, textOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { compareRow, evaluate } from './evaluate.ts'
import type { TableChecker } from './table.ts'

/** Python reads the routes and the options as it would for a program; the simulator routes. */
const PRELUDE = `import re
from celery import Celery
from celery._wire import option
from celery.app.routers import Routers

routers = Routers(Celery('tasks'))


def answer(row):
    return {'routes': routers.as_setting(eval(row['routes'])),
            'options': {key: option(value) for key, value in row['options'].items()}}
`

/** Queue and remaining options that the router gives for a task. */
export const routingTable: TableChecker = async (table, sandbox) => {
  const tables = isObject(table.context['route_tables']) ? table.context['route_tables'] : {}
  const asked = table.rows.map(({ routes, options }) => ({
    routes: tables[textOf(routes)] ?? null,
    options: isObject(options) ? options : {},
  }))
  const inputs = await evaluate(PRELUDE, asked, sandbox)
  return table.rows.map(
    ({ row: _row, routes: _routes, task, options: _options, ...expected }, index) =>
      compareRow(expected, routed(inputs[index], textOf(task), expected)),
  )
}

function routed(input: Value | undefined, task: string, expected: ValueObject): Value {
  if (!isObject(input) || 'error' in input) return input ?? null
  const { routes, options } = input
  try {
    const found = route({ task_routes: routes ?? null }, isObject(options) ? options : {}, task)
    const value = {
      queue: found.queue?.name ?? null,
      queue_exchange: found.queue?.exchange.name ?? null,
      queue_exchange_type: found.queue?.exchange.type ?? null,
      queue_routing_key: found.queue?.routingKey ?? null,
      rest: found.options,
    }
    // Some rows were recorded without the queue's exchange.
    const wanted = isObject(expected['value']) ? Object.keys(expected['value']) : Object.keys(value)
    return {
      value: Object.fromEntries(Object.entries(value).filter(([key]) => wanted.includes(key))),
    }
  } catch (error) {
    return errorOf(error)
  }
}

/** An exception that Celery raises, as the tables have it. */
export function errorOf(error: unknown): ValueObject {
  if (!(error instanceof Error)) return { error: String(error), text: '' }
  const type = 'type' in error ? String(error.type) : error.name
  return { error: type.split('.').at(-1) ?? type, text: error.message }
}
