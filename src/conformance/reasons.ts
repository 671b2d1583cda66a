import { isList, isObject } from './trace/json.ts'
import type { Value } from './trace/json.ts'

/** Why scenarios, or rows of a table, are not as recorded. */
export interface Reason {
  /** Scenarios, or tables as `table json`. */
  readonly names: readonly string[]
  /** What is different and why, in a sentence that one who knows Celery would accept. */
  readonly why: string
}

/** Reads the list of reasons: `[{"names": […], "why": "…"}]`. Throws with the place of what is wrong. */
export function parseReasons(text: string, where: string): readonly Reason[] {
  const value = JSON.parse(text) as Value
  if (!isList(value)) throw new Error(`${where}: the reasons are a list`)
  const reasons = value.map((one, index) => parseReason(one, `${where}[${index}]`))
  const names = reasons.flatMap((one) => one.names)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`${where}: ${twice} has two reasons`)
  return reasons
}

function parseReason(value: Value, where: string): Reason {
  const { names, why } = isObject(value) ? value : {}
  const texts = isList(names) ? names.filter((name) => typeof name === 'string') : []
  if (!isList(names) || texts.length === 0 || texts.length < names.length)
    throw new Error(`${where}: names is not a list of names`)
  if (typeof why !== 'string' || why === '') throw new Error(`${where}: why is not a sentence`)
  return { names: texts, why }
}
