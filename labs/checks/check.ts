import type { Micros } from '../../simulator/index.ts'
import type { RunRecord } from './run-record.ts'

/** Where a run broke a check: when, and what happened, for the learner. */
export interface Violation {
  readonly time: Micros
  readonly sentence: string
}

/** Parameters of a check or diagnosis word, read and found good. */
export interface Parameters {
  readonly [name: string]: unknown
}

/** A member of the family of check words. */
export interface CheckWord {
  /** The parameters it takes, each with what it must be. */
  readonly parameters: { readonly [name: string]: ParameterKind }
  /** Does it look at the starter's run of the same seed? */
  readonly needsBaseline?: boolean
  /** The first way in which the run breaks it; null where it holds. */
  judge(run: RunRecord, parameters: Parameters): Violation | null
}

export type ParameterKind = 'task' | 'table' | 'seconds' | 'share' | 'count'

/** What a parameter must be, in words. */
export const KIND_WORDS = {
  task: 'the name of a task',
  table: 'the name of a table',
  seconds: 'a number of seconds above 0',
  count: 'a whole number above 0',
  share: 'a number above 0 and up to 2, where 1 is all of it',
} as const satisfies Record<ParameterKind, string>

/** Is this a good value for a parameter of this kind? */
export function fits(kind: ParameterKind, value: unknown): boolean {
  if (kind === 'task' || kind === 'table') return typeof value === 'string' && value !== ''
  if (typeof value !== 'number' || !(value > 0)) return false
  if (kind === 'count') return Number.isInteger(value)
  return kind === 'seconds' || value <= 2
}

/** A parameter that was checked to be text. */
export const text = (parameters: Parameters, name: string): string => String(parameters[name])

/** A parameter that was checked to be a number. */
export const number = (parameters: Parameters, name: string): number => Number(parameters[name])
