/** What a monitor counts: of each worker, of each type of task, and over time. */
import type { Micros, Picture } from '../../../simulator/index.ts'
import { countUpTo, type History } from '../../lib/history/history.ts'
import type { Outcome, Try } from '../../lib/history/task-history.ts'

/** How often tries have begun and how they ended. */
export interface Counts {
  readonly started: number
  readonly succeeded: number
  readonly failed: number
  readonly retried: number
  readonly revoked: number
  readonly rejected: number
  /** How long the tries that have ended took, ascending. */
  readonly runtimes: readonly Micros[]
}

/** A type of task on one worker. */
export interface Series extends Counts {
  readonly name: string
  readonly worker: string
}

const OF: Readonly<Partial<Record<Outcome, Exclude<keyof Counts, 'started' | 'runtimes'>>>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  retry: 'retried',
  revoked: 'revoked',
  rejected: 'rejected',
}

/** The tries of every type of task on every worker, up to a moment. */
export function seriesOf(history: History, until: Micros): readonly Series[] {
  const all = new Map<string, Tally>()
  for (const [process, lane] of history.lanes) {
    const worker = process.replace(/\/\d+$/u, '')
    for (const attempt of lane) {
      if (attempt.start > until) break
      const name = history.tasks[attempt.task]?.label.name ?? ''
      const key = `${name} ${worker}`
      const tally = all.get(key) ?? { name, worker, ...NONE, runtimes: [] }
      all.set(key, tally)
      tally.started += 1
      if (attempt.end > until) continue
      const kind = OF[attempt.outcome]
      if (kind !== undefined) tally[kind] += 1
      tally.runtimes.push(attempt.end - attempt.start)
    }
  }
  for (const { runtimes } of all.values()) runtimes.sort((a, b) => a - b)
  return [...all.values()]
}

/** A series while it is counted. */
type Tally = { -readonly [K in keyof Series]: Series[K] } & { readonly runtimes: Micros[] }

const NONE: Omit<Counts, 'runtimes'> = {
  started: 0,
  succeeded: 0,
  failed: 0,
  retried: 0,
  revoked: 0,
  rejected: 0,
}

/** Several series as one. */
export function together(series: readonly Counts[]): Counts {
  const sum = (of: keyof Omit<Counts, 'runtimes'>): number =>
    series.reduce((total, each) => total + each[of], 0)
  return {
    started: sum('started'),
    succeeded: sum('succeeded'),
    failed: sum('failed'),
    retried: sum('retried'),
    revoked: sum('revoked'),
    rejected: sum('rejected'),
    runtimes: series.flatMap(({ runtimes }) => runtimes).sort((a, b) => a - b),
  }
}

/** The value that a share of all does not exceed; null of none. */
export const quantile = (ascending: readonly number[], share: number): number | null =>
  ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? null

/** A stretch of the run in numbers. */
export interface Bucket {
  /** Its end. */
  readonly time: Micros
  /** Tasks that succeeded, a second. */
  readonly throughput: number
  /** Between sending and the first try of those that began here; null where none did. */
  readonly p50: Micros | null
  readonly p95: Micros | null
  /** Messages that waited in all queues, at its end. */
  readonly depth: number
  /** Share of the processes' time that they were busy. */
  readonly utilisation: number
  readonly retries: number
}

/** The run up to a moment in `count` stretches of the whole. */
export function bucketsOf(
  history: History,
  until: Micros,
  end: Micros,
  count: number,
): readonly Bucket[] {
  const width = Math.max(1, end / count)
  const waits = waitsOf(history, until, width, count)
  const busy = busyOf(history, until, width, count)
  const seconds = width / 1_000_000
  const filled = Math.min(count, Math.ceil(until / width))
  return Array.from({ length: filled }, (_, at) => {
    const [from, to] = [at * width, Math.min(until, (at + 1) * width)]
    const ended = (times: readonly Micros[]): number =>
      countUpTo(times, to) - countUpTo(times, from)
    const ascending = (waits[at] ?? []).sort((a, b) => a - b)
    return {
      time: to,
      throughput: ended(history.ends.succeeded) / seconds,
      p50: quantile(ascending, 0.5),
      p95: quantile(ascending, 0.95),
      depth: depthAt(history, to),
      utilisation: (busy[at] ?? 0) / (Math.max(1, history.lanes.size) * Math.max(1, to - from)),
      retries: ended(history.ends.retry),
    }
  })
}

function waitsOf(history: History, until: Micros, width: number, count: number): Micros[][] {
  const waits = Array.from({ length: count }, (): Micros[] => [])
  for (const { tries, sentAt } of history.inOrder) {
    const start = tries[0]?.start ?? Infinity
    if (start <= until) waits[Math.min(count - 1, Math.floor(start / width))]?.push(start - sentAt)
  }
  return waits
}

/** Busy time of all processes in each stretch. */
function busyOf(history: History, until: Micros, width: number, count: number): number[] {
  const busy = new Array<number>(count).fill(0)
  const add = ({ start, end }: Try): void => {
    const last = Math.min(end, until)
    for (let at = Math.floor(start / width); at < count && at * width < last; at++)
      busy[at]! += Math.min(last, (at + 1) * width) - Math.max(start, at * width)
  }
  for (const lane of history.lanes.values())
    for (const attempt of lane) if (attempt.start <= until) add(attempt)
  return busy
}

function depthAt(history: History, time: Micros): number {
  let total = 0
  for (const { times, depths } of history.depths.values())
    total += depths[countUpTo(times, time) - 1] ?? 0
  return total
}

/** How many workers, processes and consumers each queue has. */
export function consumersOf(
  picture: Picture,
  queue: string,
): { readonly workers: number; readonly processes: number } {
  const takers = picture.workers.filter(
    ({ state, queues }) => state === 'ready' && queues.includes(queue),
  )
  const processes = takers.reduce((sum, { concurrency }) => sum + concurrency, 0)
  return { workers: takers.length, processes }
}
