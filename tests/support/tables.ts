import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse, type Json } from '../../simulator/messages/json.ts'

/** A recorded table of real Celery's answers (tests/conformance/traces/tables). */
export interface RecordedTable<Row> {
  readonly about: string
  readonly rows: readonly Row[]
  readonly [field: string]: unknown
}

/** Reads a table, lossless: floats keep their text. */
export function recordedTable<Row>(name: string): RecordedTable<Row> {
  const file = path.resolve(import.meta.dirname, `../conformance/traces/tables/${name}.json`)
  return parse(readFileSync(file, 'utf8')) as unknown as RecordedTable<Row>
}

/** Renames ids by their first appearance, so that two values with other ids compare equal. */
export function renamedIds(value: Json, isId: (text: string) => boolean): Json {
  const names = new Map<string, string>()
  const rename = (item: Json): Json => {
    if (typeof item === 'string' && isId(item)) {
      const name = names.get(item) ?? `id${String(names.size + 1)}`
      names.set(item, name)
      return name
    }
    if (Array.isArray(item)) return item.map((member: Json) => rename(member))
    if (typeof item !== 'object' || item === null) return item
    return Object.fromEntries(
      Object.entries(item).map(([key, member]) => [key, rename(member as Json)]),
    )
  }
  return rename(value)
}
