import type { FactKind, Log, Micros, SourceLine } from '../../simulator/index.ts'
import { keyText } from './happening.ts'
import { newServiceDraft, readService, type ServiceDraft } from './read-services.ts'
import type {
  FaultRecord,
  LookRecord,
  PodRecord,
  QueueRecord,
  RunRecord,
  TaskRecord,
  WaitRecord,
  WorkerRecord,
} from './run-record.ts'

interface Draft {
  readonly services: ServiceDraft
  /** By actor: where its task has asked to be tried again. */
  readonly retrying: Map<number, SourceLine | null>
  /** By the log's index of the task's id: what it is now, where it was replaced by another task. */
  readonly tasks: Map<number, TaskRecord>
  readonly everyTask: TaskRecord[]
  /** By actor: what it runs, or ran last. */
  readonly running: Map<number, TaskRecord>
  readonly queues: Map<string, QueueRecord>
  readonly workers: Map<string, WorkerRecord>
  readonly looks: LookRecord[]
  readonly pods: PodRecord[]
  readonly waits: WaitRecord[]
  readonly faults: FaultRecord[]
  /** Pool processes that are there. */
  processes: number
  crowd: RunRecord['crowd']
  /** By actor: what it waits for at this moment. */
  readonly waiting: Map<number, WaitRecord>
  trouble: string | null
  clientEnded: boolean
}

/** Reads a finished run; it has no baseline yet. */
export function readRun(log: Log): RunRecord {
  const draft: Draft = {
    services: newServiceDraft(),
    retrying: new Map(),
    tasks: new Map(),
    everyTask: [],
    running: new Map(),
    queues: new Map(),
    workers: new Map(),
    looks: [],
    pods: [],
    waits: [],
    faults: [],
    processes: 0,
    crowd: { most: 0, at: 0 },
    waiting: new Map(),
    trouble: null,
    clientEnded: false,
  }
  for (let row = 0; row < log.length; row++) readRow(draft, log, row)
  const end = log.length === 0 ? 0 : log.timeAt(log.length - 1)
  for (const { away } of draft.workers.values()) {
    const last = away.at(-1)
    if (last !== undefined && last.to === Number.POSITIVE_INFINITY) last.to = end
  }
  for (const wait of draft.waiting.values()) wait.to = end
  for (const { runs } of draft.everyTask) for (const span of runs) span.to = Math.min(span.to, end)
  for (const call of draft.services.calls) call.to = Math.min(call.to, end)
  for (const outage of draft.services.outages) outage.to = Math.min(outage.to, end)
  for (const pod of draft.pods) pod.to = Math.min(pod.to, end)
  return {
    tasks: draft.everyTask,
    queues: [...draft.queues.values()],
    workers: [...draft.workers.values()],
    looks: draft.looks,
    pods: draft.pods,
    waits: draft.waits,
    faults: draft.faults,
    machines: [],
    crowd: draft.crowd,
    calls: draft.services.calls,
    effects: draft.services.effects,
    outages: draft.services.outages,
    requests: draft.services.requests,
    asks: [],
    answers: {},
    truths: {},
    curves: {},
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
  else if (kind.startsWith('body-') || kind === 'process-ended') {
    readWait(draft, log, row)
    if (kind === 'process-ended') {
      endRun(draft.running.get(log.actorAt(row)), log.timeAt(row))
      countProcess(draft, log, row, -1)
    }
    readService(draft.services, log, row, taskAt(draft, log, row))
  } else if (kind.startsWith('service-') || kind.startsWith('request-'))
    readService(draft.services, log, row, taskAt(draft, log, row))
  else if (kind === 'autoscaler-decided')
    draft.looks.push({ time: log.timeAt(row), ...log.detail(row, kind) })
  else if (kind === 'fault-began')
    draft.faults.push({ time: log.timeAt(row), fault: log.detail(row, kind) })
  else if (kind === 'process-started') countProcess(draft, log, row, 1)
  else if (kind === 'pod-changed') readPod(draft, log, row)
  else if (kind === 'chord-failed') {
    const task = taskAt(draft, log, row)
    if (task !== null) task.errorText ??= log.detail(row, kind).error.message
  } else if (kind === 'program-ended') draft.clientEnded = true
  else if (kind === 'program-failed')
    draft.trouble ??= `Your program stopped with ${log.detail(row, kind).error.repr}.`
}

function countProcess(draft: Draft, log: Log, row: number, by: number): void {
  draft.processes += by
  if (draft.processes > draft.crowd.most)
    draft.crowd = { most: draft.processes, at: log.timeAt(row) }
}

const taskAt = (draft: Draft, log: Log, row: number): TaskRecord | null =>
  draft.tasks.get(log.taskAt(row)) ?? null

function readMessage(draft: Draft, log: Log, row: number): void {
  const { tasks, queues } = draft
  const kind = log.kindAt(row)
  const index = log.taskAt(row)
  if (kind === 'message-published') {
    if (index >= 0) readPublished(draft, log, row)
  } else if (kind === 'message-enqueued') {
    const queue = queueOf(queues, log.actors[log.actorAt(row)]?.name ?? '')
    queue.waiting += 1
    queue.everWaited = true
    const task = tasks.get(index)
    if (task !== undefined) task.queue ??= queue.name
  } else if (isTaken(kind)) queueOf(queues, log.detail(row, kind).queue).waiting -= 1
  const task = tasks.get(index)
  if (task === undefined) return
  if (kind === 'message-delivered') task.delivered = log.timeAt(row)
  else if (kind === 'message-acked') task.acked ??= log.timeAt(row)
}

/** A retry publishes the same task again: its first message tells when it was wanted. */
function readPublished(
  { tasks, everyTask, running, retrying }: Draft,
  log: Log,
  row: number,
): void {
  const index = log.taskAt(row)
  const before = tasks.get(index)
  const task = published(log, row)
  const actor = log.actorAt(row)
  const { message, at } = log.detail(row, 'message-published')
  if (message.headers.retries > 0 && running.get(actor) === before) retrying.set(actor, at ?? null)
  if (before?.name === task.name) return
  // Under the id of another task: that one was replaced by it.
  if (before !== undefined) before.replaced = true
  tasks.set(index, task)
  everyTask.push(task)
}

/** A message has left its queue, if only for a worker or a program. */
const isTaken = (
  kind: FactKind,
): kind is 'message-delivered' | 'message-dropped' | 'message-taken' | 'message-fetched' =>
  kind === 'message-delivered' ||
  kind === 'message-dropped' ||
  kind === 'message-taken' ||
  kind === 'message-fetched'

function published(log: Log, row: number): TaskRecord {
  const { headers, properties, body } = log.detail(row, 'message-published').message
  const [first = ''] = [...body[0], ...Object.values(body[1])]
  return {
    id: log.tasks[log.taskAt(row)] ?? '',
    name: headers.task,
    called: headers.argsrepr,
    argument: keyText(first),
    group: headers.group,
    published: log.timeAt(row),
    priority: properties.priority ?? null,
    queue: null,
    delivered: null,
    acked: null,
    firstStarted: null,
    lastStarted: null,
    finished: null,
    runtime: null,
    state: null,
    workers: [],
    runs: [],
    successes: [],
    replaced: false,
    retries: 0,
    error: null,
    root: headers.root_id,
    swallowed: null,
  }
}

function readTask({ tasks, running, retrying }: Draft, log: Log, row: number): void {
  const kind = log.kindAt(row)
  const actor = log.actorAt(row)
  if (kind === 'task-started') setTo(running, actor, tasks.get(log.taskAt(row)))
  const task = running.get(actor) ?? tasks.get(log.taskAt(row))
  if (task === undefined) return
  const time: Micros = log.timeAt(row)
  if (kind === 'task-started') {
    retrying.delete(actor)
    task.firstStarted ??= time
    task.lastStarted = time
    task.workers.push(hostnameOf(log, row))
    task.runs.push({ from: time, to: Infinity })
  } else if (kind === 'task-succeeded') {
    const { runtime, result, repr } = log.detail(row, kind)
    task.runtime = runtime
    task.successes.push({ time, value: result, repr })
  } else if (kind === 'task-retried') {
    task.retries += 1
    retrying.delete(actor)
  } else if (kind === 'task-failed') {
    const { error } = log.detail(row, kind)
    Object.assign(task, { error: error.type, errorText: error.message })
  } else if (kind === 'task-finished') {
    task.finished = time
    const asked = retrying.get(actor)
    if (asked !== undefined) task.swallowed ??= asked
    endRun(task, time)
    retrying.delete(actor)
    task.state = log.detail(row, kind).state
  }
}

/** The process that ran it is dead, or its body is over. */
function endRun(task: TaskRecord | undefined, time: Micros): void {
  const last = task?.runs.at(-1)
  if (last !== undefined) last.to = Math.min(last.to, time)
}

/** A body that was killed while it waited has waited until then. */
function readWait({ services, tasks, waits, waiting }: Draft, log: Log, row: number): void {
  const kind = log.kindAt(row)
  const actor = log.actorAt(row)
  const open = waiting.get(actor)
  if (open !== undefined) {
    open.to = log.timeAt(row)
    waiting.delete(actor)
  }
  if (kind !== 'body-parked') return
  const { on } = log.detail(row, kind)
  const ids = on.kind === 'result' ? on.ids : on.kind === 'state' ? [on.id] : []
  const task = tasks.get(log.taskAt(row)) ?? null
  const sleeps = on.kind === 'sleep'
  const allowed = on.kind === 'result' && on.allowed === true ? ({ allowed: true } as const) : {}
  const request = services.answering.get(actor)
  const who = { task, ...(request === undefined ? {} : { request }) }
  const wait = { ...who, ids, sleeps, ...allowed, from: log.timeAt(row), to: log.timeAt(row) }
  waits.push(wait)
  waiting.set(actor, wait)
}

function setTo<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
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
