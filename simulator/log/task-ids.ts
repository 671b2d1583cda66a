import { assert } from '../kernel/assert.ts'

/** Hexadecimal digits of the number that a numbered id ends in. */
const DIGITS = 12
/** Spans kept where the log has a window: what lies before them is older than any row of it. */
const MOST_SPANS = 65_536

/** Tasks that follow each other in the log: named one by one, or numbers of a series that follow each other. */
interface Span {
  /** Index of the first of them. */
  readonly first: number
  readonly series: number
  /** The number of the first of them in its series, or its place among the names. */
  readonly number: number
}

/** A stretch of tasks as another log takes it over; plain data. */
export type TaskStretch =
  | { readonly names: readonly string[] }
  | { readonly prefix: string; readonly number: number; readonly count: number }

const NAMED = -1

/** What the ids of a log that goes on from here have to know; plain data. */
export interface IdsHead {
  readonly count: number
  /** How many of them were named one by one. */
  readonly names: number
  /** The latest ones. */
  readonly spans: readonly Span[]
}

/** Spans that a head takes along: of what is under way there are few. */
const SPANS_OF_HEAD = 256

/**
 * The ids of a log's tasks by index. Most are told one by one. Those of a series, the messages of a load,
 * are its prefix and a number: they take room only where the series is interrupted, and their text is made
 * when somebody looks.
 */
export class TaskIds {
  count = 0
  private readonly names: string[] = []
  private readonly byName = new Map<string, number>()
  private readonly prefixes: string[] = []
  private spans: Span[] = []
  /** Of the last span: its series, and the number that would go on with it. */
  private lastSeries = NAMED
  private nextNumber = -1

  /** The index of an id, which joins when it is new. */
  index(id: string): number {
    const known = this.find(id)
    if (known >= 0) return known
    const index = this.join(NAMED, this.names.length)
    this.names.push(id)
    this.byName.set(id, index)
    return index
  }

  /** A series of ids that begin alike and end in a number of twelve hexadecimal digits. */
  series(prefix: string): number {
    const known = this.prefixes.indexOf(prefix)
    return known >= 0 ? known : this.prefixes.push(prefix) - 1
  }

  /** Adds the task of a number of a series, above all its numbers so far; returns its index. */
  numbered(series: number, number: number): number {
    return this.join(series, number)
  }

  /** Is its id of a series? */
  isNumbered(index: number): boolean {
    return this.spanOf(index).series !== NAMED
  }

  /** The id; '' where it is too old to be known (see `trim`). */
  id(index: number): string {
    const { first, series, number } = this.spanOf(index)
    if (index < first) return ''
    const nth = number + index - first
    if (series === NAMED) return this.names[nth] ?? ''
    return `${this.prefixes[series] ?? ''}${nth.toString(16).padStart(DIGITS, '0')}`
  }

  /** The index of an id; -1 where it is not known. */
  find(id: string): number {
    const named = this.byName.get(id)
    if (named !== undefined) return named
    if (this.prefixes.length === 0) return -1
    const series = this.prefixes.indexOf(id.slice(0, -DIGITS))
    return series < 0 ? -1 : this.findNumber(series, Number.parseInt(id.slice(-DIGITS), 16))
  }

  head(): IdsHead {
    return {
      count: this.count,
      names: this.names.length,
      spans: this.spans.slice(-SPANS_OF_HEAD),
    }
  }

  /** The ids that go on from a head of these. */
  from(head: IdsHead): TaskIds {
    const ids = new TaskIds()
    ids.prefixes.push(...this.prefixes)
    ids.names.push(...this.names.slice(0, head.names))
    ids.spans = [...head.spans]
    ids.count = head.count
    for (const { first, series, number } of head.spans)
      if (series === NAMED)
        for (let nth = number; nth < head.names && first + nth - number < head.count; nth++)
          ids.byName.set(this.names[nth]!, first + nth - number)
    const last = head.spans.at(-1)
    if (last !== undefined) {
      ids.lastSeries = last.series
      ids.nextNumber = last.number + head.count - last.first
    }
    return ids
  }

  /** Forgets the oldest, once series interrupt each other too often for them to be kept. */
  trim(): void {
    if (this.spans.length > MOST_SPANS) this.spans = this.spans.slice(-MOST_SPANS / 2)
  }

  /** The tasks from an index on, for another log. */
  since(index: number): TaskStretch[] {
    const stretches: TaskStretch[] = []
    for (let first = index; first < this.count;) {
      const at = this.placeOf(first)
      const span = this.spans[at]!
      const end = this.spans[at + 1]?.first ?? this.count
      const number = span.number + first - span.first
      const count = end - first
      if (span.series === NAMED) stretches.push({ names: this.names.slice(number, number + count) })
      else stretches.push({ prefix: this.prefixes[span.series]!, number, count })
      first = end
    }
    return stretches
  }

  /** Takes over a stretch of another log that begins at an index; what is known must be the same. */
  take(index: number, stretch: TaskStretch): number {
    const count = 'names' in stretch ? stretch.names.length : stretch.count
    for (let nth = 0; nth < count; nth++) {
      const at = index + nth
      if ('names' in stretch) {
        assert(this.index(stretch.names[nth]!) === at, 'the batch is of another log')
      } else if (at >= this.count) this.join(this.series(stretch.prefix), stretch.number + nth)
    }
    return index + count
  }

  private join(series: number, number: number): number {
    if (series !== this.lastSeries || number !== this.nextNumber)
      this.spans.push({ first: this.count, series, number })
    this.lastSeries = series
    this.nextNumber = number + 1
    return this.count++
  }

  private spanOf(index: number): Span {
    assert(index >= 0 && index < this.count, 'the log has no such task')
    return this.spans[this.placeOf(index)]!
  }

  /** The last span that begins at an index or before it; the first where all begin later. */
  private placeOf(index: number): number {
    const { spans } = this
    let low = 1
    let high = spans.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (spans[middle]!.first <= index) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  private findNumber(series: number, number: number): number {
    for (let at = this.spans.length - 1; at >= 0; at--) {
      const span = this.spans[at]!
      if (span.series !== series || span.number > number) continue
      const end = this.spans[at + 1]?.first ?? this.count
      const index = span.first + number - span.number
      return index < end ? index : -1
    }
    return -1
  }
}
