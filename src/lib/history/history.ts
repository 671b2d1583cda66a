import type { FactKind, Log, Micros } from '../../../simulator/index.ts'
import type {
  Depth,
  ExchangeFacts,
  FaultSpan,
  FrontFacts,
  HistoryData,
  Latencies,
  Stretch,
  WorkerFacts,
} from './data.ts'
import { HistoryFold, FOLDS } from './fold.ts'
import type { TaskHistory, Try } from './task-history.ts'
import { TaskNames } from './task-names.ts'

/**
 * The whole log by task, process and queue, read once from start to end as it grows. It knows the
 * future of a playhead that was dragged back; whoever draws a moment asks for that moment.
 */
export class History implements HistoryData {
  readonly log: Log
  /** By index of the log's tasks; undefined where the log has told nothing of it yet. */
  readonly tasks: (TaskHistory | undefined)[] = []
  /** In the order in which they were sent. */
  readonly inOrder: TaskHistory[] = []
  /** Tries by process, in the order in which they began. */
  readonly lanes = new Map<string, Try[]>()
  readonly depths = new Map<string, Depth>()
  readonly workers = new Map<string, WorkerFacts>()
  readonly exchanges = new Map<string, ExchangeFacts>()
  /** Moments at which the client sent a message. */
  readonly sends: Micros[] = []
  /** Moments at which a try ended in one of the three ways that the results count. */
  readonly ends: Readonly<Record<'succeeded' | 'retry' | 'failed', Micros[]>> = {
    succeeded: [],
    retry: [],
    failed: [],
  }
  /** Tries that ended in a retry, in the order of their ends. */
  readonly retried: Try[] = []
  /** Tries that were cut off, in the order of their ends. */
  readonly killed: Try[] = []
  readonly fronts = new Map<string, FrontFacts>()
  readonly services = new Set<string>()
  readonly beats = new Set<string>()
  readonly faults = new Map<number, FaultSpan>()
  readonly losses = new Map<string, Micros[]>()
  readonly gaps: { readonly from: Micros; readonly to: Micros }[] = []
  readonly latencies: Latencies = { times: [], took: [], most: 0 }
  readonly stretches: Stretch[] = []
  readonly names = new TaskNames()
  /** Rows read so far. */
  rows = 0
  private readonly fold: HistoryFold

  constructor(log: Log) {
    this.log = log
    this.fold = new HistoryFold(this)
  }

  /** Reads what the log has gained. */
  update(): void {
    while (this.rows < this.log.length) {
      const row = this.rows++
      const kind: FactKind = this.log.kindAt(row)
      this.fold.pass(row)
      FOLDS[kind]?.(this.fold, row)
    }
  }

  byId(id: string | null): TaskHistory | null {
    return (id === null ? undefined : this.tasks[this.fold.indexOf(id)]) ?? null
  }
}

const histories = new WeakMap<Log, History>()

/** The history of a log, read to its present end; the same object every time. */
export function historyOf(log: Log): History {
  let history = histories.get(log)
  if (!history) {
    history = new History(log)
    histories.set(log, history)
  }
  history.update()
  return history
}

/** How many of these moments, in order, lie at or before one. */
export function countUpTo(times: readonly Micros[], time: Micros): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= time) low = middle + 1
    else high = middle
  }
  return low
}
