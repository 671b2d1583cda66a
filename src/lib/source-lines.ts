/** The learner's line that a fact comes from, and the facts that come from a line. */
import { type Log, type SourceLine, why } from '../../simulator/index.ts'

/** Facts that know their line. */
const KINDS = new Set([
  'message-published',
  'body-parked',
  'printed',
  'noted',
  'control-sent',
  'state-stored',
  'task-failed',
  'task-retried',
  'program-failed',
])

/** The learner's line that a fact comes from; null where none is known. */
export function sourceLineOf(log: Log, row: number): SourceLine | null {
  if (!KINDS.has(log.kindAt(row))) return null
  const { kind, detail } = log.entry(row)
  switch (kind) {
    case 'message-published':
    case 'body-parked':
    case 'printed':
    case 'noted':
    case 'control-sent':
    case 'state-stored':
      return detail.at ?? null
    case 'task-failed':
    case 'program-failed':
      return detail.error.frames.at(-1) ?? null
    case 'task-retried':
      return detail.error?.frames.at(-1) ?? null
    default:
      return null
  }
}

/** The line of a fact, or else of the nearest fact that led to it. */
export function causingLine(log: Log, row: number): SourceLine | null {
  for (const each of [row, ...why(log, row)]) {
    const line = sourceLineOf(log, each)
    if (line) return line
  }
  return null
}

export const sameLine = (one: SourceLine | null, other: SourceLine | null): boolean =>
  one !== null && other !== null && one.file === other.file && one.line === other.line

/** The rows that come from each line; each row is looked at once. */
export class LineRows {
  readonly #log: Log
  readonly #rows = new Map<string, number[]>()
  #read: number

  constructor(log: Log) {
    this.#log = log
    this.#read = log.first
  }

  /** The rows of a line among the first `rows` rows, oldest first. */
  of({ file, line }: SourceLine, rows: number): readonly number[] {
    for (; this.#read < this.#log.length; this.#read++) {
      const at = sourceLineOf(this.#log, this.#read)
      if (!at) continue
      const key = `${at.file}:${String(at.line)}`
      const known = this.#rows.get(key)
      if (known) known.push(this.#read)
      else this.#rows.set(key, [this.#read])
    }
    return (this.#rows.get(`${file}:${String(line)}`) ?? []).filter((row) => row < rows)
  }
}
