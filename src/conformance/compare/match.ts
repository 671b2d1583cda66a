import { canonical, isList, isObject, leafCount, numberOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'

/** One place where a run is not as recorded. An absent value is `undefined`. */
export interface Difference {
  /** e.g. `tasks.t1.states[2]` */
  readonly path: string
  readonly expected: Value | undefined
  readonly actual: Value | undefined
}

export interface Match {
  readonly differences: readonly Difference[]
  /** Recorded leaves that were compared. */
  readonly compared: number
}

/** Times: seconds that a busy machine stretches. */
const TIME_KEYS = new Set([
  'published',
  'started',
  'finished',
  'in_seconds',
  'countdown',
  'expires_in',
])

/** Sets in Celery. */
const SET_KEYS = new Set(['stamped_headers'])

/** Both ends of a tolerance are allowed; a tenth of a second is not exact in binary. */
const ROUNDING = 1e-9

/** Compares by the rules of the recordings: marks of what is not stable, times within `tolerance` seconds. */
export function match(expected: Value, actual: Value | undefined, tolerance: number): Match {
  const differences: Difference[] = []
  let compared = 0
  const differ = (path: string, e: Value | undefined, a: Value | undefined): void => {
    differences.push({ path, expected: e, actual: a })
  }

  const compare = (
    e: Value | undefined,
    a: Value | undefined,
    path: string,
    timed: boolean,
  ): void => {
    if (isUnstable(e)) return
    const set = unordered(e)
    if (set !== null) compareSets(set, a, path, e)
    else if (timed && numberOf(e) !== null && numberOf(a) !== null) compareTimes(e, a, path)
    else if (isObject(e) && isObject(a)) compareObjects(e, a, path, timed)
    else if (isList(e) && isList(a) && e.length === a.length) compareLists(e, a, path, timed)
    else {
      compared += leafCount(e)
      if (canonical(e) !== canonical(a)) differ(path, e, a)
    }
  }

  const compareSets = (
    set: readonly Value[],
    a: Value | undefined,
    path: string,
    e: Value | undefined,
  ): void => {
    compared += leafCount(set)
    const found = unordered(a) ?? (isList(a) ? a : null)
    if (found === null || multiset(set) !== multiset(found)) differ(path, e, a)
  }

  const compareTimes = (e: Value | undefined, a: Value | undefined, path: string): void => {
    compared += 1
    const distance = Math.abs((numberOf(e) ?? 0) - (numberOf(a) ?? 0))
    if (distance > tolerance + ROUNDING) differ(path, e, a)
  }

  const compareObjects = (e: ValueObject, a: ValueObject, path: string, timed: boolean): void => {
    const keys = [...new Set([...Object.keys(e), ...Object.keys(a)])].sort()
    if (keys.length === 0) compared += 1
    for (const key of keys) {
      const inner = path === '' ? key : `${path}.${key}`
      if (SET_KEYS.has(key) && isList(e[key])) compareSets(e[key], a[key], inner, e[key])
      else compare(e[key], a[key], inner, timed || TIME_KEYS.has(key))
    }
  }

  const compareLists = (
    e: readonly Value[],
    a: readonly Value[],
    path: string,
    timed: boolean,
  ): void => {
    if (e.length === 0) compared += 1
    e.forEach((value, index) => compare(value, a[index], `${path}[${index}]`, timed))
  }

  compare(expected, actual, '', false)
  return { differences, compared }
}

function isUnstable(value: Value | undefined): boolean {
  return isObject(value) && '__unstable__' in value
}

function unordered(value: Value | undefined): readonly Value[] | null {
  if (!isObject(value)) return null
  const list = value['__unordered__']
  return isList(list) ? list : null
}

function multiset(list: readonly Value[]): string {
  return list.map(canonical).sort().join('\n')
}
