import type { Log, Micros } from '../../simulator/index.ts'

/** What became of one task, from its log. */
export interface TaskRecord {
  readonly id: string
  readonly name: string
  published: Micros
  priority: number | null
  /** The queue that its first message came to; null where it was never enqueued. */
  queue: string | null
  firstStarted: Micros | null
  /** End of its last try. */
  finished: Micros | null
  /** Celery's state at the end of its last try. */
  state: string | null
  /** Hostnames of the workers that ran it. */
  readonly workers: string[]
}

export interface QueueRecord {
  readonly name: string
  /** Messages that wait at the end of the run. */
  waiting: number
  everWaited: boolean
  /** Hostnames of the workers that took from it at any time. */
  readonly consumers: Set<string>
}

export interface WorkerRecord {
  readonly hostname: string
  processes: number
}

/** One run, read once, for every check and diagnosis. */
export interface RunRecord {
  readonly tasks: readonly TaskRecord[]
  readonly queues: readonly QueueRecord[]
  readonly workers: readonly WorkerRecord[]
  /** How the client's program ended: null where it never did, its error where it failed. */
  readonly clientError: string | null
  readonly clientEnded: boolean
  readonly end: Micros
  /** The same lab and seed with the starter's files, where a check compares with it. */
  readonly baseline: RunRecord | null
}

interface Draft {
  readonly tasks: Map<string, TaskRecord>
  readonly queues: Map<string, QueueRecord>
  readonly workers: Map<string, WorkerRecord>
  clientError: string | null
  clientEnded: boolean
}

/** Reads a finished run. */
export function readRun(log: Log, baseline: RunRecord | null = null): RunRecord {
  const draft: Draft = {
    tasks: new Map(),
    queues: new Map(),
    workers: new Map(),
    clientError: null,
    clientEnded: false,
  }
  for (let row = 0; row < log.length; row++) readRow(draft, log, row)
  return {
    tasks: [...draft.tasks.values()],
    queues: [...draft.queues.values()],
    workers: [...draft.workers.values()],
    clientError: draft.clientError,
    clientEnded: draft.clientEnded,
    end: log.length === 0 ? 0 : log.timeAt(log.length - 1),
    baseline,
  }
}

const workerOf = (process: string): string => process.split('/')[0] ?? process

function queueOf({ queues }: Draft, name: string): QueueRecord {
  const known = queues.get(name)
  if (known !== undefined) return known
  const made: QueueRecord = { name, waiting: 0, everWaited: false, consumers: new Set() }
  queues.set(name, made)
  return made
}

function readRow(draft: Draft, log: Log, row: number): void {
  const entry = log.entry(row)
  const { time } = entry
  const task = entry.task === null ? undefined : draft.tasks.get(entry.task)
  if (entry.kind === 'message-published' && entry.task !== null && task === undefined) {
    const { headers, properties } = entry.detail.message
    draft.tasks.set(entry.task, {
      id: entry.task,
      name: headers.task,
      published: time,
      priority: properties.priority ?? null,
      queue: null,
      firstStarted: null,
      finished: null,
      state: null,
      workers: [],
    })
  } else if (entry.kind === 'message-enqueued') {
    const queue = queueOf(draft, entry.actor.name)
    queue.waiting += 1
    queue.everWaited = true
    if (task !== undefined) task.queue ??= queue.name
  } else if (entry.kind === 'message-delivered') {
    queueOf(draft, entry.detail.queue).waiting -= 1
  } else if (entry.kind === 'worker-started') {
    const { hostname, concurrency, queues } = entry.detail
    draft.workers.set(hostname, { hostname, processes: concurrency })
    for (const name of queues) queueOf(draft, name).consumers.add(hostname)
  } else if (entry.kind === 'task-started' && task !== undefined) {
    task.firstStarted ??= time
    task.workers.push(workerOf(entry.actor.name))
  } else if (entry.kind === 'task-finished' && task !== undefined) {
    task.finished = time
    task.state = entry.detail.state
  } else if (entry.kind === 'program-ended') draft.clientEnded = true
  else if (entry.kind === 'program-failed') draft.clientError = entry.detail.error.repr
}
