import type { Log, Micros } from '../../simulator/index.ts'
import type {
  LookRecord,
  PodRecord,
  QueueRecord,
  RunRecord,
  TaskRecord,
  WorkerRecord,
} from './run-record.ts'

interface Draft {
  readonly tasks: Map<number, TaskRecord>
  readonly queues: Map<string, QueueRecord>
  readonly workers: Map<string, WorkerRecord>
  readonly looks: LookRecord[]
  readonly pods: PodRecord[]
  trouble: string | null
  clientEnded: boolean
}

/** Reads a finished run; it has no baseline yet. */
export function readRun(log: Log): RunRecord {
  const draft: Draft = {
    tasks: new Map(),
    queues: new Map(),
    workers: new Map(),
    looks: [],
    pods: [],
    trouble: null,
    clientEnded: false,
  }
  for (let row = 0; row < log.length; row++) readRow(draft, log, row)
  const end = log.length === 0 ? 0 : log.timeAt(log.length - 1)
  for (const { away } of draft.workers.values()) {
    const last = away.at(-1)
    if (last !== undefined && last.to === Number.POSITIVE_INFINITY) last.to = end
  }
  for (const pod of draft.pods) pod.to = Math.min(pod.to, end)
  return {
    tasks: [...draft.tasks.values()],
    queues: [...draft.queues.values()],
    workers: [...draft.workers.values()],
    looks: draft.looks,
    pods: draft.pods,
    trouble: draft.trouble,
    clientEnded: draft.clientEnded,
    end,
    baseline: null,
  }
}

function readRow(draft: Draft, log: Log, row: number): void {
  const kind = log.kindAt(row)
  if (kind.startsWith('message-')) readMessage(draft, log, row)
  else if (kind.startsWith('worker-')) readWorker(draft, log, row)
  else if (kind.startsWith('task-')) readTask(draft, log, row)
  else if (kind === 'autoscaler-decided')
    draft.looks.push({ time: log.timeAt(row), ...log.detail(row, kind) })
  else if (kind === 'pod-changed') readPod(draft, log, row)
  else if (kind === 'program-ended') draft.clientEnded = true
  else if (kind === 'program-failed')
    draft.trouble ??= `Your program stopped with ${log.detail(row, kind).error.repr}.`
}

function readMessage({ tasks, queues }: Draft, log: Log, row: number): void {
  const kind = log.kindAt(row)
  const index = log.taskAt(row)
  if (kind === 'message-published') {
    // A retry publishes the same task again: its first message tells when it was wanted.
    if (index >= 0 && !tasks.has(index)) tasks.set(index, published(log, row))
  } else if (kind === 'message-enqueued') {
    const queue = queueOf(queues, log.actors[log.actorAt(row)]?.name ?? '')
    queue.waiting += 1
    queue.everWaited = true
    const task = tasks.get(index)
    if (task !== undefined) task.queue ??= queue.name
  } else if (kind === 'message-delivered' || kind === 'message-dropped')
    queueOf(queues, log.detail(row, kind).queue).waiting -= 1
}

function published(log: Log, row: number): TaskRecord {
  const { headers, properties } = log.detail(row, 'message-published').message
  return {
    id: log.tasks[log.taskAt(row)] ?? '',
    name: headers.task,
    published: log.timeAt(row),
    priority: properties.priority ?? null,
    queue: null,
    firstStarted: null,
    lastStarted: null,
    finished: null,
    runtime: null,
    state: null,
    workers: [],
  }
}

function readTask({ tasks }: Draft, log: Log, row: number): void {
  const task = tasks.get(log.taskAt(row))
  if (task === undefined) return
  const kind = log.kindAt(row)
  const time: Micros = log.timeAt(row)
  if (kind === 'task-started') {
    task.firstStarted ??= time
    task.lastStarted = time
    task.workers.push(hostnameOf(log, row))
  } else if (kind === 'task-succeeded') task.runtime = log.detail(row, kind).runtime
  else if (kind === 'task-finished') {
    task.finished = time
    task.state = log.detail(row, kind).state
  }
}

function readPod({ pods }: Draft, log: Log, row: number): void {
  const { phase, killed = 0, lost } = log.detail(row, 'pod-changed')
  const name = hostnameOf(log, row)
  const time = log.timeAt(row)
  if (phase === 'pulling') pods.push({ name, from: time, to: Number.POSITIVE_INFINITY, killed: 0 })
  const pod = pods.findLast((one) => one.name === name)
  if (phase !== 'gone' || pod === undefined) return
  pod.to = time
  // What a dead machine took with it is no fault of the autoscaler's.
  pod.killed = lost === true ? 0 : killed
}

function readWorker(draft: Draft, log: Log, row: number): void {
  const { workers, queues } = draft
  const kind = log.kindAt(row)
  const time = log.timeAt(row)
  const worker = workerOf(workers, hostnameOf(log, row))
  const absence = worker.away.at(-1)
  const isAway = absence?.to === Number.POSITIVE_INFINITY
  if (kind === 'worker-started') {
    const detail = log.detail(row, kind)
    worker.processes = detail.concurrency
    for (const name of detail.queues) queueOf(queues, name).consumers.add(worker.hostname)
  } else if (kind === 'worker-ready') {
    if (absence !== undefined && isAway) absence.to = time
  } else if (!isAway) worker.away.push({ from: time, to: Number.POSITIVE_INFINITY })
  if (kind === 'worker-stopped' && log.detail(row, kind).reason === 'failed')
    draft.trouble ??= `${worker.hostname} could not start with your files: the console has its error.`
}

function hostnameOf(log: Log, row: number): string {
  const name = log.actors[log.actorAt(row)]?.name ?? ''
  return name.split('/')[0] ?? name
}

function workerOf(workers: Map<string, WorkerRecord>, hostname: string): WorkerRecord {
  const known = workers.get(hostname)
  if (known !== undefined) return known
  const made: WorkerRecord = { hostname, processes: 0, away: [] }
  workers.set(hostname, made)
  return made
}

function queueOf(queues: Map<string, QueueRecord>, name: string): QueueRecord {
  const known = queues.get(name)
  if (known !== undefined) return known
  const made: QueueRecord = { name, waiting: 0, everWaited: false, consumers: new Set() }
  queues.set(name, made)
  return made
}
