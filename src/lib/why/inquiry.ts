import {
  type Log,
  type Micros,
  PictureSeeker,
  type Picture,
  type SourceLine,
} from '../../../simulator/index.ts'
import { tell } from '../history/tell.ts'
import { RULES, type Rule, type RuleKey } from './rules.ts'
import { fill, REASONS, type ReasonKey } from './texts.ts'
import type { Sources } from './where-set.ts'

/** One sentence of an answer. */
export interface Reason {
  readonly text: string
  /** The fact that it tells of; null where it tells of a setting. */
  readonly row: number | null
  /** The learner's line that made it so. */
  readonly at: SourceLine | null
  /** 0 is said in any case; what has more is left out first where there are too many. */
  readonly rank: number
}

/** What a reason hangs on. */
export interface Hold {
  readonly row?: number
  readonly at?: SourceLine | null
  readonly rank?: number
  readonly rule?: RuleKey
}

/** The causes of one fact, while they are being gathered. */
export class Inquiry {
  readonly log: Log
  readonly sources: Sources
  readonly reasons: Reason[] = []
  rule: Rule | null = null

  constructor(log: Log, sources: Sources) {
    this.log = log
    this.sources = sources
  }

  /** Gives a reason that no fact of the log says; the first rule given is the rule of the answer. */
  add(key: ReasonKey, slots: Readonly<Record<string, string>>, hold: Hold = {}): void {
    const { row = null, at = null, rank = 0, rule } = hold
    if (rule !== undefined) this.rule ??= RULES[rule]
    this.reasons.push({ text: fill(REASONS[key], slots), row, at, rank })
  }

  /** Gives a fact as a reason, unless it was given. */
  fact(row: number, at: SourceLine | null, rank: number): void {
    if (this.reasons.some((reason) => reason.row === row)) return
    this.reasons.push({ text: tell(this.log, row), row, at, rank })
  }

  actor(row: number): string {
    return this.log.actors[this.log.actorAt(row)]!.name
  }

  time(row: number): Micros {
    return this.log.timeAt(row)
  }

  /** The cluster after the first `rows` facts. */
  picture(rows: number): Picture {
    const known = seekers.get(this.log)
    const seeker = known ?? new PictureSeeker(this.log)
    if (!known) seekers.set(this.log, seeker)
    return seeker.afterRows(rows)
  }

  /** The nearest fact before a row that is wanted; -1 where the last `SPAN` have none. */
  before(row: number, wanted: (row: number) => boolean): number {
    const least = Math.max(this.log.first, row - SPAN)
    for (let at = row - 1; at >= least; at--) if (wanted(at)) return at
    return -1
  }

  /** The nearest cause of a kind. */
  causeOf(row: number, kind: ReturnType<Log['kindAt']>): number {
    for (const cause of this.chain(row)) if (this.log.kindAt(cause) === kind) return cause
    return -1
  }

  /** The causes of a row, the nearest first. */
  *chain(row: number): Generator<number> {
    const { log } = this
    for (let at = log.causeAt(row); at >= log.first; at = log.causeAt(at)) yield at
  }
}

/** So far back one looks for what no link leads to. */
const SPAN = 20_000

const seekers = new WeakMap<Log, PictureSeeker>()
