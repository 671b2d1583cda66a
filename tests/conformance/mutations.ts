import { MESSAGE_FIELDS, TASK_FIELDS } from '../../src/conformance/compare/fields.ts'
import { isList, isObject } from '../../src/conformance/trace/json.ts'
import type { Value } from '../../src/conformance/trace/json.ts'
import type { Recorded } from '../../src/conformance/trace/trace.ts'

/** A way into a run: keys and places. */
export type Path = readonly string[]

const MUST = [
  ['main', 'returned'],
  ['main', 'error'],
  ['main', 'printed'],
  ...TASK_FIELDS.map((field) => ['tasks', '*', field]),
  ['tasks', '*', 'signals', 'run'],
  ['tasks', '*', 'signals', 'worker'],
  ...MESSAGE_FIELDS.map((field) => ['messages', '*', field]),
  ['order', 'started'],
  ['order', 'finished'],
  ['started_on'],
  ['broker_end'],
  ['topology'],
] as const

/** Every leaf of a run that must agree, those marked as unstable left out. */
export function firmLeaves(run: Recorded): readonly Path[] {
  return MUST.flatMap((pattern) => leaves(run as unknown as Value, pattern, []))
}

function leaves(value: Value | undefined, pattern: readonly string[], path: Path): readonly Path[] {
  if (value === undefined) return []
  const [step, ...rest] = pattern
  if (step === '*')
    return keysOf(value).flatMap((key) => leaves(at(value, key), rest, [...path, key]))
  if (step !== undefined) return leaves(at(value, step), rest, [...path, step])
  if (isObject(value) && '__unstable__' in value) return []
  const keys = keysOf(value)
  return keys.length === 0
    ? [path]
    : keys.flatMap((key) => leaves(at(value, key), [], [...path, key]))
}

function keysOf(value: Value): readonly string[] {
  return isList(value) || isObject(value) ? Object.keys(value) : []
}

function at(value: Value, key: string): Value | undefined {
  if (isList(value)) return value[Number(key)]
  return isObject(value) ? value[key] : undefined
}

/** The same run but for one leaf. */
export function withChanged(run: Recorded, path: Path): Recorded {
  return changed(run as unknown as Value, path) as unknown as Recorded
}

function changed(value: Value | undefined, path: Path): Value {
  const [key, ...rest] = path
  if (key === undefined) return another(value)
  if (isList(value))
    return value.map((part, index) => (index === Number(key) ? changed(part, rest) : part))
  const object = isObject(value) ? value : {}
  return { ...object, [key]: changed(object[key], rest) }
}

/** A value that no tolerance takes for this one. */
function another(value: Value | undefined): Value {
  if (typeof value === 'string') return `${value}x`
  if (typeof value === 'number') return value + 1000
  if (typeof value === 'boolean') return !value
  if (isList(value)) return ['x']
  if (isObject(value)) return { x: 'x' }
  return typeof value === 'object' && value !== null ? { $num: '1234567.5' } : 'x'
}
