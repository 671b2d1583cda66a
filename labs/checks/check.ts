import type { Micros } from '../../simulator/index.ts'
import { conditionProblems, type Wrong } from './conditions.ts'
import type { Selector } from './happening.ts'
import { selectorOf, selectorProblems } from './read-selector.ts'
import type { RunRecord } from './run-record.ts'

/** Where a run broke a check: when, and what happened, for the learner. */
export interface Violation {
  readonly time: Micros
  readonly sentence: string
  /** There was nothing to look at: a smaller run that breaks it so shows nothing. */
  readonly idle?: true
}

/** Parameters of a check or diagnosis word, read and found good. */
export interface Parameters {
  readonly [name: string]: unknown
}

/** A member of the family of check words. */
export interface CheckWord {
  /** The parameters it takes, each with what it must be. */
  readonly parameters: { readonly [name: string]: ParameterKind }
  /** The same, of what may be left out. */
  readonly optional?: { readonly [name: string]: ParameterKind }
  /** Does it look at the starter's run of the same seed? */
  readonly needsBaseline?: boolean
  /** The first way in which the run breaks it; null where it holds. */
  judge(run: RunRecord, parameters: Parameters): Violation | null
}

export type ParameterKind =
  | 'task'
  | 'table'
  | 'column'
  | 'service'
  | 'answer'
  | 'option'
  | 'path'
  | 'field'
  | 'seconds'
  | 'share'
  | 'count'
  | 'happening'
  | 'conditions'
  | 'sentence'

/** What a parameter must be, in words. */
export const KIND_WORDS = {
  task: 'the name of a task',
  table: 'the name of a table',
  column: 'the name of a column',
  service: 'the name of a service',
  answer: 'the name of something that the lab asks',
  option: 'the id of an option of that answer',
  path: 'the path of a request, such as /signup',
  field: 'the name of a field that visitors send',
  seconds: 'a number of seconds above 0',
  count: 'a whole number above 0',
  share: 'a number above 0 and up to 2, where 1 is all of it',
  happening: 'something that happens, such as { task: tasks.pay, is: started }',
  conditions: 'fields and what they must be, such as { status: paid }',
  sentence: 'a sentence',
} as const satisfies Record<ParameterKind, string>

const TEXTS: ReadonlySet<ParameterKind> = new Set([
  'task',
  'table',
  'column',
  'service',
  'answer',
  'option',
  'sentence',
  'path',
  'field',
])

/** What is wrong with a value for a parameter of this kind; nothing where it is good. */
export function parameterProblems(
  kind: ParameterKind,
  name: string,
  value: unknown,
): readonly Wrong[] {
  if (kind === 'happening') return selectorProblems(value)
  if (kind === 'conditions') return conditionProblems(value)
  return fits(kind, value) ? [] : [{ path: '', sentence: `"${name}" must be ${KIND_WORDS[kind]}.` }]
}

function fits(kind: Exclude<ParameterKind, 'happening' | 'conditions'>, value: unknown): boolean {
  if (TEXTS.has(kind)) return typeof value === 'string' && value !== ''
  if (typeof value !== 'number' || !(value > 0)) return false
  if (kind === 'count') return Number.isInteger(value)
  return kind === 'seconds' || value <= 2
}

/** A parameter that was checked to be something that happens; null where it was left out. */
export const optionalHappening = (parameters: Parameters, name: string): Selector | null =>
  parameters[name] === undefined ? null : selectorOf(parameters[name])

/** A parameter that was checked to be something that happens. */
export const happening = (parameters: Parameters, name: string): Selector =>
  selectorOf(parameters[name])

/** A parameter that was checked to be text. */
export const text = (parameters: Parameters, name: string): string => String(parameters[name])

/** A parameter that was checked to be a number. */
export const number = (parameters: Parameters, name: string): number => Number(parameters[name])
