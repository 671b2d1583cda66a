/**
 * A deep copy of plain data. What was one object in two places stays one: a worker's processes share the
 * app of their worker. Objects that never change are `kept` as they are.
 */
export function copyPlain<T>(value: T, kept: readonly object[] = []): T {
  return copy(value, new Map(kept.map((one) => [one, one]))) as T
}

function copy(value: unknown, copies: Map<object, object>): unknown {
  if (typeof value !== 'object' || value === null) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  if (Array.isArray(value)) {
    const list: unknown[] = []
    copies.set(value, list)
    for (const item of value) list.push(copy(item, copies))
    return list
  }
  // Spread first: an object that is made field by field is slow to read ever after, and a run goes on with it.
  const object: { [key: string]: unknown } = { ...value }
  copies.set(value, object)
  for (const key of Object.keys(object)) {
    const item = object[key]
    if (typeof item === 'object' && item !== null) object[key] = copy(item, copies)
  }
  return object
}
