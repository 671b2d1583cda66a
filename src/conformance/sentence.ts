import type { Difference } from './compare/match.ts'
import { canonical } from './trace/json.ts'
import type { Value } from './trace/json.ts'

const MOST = 160

/** A difference in one readable line. */
export function sentence({ path, expected, actual }: Difference): string {
  const where = firstDifferenceOf(expected, actual)
  return `${path}: expected ${shown(expected, where)}, got ${shown(actual, where)}`
}

/** Where two long texts part, so that both are shown there. */
function firstDifferenceOf(expected: Value | undefined, actual: Value | undefined): number {
  const [a, b] = [canonical(expected), canonical(actual)]
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1
  return at
}

function shown(value: Value | undefined, around: number): string {
  const text = canonical(value)
  if (text.length <= MOST) return text
  const from = Math.max(0, Math.min(around - 20, text.length - MOST))
  const end = from + MOST
  return `${from > 0 ? '…' : ''}${text.slice(from, end)}${end < text.length ? '…' : ''}`
}
