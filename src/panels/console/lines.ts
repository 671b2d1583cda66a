import {
  type Entry,
  type ExceptionInfo,
  type Log,
  type Micros,
  type SourceLine,
} from '../../../simulator/index.ts'
import type { MistakeBook } from '../../mistakes/book.ts'
import { explanationAt } from '../../mistakes/find.ts'
import type { Explanation } from '../../mistakes/mistake.ts'

export type Tone = 'out' | 'err' | 'log' | 'warning' | 'error' | 'note'

/** One line of the console. */
export interface ConsoleLine {
  readonly row: number
  readonly time: Micros
  readonly tone: Tone
  /** Who said it: `client`, `w1@sim`, `w1@sim/1`. */
  readonly who: string
  readonly text: string
  /** The learner's line it comes from, where one is known. */
  readonly at: SourceLine | null
  readonly task: string | null
  /** The words of a teacher about the error, at the first line that tells of it. */
  readonly explained: Explanation | null
}

/** How many lines are shown of a program that says more than anybody reads. */
export interface ConsoleRoom {
  readonly first: number
  readonly last: number
}

/** What is shown: how it began, how many lines are left out, and the newest ones. */
export interface ConsoleLines {
  readonly head: readonly ConsoleLine[]
  readonly hidden: number
  readonly tail: readonly ConsoleLine[]
}

/** So many lines are kept as they were made: those that are shown, and some around them. */
const MOST_MADE = 2000

/**
 * Reads a log from where it last stopped; a row is looked at once, however often the playhead moves, and is made a
 * line when it is shown.
 */
export class ConsoleReader {
  readonly #log: Log
  readonly #book: MistakeBook | null
  /** The rows that are lines. */
  readonly #rows: number[] = []
  readonly #made = new Map<number, ConsoleLine>()
  readonly #explanations = new Map<number, Explanation>()
  readonly #explained = new Set<string>()
  #read = 0

  /** Without the book, which is fetched when something has run, nothing is explained. */
  constructor(log: Log, book: MistakeBook | null = null) {
    this.#log = log
    this.#book = book
  }

  /** The lines among the first `rows` rows: at most so many of the first and of the last ones. */
  upTo(rows: number, { first, last }: ConsoleRoom): ConsoleLines {
    const end = Math.min(rows, this.#log.length)
    for (; this.#read < end; this.#read++) {
      if (!KINDS.has(this.#log.kindAt(this.#read))) continue
      this.#rows.push(this.#read)
      this.#explain(this.#read)
    }
    const count = this.#before(rows)
    if (count <= first + last) return { head: [], hidden: 0, tail: this.#lines(0, count) }
    return {
      head: this.#lines(0, first),
      hidden: count - first - last,
      tail: this.#lines(count - last, count),
    }
  }

  #lines(from: number, to: number): readonly ConsoleLine[] {
    if (this.#made.size > MOST_MADE) this.#made.clear()
    return this.#rows.slice(from, to).flatMap((row) => this.#line(row) ?? [])
  }

  #line(row: number): ConsoleLine | null {
    const known = this.#made.get(row)
    if (known) return known
    const plain = lineOf(this.#log, row)
    if (!plain) return null
    const line = { ...plain, explained: this.#explanations.get(row) ?? null }
    this.#made.set(row, line)
    return line
  }

  /** An error is told by its task, its worker and whoever waits for it: its words stand once. */
  #explain(row: number): void {
    if (this.#book === null || isRoutine(this.#log, row)) return
    const words = explanationAt(this.#book, this.#log, row)
    if (words === null || this.#explained.has(words.what)) return
    this.#explained.add(words.what)
    this.#explanations.set(row, words)
  }

  #before(rows: number): number {
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#rows[middle]! < rows) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** What a worker logs of every task that goes well: most of a long log, and no mistake. */
function isRoutine(log: Log, row: number): boolean {
  const cause = log.causeAt(row)
  if (log.kindAt(row) !== 'logged' || cause < 0) return false
  const led = log.kindAt(cause)
  return led === 'task-received' || led === 'task-succeeded'
}

const KINDS: ReadonlySet<string> = new Set(['printed', 'logged', 'noted', 'program-failed'])

function lineOf(log: Log, row: number): Omit<ConsoleLine, 'explained'> | null {
  if (!KINDS.has(log.kindAt(row))) return null
  const entry = log.entry(row)
  const said = saidBy(entry)
  if (!said) return null
  const { time, actor, task } = entry
  return { row, time, who: actor.name, task, at: said.at ?? whereOf(log, entry), ...said.line }
}

interface Said {
  readonly line: { readonly tone: Tone; readonly text: string }
  readonly at?: SourceLine | null
}

function saidBy(entry: Entry): Said | null {
  switch (entry.kind) {
    case 'printed': {
      const { stream, text, at } = entry.detail
      const tone = stream === 'stdout' ? 'out' : 'err'
      return { line: { tone, text: text.replace(/\n$/, '') }, at: at ?? null }
    }
    case 'logged': {
      const { level, text } = entry.detail
      return { line: { tone: toneOf(level), text } }
    }
    case 'noted':
      return { line: { tone: 'note', text: entry.detail.text }, at: entry.detail.at ?? null }
    case 'program-failed': {
      const { error } = entry.detail
      return { line: { tone: 'error', text: told(error) }, at: innermost(error) }
    }
    default:
      return null
  }
}

function toneOf(level: string): Tone {
  if (level === 'ERROR' || level === 'CRITICAL') return 'error'
  return level === 'WARNING' ? 'warning' : 'log'
}

const told = ({ type, message, said = message }: ExceptionInfo): string =>
  said === '' ? type : `${type}: ${said}`

/** The innermost of the learner's own lines in a traceback. */
export function innermost(error: ExceptionInfo): SourceLine | null {
  const frame = error.frames.at(-1)
  return frame ? { file: frame.file, line: frame.line } : null
}

/** A worker logs an error because a task failed: the failure knows the line. */
function whereOf(log: Log, { cause }: Entry): SourceLine | null {
  if (cause < 0) return null
  const led = log.entry(cause)
  if (led.kind === 'task-failed') return innermost(led.detail.error)
  if (led.kind === 'task-retried' && led.detail.error) return innermost(led.detail.error)
  return null
}
