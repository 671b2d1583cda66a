/**
 * A deep copy of plain data. What was one object in two places stays one: a worker's processes share the
 * app of their worker.
 */
export function copyPlain<T>(value: T): T {
  return copy(value, new Map()) as T
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
  const object: { [key: string]: unknown } = {}
  copies.set(value, object)
  for (const [key, item] of Object.entries(value)) object[key] = copy(item, copies)
  return object
}
