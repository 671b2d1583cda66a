import type { FactKind, Micros } from '../../../simulator/index.ts'
import type { ExchangeFacts, HistoryData, Stretch } from './data.ts'
import { deepen, noDepth } from './deepen.ts'
import { visitBegan, visitHandled, visitSent, visitorCame, visitorLeft } from './fold-fronts.ts'
import type { Outcome, TaskHistory, Try } from './task-history.ts'

/** Adds one row of the log to a history. */
type Fold = (fold: HistoryFold, row: number) => void

/** What is shorter is no gap. */
const GAP: Micros = 600_000

/** What a history remembers only while it reads. */
export class HistoryFold {
  readonly history: HistoryData
  private readonly indexes = new Map<string, number>()
  /** The try that each process is at. */
  private readonly running = new Map<string, Try>()
  /** Moment of the last row. */
  private last: Micros = 0

  constructor(history: HistoryData) {
    this.history = history
  }

  indexOf(id: string): number {
    return this.indexes.get(id) ?? -1
  }

  actor(row: number): string {
    const { log } = this.history
    return log.actors[log.actorAt(row)]!.name
  }

  time(row: number): Micros {
    return this.history.log.timeAt(row)
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
      label: names.label(name, index),
      parent: null,
      children: [],
      sentAt: log.timeAt(row),
      sentBy: this.actor(row),
      queue: null,
      exchange: '',
      priority: 0,
      tries: [],
    }
    tasks[index] = task
    inOrder.push(task)
    this.indexes.set(task.id, index)
    return task
  }

  lane(process: string): Try[] {
    const known = this.history.lanes.get(process)
    if (known) return known
    const lane: Try[] = []
    this.history.lanes.set(process, lane)
    return lane
  }

  exchange(name: string): ExchangeFacts {
    const known = this.history.exchanges.get(name)
    if (known) return known
    const exchange = { name, type: 'direct', queues: new Set<string>(), used: false }
    this.history.exchanges.set(name, exchange)
    return exchange
  }

  begin(row: number): void {
    const task = this.task(row)
    if (!task) return
    const process = this.actor(row)
    const attempt: Try = {
      task: task.task,
      process,
      start: this.time(row),
      end: Infinity,
      outcome: 'running',
      due: -1,
      acked: -1,
      number: task.tries.length + 1,
    }
    task.tries.push(attempt)
    this.lane(process).push(attempt)
    this.running.set(process, attempt)
  }

  /** Ends the try that a row is about, whoever tells of its end. */
  finish(row: number, outcome: Outcome, due = -1): void {
    if (outcome in this.history.ends) {
      this.history.ends[outcome as 'succeeded' | 'retry' | 'failed'].push(this.time(row))
    }
    const task = this.task(row)
    if (task && (outcome === 'succeeded' || outcome === 'failed')) {
      const { latencies } = this.history
      const took = this.time(row) - task.sentAt
      latencies.times.push(this.time(row))
      latencies.took.push(took)
      latencies.most = Math.max(latencies.most, took)
    }
    const tries = task?.tries ?? []
    // Delivered twice it runs in two processes: each tells of its own end. Others tell of the last try.
    const own = this.running.get(this.actor(row))
    const attempt = own !== undefined && tries.includes(own) ? own : tries.at(-1)
    if (attempt?.outcome !== 'running') return
    attempt.due = due
    this.close(attempt, this.time(row), outcome)
  }

  /** A process is gone: what it was at is cut off. */
  cut(process: string, time: Micros): void {
    const attempt = this.running.get(process)
    if (attempt) this.close(attempt, time, 'killed')
  }

  cutAll(worker: string, time: Micros): void {
    for (const process of [...this.running.keys()]) {
      if (process.startsWith(`${worker}/`)) this.cut(process, time)
    }
  }

  /** One more or one less waits in a queue; 0 only makes the queue known. */
  waiting(queue: string, time: Micros, change: -1 | 0 | 1): void {
    let depth = this.history.depths.get(queue)
    if (!depth) {
      depth = noDepth()
      this.history.depths.set(queue, depth)
    }
    if (change !== 0) deepen(depth, time, change)
  }

  /** A queue loses a message. */
  lose(queue: string, row: number): void {
    const { losses } = this.history
    const times = losses.get(queue)
    if (times) times.push(this.time(row))
    else losses.set(queue, [this.time(row)])
  }

  /** Time has come as far as a row. */
  pass(row: number): void {
    const now = this.time(row)
    if (now - this.last >= GAP && this.running.size === 0)
      this.history.gaps.push({ from: this.last, to: now })
    this.last = now
  }

  /** The broker has heard that a task's message is done with. */
  acked(row: number): void {
    const attempt = this.task(row)?.tries.at(-1)
    if (attempt) attempt.acked = this.time(row)
  }

  /** Something is wrong from now on. */
  wrong(name: string, kind: Stretch['kind'], row: number): void {
    this.history.stretches.push({ name, kind, from: this.time(row), to: Infinity, row })
  }

  /** What began in a row, or was called so, is over. */
  right(row: number, isIt: (stretch: Stretch) => boolean): void {
    const stretch = this.history.stretches.findLast((each) => each.to === Infinity && isIt(each))
    if (stretch) stretch.to = this.time(row)
  }

  private close(attempt: Try, time: Micros, outcome: Outcome): void {
    attempt.end = time
    attempt.outcome = outcome
    if (outcome === 'retry') this.history.retried.push(attempt)
    if (outcome === 'killed') this.history.killed.push(attempt)
    this.running.delete(attempt.process)
  }
}

/** What each kind of fact adds; kinds that are not here add nothing that a history tells. */
export const FOLDS: Partial<Record<FactKind, Fold>> = {
  'message-published': (fold, row) => {
    const { history } = fold
    const { message } = history.log.detail(row, 'message-published')
    const index = history.log.taskAt(row)
    const actor = history.log.actors[history.log.actorAt(row)]!
    if (actor.kind === 'client') history.sends.push(fold.time(row))
    if (actor.kind === 'beat') history.beats.add(actor.name)
    if (actor.kind === 'service') visitSent(history, row)
    fold.exchange(message.exchange).used = true
    if (index < 0 || history.tasks[index]) return
    const task = fold.meet(index, row, message.headers.task)
    task.exchange = message.exchange
    task.priority = message.properties.priority ?? 0
    task.parent = message.headers.parent_id
    history.byId(task.parent)?.children.push(index)
  },
  'message-enqueued': (fold, row) => {
    const queue = fold.actor(row)
    fold.waiting(queue, fold.time(row), 1)
    const task = fold.task(row)
    if (task) task.queue = queue
  },
  'message-delivered': (fold, row) => {
    const { queue } = fold.history.log.detail(row, 'message-delivered')
    fold.waiting(queue, fold.time(row), -1)
  },
  'message-dropped': (fold, row) => {
    const { queue } = fold.history.log.detail(row, 'message-dropped')
    fold.waiting(queue, fold.time(row), -1)
    fold.lose(queue, row)
  },
  'message-dead-lettered': (fold, row) => {
    const { queue, waited } = fold.history.log.detail(row, 'message-dead-lettered')
    if (waited) fold.waiting(queue, fold.time(row), -1)
    fold.lose(queue, row)
  },
  'message-fetched': (fold, row) => {
    const { queue } = fold.history.log.detail(row, 'message-fetched')
    fold.waiting(queue, fold.time(row), -1)
  },
  'message-taken': (fold, row) => {
    const { queue } = fold.history.log.detail(row, 'message-taken')
    fold.waiting(queue, fold.time(row), -1)
  },
  'queue-declared': (fold, row) => {
    const { name } = fold.history.log.detail(row, 'queue-declared')
    fold.waiting(name, fold.time(row), 0)
  },
  'exchange-declared': (fold, row) => {
    const { name, type } = fold.history.log.detail(row, 'exchange-declared')
    fold.exchange(name).type = type
  },
  'queue-bound': (fold, row) => {
    const { exchange, queue } = fold.history.log.detail(row, 'queue-bound')
    fold.exchange(exchange).queues.add(queue)
  },
  'message-acked': (fold, row) => fold.acked(row),
  'task-started': (fold, row) => fold.begin(row),
  'task-succeeded': (fold, row) => fold.finish(row, 'succeeded'),
  'task-failed': (fold, row) => fold.finish(row, 'failed'),
  'task-retried': (fold, row) => {
    fold.finish(row, 'retry', fold.history.log.detail(row, 'task-retried').due)
  },
  'task-ignored': (fold, row) => fold.finish(row, 'ignored'),
  'task-rejected': (fold, row) => fold.finish(row, 'rejected'),
  'task-revoked': (fold, row) => fold.finish(row, 'revoked'),
  'process-started': (fold, row) => void fold.lane(fold.actor(row)),
  'process-ended': (fold, row) => fold.cut(fold.actor(row), fold.time(row)),
  'worker-started': (fold, row) => {
    const { queues, concurrency } = fold.history.log.detail(row, 'worker-started')
    const name = fold.actor(row)
    fold.history.workers.set(name, { name, processes: concurrency, queues })
  },
  'service-effect': (fold, row) => void fold.history.services.add(fold.actor(row)),
  'service-away': (fold, row) => {
    fold.history.services.add(fold.actor(row))
    fold.wrong(fold.actor(row), 'service', row)
  },
  'service-answered': (fold, row) => {
    fold.history.services.add(fold.history.log.detail(row, 'service-answered').service)
  },
  'service-back': (fold, row) => {
    const name = fold.actor(row)
    fold.right(row, (stretch) => stretch.kind === 'service' && stretch.name === name)
  },
  'service-slowed': (fold, row) => {
    fold.history.services.add(fold.actor(row))
    fold.wrong(fold.actor(row), 'slow', row)
  },
  'service-recovered': (fold, row) => {
    const name = fold.actor(row)
    fold.right(row, (stretch) => stretch.kind === 'slow' && stretch.name === name)
  },
  'fault-began': (fold, row) => {
    const fault = fold.history.log.detail(row, 'fault-began')
    fold.history.faults.set(row, { fault, from: fold.time(row), until: Infinity })
    // A service says itself what is wrong with it, and what is over at once lasts no while.
    if (fault.lasts !== null && !('service' in fault))
      fold.wrong(fault.fault.replaceAll('-', ' '), 'fault', row)
  },
  'fault-ended': (fold, row) => {
    const cause = fold.history.log.causeAt(row)
    const span = fold.history.faults.get(cause)
    if (span) span.until = fold.time(row)
    fold.right(row, (stretch) => stretch.kind === 'fault' && stretch.row === cause)
  },
  'request-arrived': (fold, row) => visitorCame(fold.history, row),
  'request-started': (fold, row) => visitBegan(fold.history, row),
  'request-handled': (fold, row) => visitHandled(fold.history, row),
  'request-ended': (fold, row) => visitorLeft(fold.history, row),
  'worker-stopped': (fold, row) => fold.cutAll(fold.actor(row), fold.time(row)),
}
