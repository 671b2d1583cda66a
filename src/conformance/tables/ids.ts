import { isList, isObject } from '../trace/json.ts'
import type { Value } from '../trace/json.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const NAME = /^id\d+$/

/**
 * `actual` with its ids named as `expected` names the ids in the same places: afterwards the two are equal just
 * when their ids correspond one to one.
 */
export function namedLike(expected: Value | undefined, actual: Value): Value {
  const names = new Map<string, string>()
  bind(expected, actual, names)
  return rename(actual, names)
}

function bind(
  expected: Value | undefined,
  actual: Value | undefined,
  names: Map<string, string>,
): void {
  if (typeof expected === 'string' && typeof actual === 'string') {
    const taken = [...names.values()].includes(expected)
    if (NAME.test(expected) && UUID.test(actual) && !names.has(actual) && !taken)
      names.set(actual, expected)
  } else if (isList(expected) && isList(actual)) {
    expected.forEach((part, index) => bind(part, actual[index], names))
  } else if (isObject(expected) && isObject(actual)) {
    for (const [key, part] of Object.entries(expected)) bind(part, actual[key], names)
  }
}

function rename(value: Value, names: ReadonlyMap<string, string>): Value {
  if (typeof value === 'string') return names.get(value) ?? value
  if (isList(value)) return value.map((part) => rename(part, names))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rename(part, names)]))
}
