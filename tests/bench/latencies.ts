import type { Log } from '../../simulator/index.ts'

/** Latency from publish to success, read from a log with a window as it grows. */
export class Latencies {
  private readonly published = new Map<number, number>()
  private readonly found: number[] = []
  private row = 0

  /** Reads the rows that came since the last time. */
  read(log: Log): void {
    if (log.first > this.row) throw new Error('the window has passed rows that were not read')
    for (; this.row < log.length; this.row++) {
      const kind = log.kindAt(this.row)
      if (kind === 'message-published') {
        this.published.set(log.taskAt(this.row), log.timeAt(this.row))
      } else if (kind === 'task-succeeded') {
        const task = log.taskAt(this.row)
        this.found.push(log.timeAt(this.row) - (this.published.get(task) ?? 0))
        this.published.delete(task)
      }
    }
  }

  get count(): number {
    return this.found.length
  }

  /** In seconds. */
  get p95(): number {
    const sorted = Float64Array.from(this.found).sort()
    return (sorted[Math.floor(sorted.length * 0.95)] ?? 0) / 1_000_000
  }
}
