import type { FactKind, Log, Micros } from '../../../simulator/index.ts'
import type { Mark } from '../marks.ts'
import type { Outcome, TaskHistory, Try } from './task-history.ts'
import { TaskNames } from './task-names.ts'

/** How many messages wait in a queue: `depths[i]` from `times[i]` on. */
export interface Depth {
  readonly times: Micros[]
  readonly depths: number[]
  most: number
}

/** When a worker came and went. */
export interface WorkerSpan {
  readonly name: string
  readonly start: Micros
  end: Micros
}

type Fold = (history: HistoryFold, row: number) => void

/**
 * The whole log by task, process and queue, read once from start to end as it grows. It knows the
 * future of a playhead that was dragged back; whoever draws a moment asks for that moment.
 */
export class History {
  /** By index of the log's tasks; undefined where the log has told nothing of it yet. */
  readonly tasks: (TaskHistory | undefined)[] = []
  /** In the order in which they were sent. */
  readonly inOrder: TaskHistory[] = []
  /** Tries by process, in the order in which they began. */
  readonly lanes = new Map<string, Try[]>()
  readonly depths = new Map<string, Depth>()
  readonly workers: WorkerSpan[] = []
  /** Moments at which the client sent a message. */
  readonly sends: Micros[] = []
  readonly names = new TaskNames()
  /** Rows read so far. */
  rows = 0
  private readonly fold: HistoryFold

  constructor(readonly log: Log) {
    this.fold = new HistoryFold(this)
  }

  /** Reads what the log has gained. */
  update(): void {
    while (this.rows < this.log.length) this.fold.row(this.rows++)
  }

  byId(id: string | null): TaskHistory | null {
    const index = id === null ? -1 : this.fold.indexOf(id)
    return this.tasks[index] ?? null
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

class HistoryFold {
  private readonly indexes = new Map<string, number>()
  /** The try that each process is at. */
  private readonly running = new Map<string, Try>()

  constructor(readonly history: History) {}

  row(row: number): void {
    FOLDS[this.history.log.kindAt(row)]?.(this, row)
  }

  indexOf(id: string): number {
    return this.indexes.get(id) ?? -1
  }

  actor(row: number): string {
    const { log } = this.history
    return log.actors[log.actorAt(row)]!.name
  }

  task(row: number): TaskHistory | null {
    const index = this.history.log.taskAt(row)
    return index < 0 ? null : (this.history.tasks[index] ?? this.meet(index, row, 'task'))
  }

  /** A task that is met for the first time. */
  meet(index: number, row: number, name: string): TaskHistory {
    const { log, tasks, inOrder, names } = this.history
    const task: TaskHistory = {
      task: index,
      id: log.tasks[index]!,
      label: names.next(name),
      parent: null,
      children: [],
      sentAt: log.timeAt(row),
      sentBy: this.actor(row),
      queue: null,
      tries: [],
      times: [],
      marks: [],
      outcome: null,
    }
    tasks[index] = task
    inOrder.push(task)
    this.indexes.set(task.id, index)
    return task
  }

  mark(row: number, mark: Mark): void {
    const task = this.task(row)
    if (task) setMark(task, this.history.log.timeAt(row), mark)
  }

  lane(process: string): Try[] {
    const known = this.history.lanes.get(process)
    if (known) return known
    const lane: Try[] = []
    this.history.lanes.set(process, lane)
    return lane
  }

  begin(row: number): void {
    const task = this.task(row)
    if (!task) return
    const process = this.actor(row)
    const attempt: Try = {
      task: task.task,
      process,
      start: this.history.log.timeAt(row),
      end: Infinity,
      outcome: 'running',
      due: -1,
      number: task.tries.length + 1,
    }
    task.tries.push(attempt)
    this.lane(process).push(attempt)
    this.running.set(process, attempt)
  }

  /** Ends the try that a row is about, whoever tells of its end. */
  finish(row: number, outcome: Outcome, due = -1): void {
    const attempt = this.task(row)?.tries.at(-1)
    if (attempt?.outcome !== 'running') return
    attempt.due = due
    this.close(attempt, this.history.log.timeAt(row), outcome)
  }

  /** A process is gone: what it was at is cut off. */
  cut(process: string, time: Micros): void {
    const attempt = this.running.get(process)
    if (!attempt) return
    this.close(attempt, time, 'killed')
    // Lost, until its message comes back or somebody stores a failure for it.
    setMark(this.history.tasks[attempt.task]!, time, 'dead')
  }

  cutAll(worker: string, time: Micros): void {
    for (const process of [...this.running.keys()]) {
      if (process.startsWith(`${worker}/`)) this.cut(process, time)
    }
  }

  waiting(queue: string, time: Micros, change: number): void {
    let depth = this.history.depths.get(queue)
    if (!depth) {
      depth = { times: [0], depths: [0], most: 0 }
      this.history.depths.set(queue, depth)
    }
    if (change === 0) return
    const now = Math.max(0, depth.depths.at(-1)! + change)
    if (depth.times.at(-1) === time) depth.depths[depth.depths.length - 1] = now
    else {
      depth.times.push(time)
      depth.depths.push(now)
    }
    depth.most = Math.max(depth.most, now)
  }

  private close(attempt: Try, time: Micros, outcome: Outcome): void {
    attempt.end = time
    attempt.outcome = outcome
    this.running.delete(attempt.process)
  }
}

/** What each kind of fact changes; kinds that are not here change nothing that a history tells. */
const FOLDS: Partial<Record<FactKind, Fold>> = {
  'message-published': (fold, row) => {
    const { history } = fold
    const { message } = history.log.detail(row, 'message-published')
    const index = history.log.taskAt(row)
    const actor = history.log.actors[history.log.actorAt(row)]!
    if (actor.kind === 'client') history.sends.push(history.log.timeAt(row))
    if (index < 0) return
    if (!history.tasks[index]) {
      const task = fold.meet(index, row, message.headers.task)
      task.parent = message.headers.parent_id
      const parent = history.byId(task.parent)
      parent?.children.push(index)
    }
    const mark = history.tasks[index]!.marks.at(-1)
    if (mark === undefined) fold.mark(row, 'pending')
  },
  'message-enqueued': (fold, row) => {
    const queue = fold.actor(row)
    const { log } = fold.history
    fold.waiting(queue, log.timeAt(row), 1)
    const task = fold.task(row)
    if (!task) return
    task.queue = queue
    const back = log.detail(row, 'message-enqueued').reason !== 'published'
    const mark = task.marks.at(-1)
    const lost = mark === 'received' || mark === 'started' || mark === 'dead'
    if (back && lost) fold.mark(row, 'pending')
  },
  'message-delivered': (fold, row) => {
    const { queue } = fold.history.log.detail(row, 'message-delivered')
    fold.waiting(queue, fold.history.log.timeAt(row), -1)
  },
  'message-dropped': (fold, row) => {
    const { queue } = fold.history.log.detail(row, 'message-dropped')
    fold.waiting(queue, fold.history.log.timeAt(row), -1)
    fold.mark(row, 'dead')
  },
  'queue-declared': (fold, row) => {
    const { name } = fold.history.log.detail(row, 'queue-declared')
    fold.waiting(name, fold.history.log.timeAt(row), 0)
  },
  'message-unroutable': (fold, row) => fold.mark(row, 'dead'),
  'message-rejected': (fold, row) => {
    const { requeue } = fold.history.log.detail(row, 'message-rejected')
    const mark = fold.task(row)?.marks.at(-1)
    if (!requeue && (mark === 'received' || mark === 'pending')) fold.mark(row, 'dead')
  },
  'task-received': (fold, row) => {
    if (fold.task(row)?.marks.at(-1) === 'pending') fold.mark(row, 'received')
  },
  'task-unknown': (fold, row) => fold.mark(row, 'dead'),
  'message-invalid': (fold, row) => fold.mark(row, 'dead'),
  'task-revoked': (fold, row) => {
    fold.finish(row, 'revoked')
    fold.mark(row, 'revoked')
  },
  'task-started': (fold, row) => {
    fold.begin(row)
    fold.mark(row, 'started')
  },
  'task-succeeded': (fold, row) => {
    const { repr } = fold.history.log.detail(row, 'task-succeeded')
    fold.finish(row, 'succeeded')
    fold.mark(row, 'succeeded')
    tell(fold, row, repr)
  },
  'task-failed': (fold, row) => {
    const { error } = fold.history.log.detail(row, 'task-failed')
    fold.finish(row, 'failed')
    fold.mark(row, 'failed')
    tell(fold, row, error.repr)
  },
  'task-retried': (fold, row) => {
    const { due } = fold.history.log.detail(row, 'task-retried')
    fold.finish(row, 'retry', due)
    fold.mark(row, 'retry')
  },
  'task-ignored': (fold, row) => {
    fold.finish(row, 'ignored')
    fold.mark(row, 'revoked')
  },
  'task-rejected': (fold, row) => {
    const { requeue } = fold.history.log.detail(row, 'task-rejected')
    fold.finish(row, 'rejected')
    fold.mark(row, requeue ? 'pending' : 'dead')
  },
  'process-started': (fold, row) => void fold.lane(fold.actor(row)),
  'process-ended': (fold, row) => fold.cut(fold.actor(row), fold.history.log.timeAt(row)),
  'worker-started': (fold, row) => {
    const span = { name: fold.actor(row), start: fold.history.log.timeAt(row), end: Infinity }
    fold.history.workers.push(span)
  },
  'worker-stopped': (fold, row) => {
    const name = fold.actor(row)
    const time = fold.history.log.timeAt(row)
    fold.cutAll(name, time)
    const span = fold.history.workers.findLast((worker) => worker.name === name)
    if (span) span.end = time
  },
}

function setMark(task: TaskHistory, time: Micros, mark: Mark): void {
  if (task.marks.at(-1) === mark) return
  task.times.push(time)
  task.marks.push(mark)
}

function tell(fold: HistoryFold, row: number, text: string): void {
  const task = fold.task(row)
  if (task) task.outcome = { text, at: fold.history.log.timeAt(row) }
}
