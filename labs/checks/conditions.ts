import { type Json, type JsonObject, stringify } from '../../simulator/index.ts'

type Plain = string | number | boolean | null

/** What a field must be: a value, one of several, or on one side of a number. */
export type Condition = Plain | readonly Plain[] | Bounds

/** `{ below: 0 }` and its like. */
export interface Bounds {
  readonly below?: number
  readonly above?: number
  readonly not?: Plain
}

/** Fields of an entry or row by name, and what each must be. */
export interface Conditions {
  readonly [field: string]: Condition
}

/** Does a row meet all of these? A field that it does not have meets nothing. */
export const meets = (row: JsonObject, conditions: Conditions): boolean =>
  Object.entries(conditions).every(([field, condition]) => {
    const value = Object.hasOwn(row, field) ? row[field] : undefined
    return value !== undefined && holds(value, condition)
  })

function holds(value: Json, condition: Condition): boolean {
  if (typeof condition !== 'object' || condition === null) return same(value, condition)
  if (isList(condition)) return condition.some((one) => same(value, one))
  const { below, above, not } = condition
  const number = Number(plain(value))
  if (below !== undefined && !(number < below)) return false
  if (above !== undefined && !(number > above)) return false
  return not === undefined || !same(value, not)
}

const isList = (condition: Condition): condition is readonly Plain[] => Array.isArray(condition)

/** 5.0 of Python is the number 5 here. */
const same = (value: Json, wanted: Plain): boolean =>
  typeof wanted === 'number' ? Number(plain(value)) === wanted : value === wanted

const plain = (value: Json): unknown =>
  typeof value === 'number' ? value : typeof value === 'object' ? stringify(value) : Number.NaN

/** What is wrong with conditions that somebody wrote, each with its path. */
export function conditionProblems(value: unknown): readonly Wrong[] {
  if (!isRecord(value))
    return [{ path: '', sentence: 'Say which fields must be what: { status: paid }.' }]
  return Object.entries(value).flatMap(([field, one]) =>
    isCondition(one)
      ? []
      : [
          {
            path: `.${field}`,
            sentence: `"${field}" must be a value, a list of values, or bounds: { below: 0 }, { above: 0 }, { not: paid }.`,
          },
        ],
  )
}

/** What is wrong, and where in what was given: `.row.status`. */
export interface Wrong {
  readonly path: string
  readonly sentence: string
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isPlain = (value: unknown): value is Plain =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)

const isCondition = (value: unknown): boolean =>
  isPlain(value) ||
  (Array.isArray(value) && value.length > 0 && value.every(isPlain)) ||
  (isRecord(value) && Object.keys(value).length > 0 && Object.entries(value).every(isBound))

const isBound = ([name, value]: readonly [string, unknown]): boolean =>
  name === 'not' ? isPlain(value) : ['below', 'above'].includes(name) && typeof value === 'number'
