import type { FactKind, Log } from '../../../simulator/index.ts'
import { tell } from '../../lib/history/tell.ts'

/** Kinds of facts that one asks for together. */
export const GROUPS = {
  all: 'everything',
  tasks: 'tasks',
  messages: 'messages',
  workers: 'workers',
  results: 'results',
  services: 'services',
  faults: 'faults',
  output: 'output',
} as const

export type Group = keyof typeof GROUPS

const STARTS: Readonly<Record<Exclude<Group, 'all'>, readonly string[]>> = {
  tasks: ['task-', 'body-', 'errback-', 'eager-'],
  messages: ['message-', 'call-', 'queue-', 'exchange-'],
  workers: [
    'worker-',
    'process-',
    'prefetch-',
    'action-',
    'control-',
    'consumer-',
    'pod-',
    'autoscaler-',
    'receivers-',
  ],
  results: ['state-', 'result-', 'chord-'],
  services: ['service-', 'request-'],
  faults: ['fault-', 'connection-', 'channel-', 'heartbeat-', 'link-', 'publish-', 'ack-'],
  output: ['printed', 'logged', 'noted', 'program-'],
}

/** Whether a kind of fact belongs to a group. */
export const inGroup = (kind: FactKind, group: Group): boolean =>
  group === 'all' || STARTS[group].some((start) => kind.startsWith(start))

export interface Query {
  readonly group: Group
  /** Any part of the sentence. */
  readonly text: string
  /** Only facts about this task; null: about any. */
  readonly task: string | null
}

/** The rows of a growing log that a query asks for, found a part at a time. */
export class LogFilter {
  readonly #log: Log
  readonly #query: Query
  readonly #needle: string
  readonly #task: number | null
  readonly #rows: number[] = []
  /** Rows looked at so far. */
  scanned = 0

  constructor(log: Log, query: Query) {
    this.#log = log
    this.#query = query
    this.#needle = query.text.trim().toLowerCase()
    this.#task = query.task === null ? null : log.tasks.indexOf(query.task)
  }

  /** Every row is asked for: nothing has to be looked at. */
  get everything(): boolean {
    return this.#query.group === 'all' && this.#needle === '' && this.#task === null
  }

  /** Looks at up to `budget` more rows of the first `rows`; whether it has seen them all. */
  advance(rows: number, budget: number): boolean {
    if (this.everything) this.scanned = Math.max(this.scanned, rows)
    const end = Math.min(rows, this.scanned + budget)
    while (this.scanned < end) {
      const row = this.scanned++
      if (this.#matches(row)) this.#rows.push(row)
    }
    return this.scanned >= rows
  }

  /** How many of the first `rows` rows match, as far as they were looked at. */
  count(rows: number): number {
    if (this.everything) return rows
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#rows[middle]! < rows) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The nth row that matches. */
  row(nth: number): number {
    return this.everything ? nth : this.#rows[nth]!
  }

  #matches(row: number): boolean {
    if (this.#task !== null && this.#log.taskAt(row) !== this.#task) return false
    if (!inGroup(this.#log.kindAt(row), this.#query.group)) return false
    return this.#needle === '' || tell(this.#log, row).toLowerCase().includes(this.#needle)
  }
}
