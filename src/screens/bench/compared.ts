/** Two runs laid side by side: how far they are the same, what each did then, and their figures. */
import {
  type Comparison,
  type Log,
  type Micros,
  clockText,
  lengthText,
} from '../../../simulator/index.ts'
import type { RunFigures } from '../../lib/history/figures.ts'
import { tell } from '../../lib/history/tell.ts'

export interface Difference {
  /** Up to here both are the same; null: as far as both are known. */
  readonly at: Micros | null
  readonly sentence: string
  /** What each did first that the other did not. */
  readonly one: string | null
  readonly other: string | null
}

/** How far two runs are the same, in words. */
export function differenceOf(comparison: Comparison, one: Log, other: Log): Difference {
  const { rows } = comparison.look()
  const first = (log: Log): string | null =>
    rows < log.length ? `${clockText(log.timeAt(rows))} ${tell(log, rows)}` : null
  const facts = rows.toLocaleString('en-US')
  if (rows === one.length && rows === other.length)
    return {
      at: null,
      sentence: `Both runs are the same so far, fact for fact: ${facts} facts.`,
      one: null,
      other: null,
    }
  const times = [one, other].flatMap((log) => (rows < log.length ? [log.timeAt(rows)] : []))
  const at = Math.min(...times)
  return {
    at,
    sentence: `Up to ${clockText(at)} both runs are the same, fact for fact: ${facts} facts. There they part.`,
    one: first(one),
    other: first(other),
  }
}

/** A line of the table: the same figure of both runs. */
export interface Line {
  readonly title: string
  readonly one: string
  readonly other: string
  /** What the first has more than the second, with its sign; empty: the same, or not to be compared. */
  readonly more: string
}

const number = (value: number): string => value.toLocaleString('en-US')
const length = (value: Micros | null): string => (value === null ? '–' : lengthText(value))
const moment = (value: Micros | null): string => (value === null ? '–' : clockText(value))
const share = (value: number | null): string =>
  value === null ? '–' : `${String(Math.round(value * 100))} %`

/** A difference as it is written; one that is too small to be written is none. */
function signed(by: number, text: (value: number) => string): string {
  const size = text(Math.abs(by))
  if (size === text(0)) return ''
  return by > 0 ? `+${size}` : `−${size}`
}

/** The table of both runs' figures. */
export function linesOf(one: RunFigures, other: RunFigures): readonly Line[] {
  const count = (title: string, of: (figures: RunFigures) => number): Line => {
    const more = signed(of(one) - of(other), number)
    return { title, one: number(of(one)), other: number(of(other)), more }
  }
  const time = (
    title: string,
    of: (figures: RunFigures) => Micros | null,
    text: (value: Micros | null) => string,
  ): Line => {
    const [a, b] = [of(one), of(other)]
    const more = a === null || b === null ? '' : signed(a - b, lengthText)
    return { title, one: text(a), other: text(b), more }
  }
  return [
    count('tasks sent', ({ sent }) => sent),
    count('done', ({ succeeded }) => succeeded),
    count('failed', ({ failed }) => failed),
    count('retries', ({ retries }) => retries),
    count('tries cut off', ({ killed }) => killed),
    time('latency p50', ({ p50 }) => p50, length),
    time('latency p95', ({ p95 }) => p95, length),
    count('most in a queue', ({ deepest }) => deepest),
    { title: 'processes busy', one: share(one.busy), other: share(other.busy), more: '' },
    time('last task over at', ({ done }) => done, moment),
  ]
}
