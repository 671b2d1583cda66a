import { isList, isObject } from '../../src/conformance/trace/json.ts'
import type { Value } from '../../src/conformance/trace/json.ts'
import { readHeader } from '../../src/conformance/trace/header.ts'
import type { Trace } from '../../src/conformance/trace/trace.ts'

/** Parts of a recording whose keys come from the program; all others have the names of the format. */
const PROGRAMS_OWN = new Set(['returned', 'result', 'args', 'kwargs'])

/** Every task of the scenario under another name, in its source and in its recording alike. */
export function renamed(trace: Trace): Trace {
  const names = taskNames(trace.source)
  if (names.length === 0) return trace
  const pattern = new RegExp(`\\b(${names.join('|')})\\b`, 'g')
  const rename = (text: string): string => text.replace(pattern, 'renamed_$1')
  const walk = (value: Value, withKeys: boolean): Value => {
    if (typeof value === 'string') return rename(value)
    if (isList(value)) return value.map((part) => walk(part, withKeys))
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        withKeys || key.startsWith('tasks.') ? rename(key) : key,
        walk(part, withKeys || PROGRAMS_OWN.has(key)),
      ]),
    )
  }
  const { tolerance, name, family, workers } = trace
  const variant = walk(trace as unknown as Value, false) as unknown as Trace
  return { ...variant, tolerance, name, family, workers }
}

/** Functions of a scenario under a decorator, but for those whose name means something else there as well. */
function taskNames(source: string): readonly string[] {
  const functions = [...source.matchAll(/^@.*\n(?:@.*\n)*def (\w+)\(/gm)].map(
    ([, name]) => name ?? '',
  )
  return functions.filter((name) => {
    const elsewhere = new RegExp(
      `(?<!tasks)\\.${name}\\b|\\b${name}=|'${name}'|-Q \\S*\\b${name}\\b`,
    )
    return !elsewhere.test(source)
  })
}

/** The scenario with every sleep twice as long. Only what has no time in it can be as recorded. */
export function slowed(trace: Trace): Trace {
  const source = trace.source.replace(
    /\bsleep\(([\d.]+)\)/g,
    (_, seconds: string) => `sleep(${String(Number(seconds) * 2)})`,
  )
  const { timeout } = readHeader(trace.source)
  return { ...trace, source: `${source}\n# oracle: timeout=${String(timeout * 2)}\n` }
}

/** Whether a path of a difference speaks of order and outcome, and not of time. */
export function isTimeless(path: string): boolean {
  return !/timings|countdown|in_seconds|expires_in/.test(path)
}
