import { parse } from '../../../simulator/index.ts'
import { isList, isObject, numberOf, textOf } from './json.ts'
import type { Value, ValueObject } from './json.ts'
import type { Trace } from './trace.ts'

/** A table of computed answers, without worker or broker. */
export interface Table {
  readonly table: string
  readonly rows: readonly ValueObject[]
  /** Further fields of the file, e.g. `route_tables`. */
  readonly context: ValueObject
}

const TEXTS = ['name', 'family', 'source', 'broker', 'backend', 'worker_flags'] as const
const LISTS = ['workers', 'actions', 'tasks', 'messages'] as const
const OBJECTS = [
  'main',
  'order',
  'prefetch_updates',
  'worker_log',
  'broker_end',
  'tolerance',
] as const

/** Reads one trace; `where` names it in errors. */
export function parseTrace(text: string, where: string): Trace {
  const value = parse(text)
  if (!isObject(value)) throw new Error(`${where}: not a trace: no JSON object`)
  for (const field of TEXTS) need(typeof value[field] === 'string', where, field, 'text')
  for (const field of LISTS) need(isList(value[field]), where, field, 'a list')
  for (const field of OBJECTS) need(isObject(value[field]), where, field, 'an object')
  const tolerance = isObject(value['tolerance']) ? numberOf(value['tolerance']['seconds']) : null
  need(tolerance !== null, where, 'tolerance.seconds', 'a number')
  // The fields just looked at are all that the reader relies on; the rest stays JSON.
  return { ...value, tolerance: { seconds: tolerance } } as unknown as Trace
}

/** Reads one table; `where` names it in errors. */
export function parseTable(text: string, where: string): Table {
  const value = parse(text)
  if (!isObject(value)) throw new Error(`${where}: not a table: no JSON object`)
  const { table, rows, ...context } = value
  need(typeof table === 'string', where, 'table', 'text')
  need(isList(rows) && rows.every(isObject), where, 'rows', 'a list of objects')
  return { table: textOf(table), rows: rows as readonly Value[] as readonly ValueObject[], context }
}

function need(holds: boolean, where: string, field: string, what: string): void {
  if (!holds) throw new Error(`${where}: ${field} is not ${what}`)
}
