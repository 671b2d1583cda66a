import type { Micros } from '../../simulator/index.ts'
import { fill } from '../fill.ts'
import { happening, optionalHappening, type Parameters } from './check.ts'
import { byKey, happenings } from './happening.ts'
import type { RunRecord } from './run-record.ts'

/** The keys that something must happen to, each with the moment when that was last known to be under way. */
export type Expected = ReadonlyMap<string, Micros>

/** The keys of `of` without those of `except`. */
export function expectedKeys(run: RunRecord, parameters: Parameters): Expected {
  const except = optionalHappening(parameters, 'except')
  const spared = new Set(except === null ? [] : happenings(run, except).map(({ key }) => key))
  const keys = [...byKey(happenings(run, happening(parameters, 'of')))]
  return new Map(
    keys
      .filter(([key]) => !spared.has(key))
      .map(([key, of]) => [key, lastSeen(run, key) ?? of.at(-1)?.to ?? run.end]),
  )
}

/** When a task about it last ran. */
function lastSeen(run: RunRecord, key: string): Micros | null {
  const ends = run.tasks
    .filter(({ argument }) => argument === key)
    .flatMap(({ runs }) => runs.map(({ to }) => to))
  return ends.length === 0 ? null : Math.max(...ends)
}

/** A lab's own sentence with the values in its slots, or a general one. */
export function says(
  parameters: Parameters,
  name: string,
  general: string,
  values: { readonly [slot: string]: string | number },
): string {
  const own = parameters[name]
  return fill(typeof own === 'string' ? own : general, values)
}
