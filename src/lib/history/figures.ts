/** A run in a few numbers, to lay beside another's. */
import type { Micros } from '../../../simulator/index.ts'
import type { History } from './history.ts'

export interface RunFigures {
  readonly sent: number
  readonly succeeded: number
  readonly failed: number
  readonly retries: number
  /** Tries that were cut off. */
  readonly killed: number
  /** From first publish to the end of a task that succeeded or failed; null while none has. */
  readonly p50: Micros | null
  readonly p95: Micros | null
  /** The longest that any queue has been. */
  readonly deepest: number
  /** Share of the processes' time that was spent in tasks, from 0 to 1; null where there is none. */
  readonly busy: number | null
  /** When the last task ended; null while none has. */
  readonly done: Micros | null
}

/** The figures of all that is known of a run; `end` is how far that is. */
export function figuresOf(history: History, end: Micros): RunFigures {
  const latencies: Micros[] = []
  let done: Micros | null = null
  for (const task of history.inOrder) {
    const last = task.tries.at(-1)
    if (last?.outcome !== 'succeeded' && last?.outcome !== 'failed') continue
    latencies.push(last.end - task.sentAt)
    done = Math.max(done ?? 0, last.end)
  }
  latencies.sort((one, other) => one - other)
  return {
    sent: history.inOrder.length,
    succeeded: history.ends.succeeded.length,
    failed: history.ends.failed.length,
    retries: history.ends.retry.length,
    killed: history.killed.length,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    deepest: Math.max(0, ...[...history.depths.values()].map(({ most }) => most)),
    busy: busyShare(history, end),
    done,
  }
}

/** The smallest value that so many of all do not exceed; null where there is none. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}

function busyShare({ lanes }: History, end: Micros): number | null {
  if (lanes.size === 0 || end <= 0) return null
  let busy = 0
  for (const tries of lanes.values())
    for (const { start, end: until } of tries) busy += Math.max(0, Math.min(until, end) - start)
  return busy / (lanes.size * end)
}
