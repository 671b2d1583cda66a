import type { QueueRows, QueueState } from '../brokers/broker.ts'
import type { Published } from '../canvas/context.ts'
import { isEmpty } from '../kernel/is-empty.ts'
import type { SharedRows, TaskMessage } from '../messages/message.ts'
import type { Model } from '../modelled/model.ts'
import { isHushed } from '../world/log-level.ts'
import { rowsOf } from '../world/rows.ts'
import type { AppState, ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { NONE, type World } from '../world/world.ts'
import { poolOf } from '../workers/pools/index.ts'
import { bucketOf } from '../workers/rate-limits.ts'

// What has to be so for the short way (see `express.ts`). It stays so until something else happens.

/** What the messages of a series need to know of their way. */
export interface Line {
  readonly template: TaskMessage
  readonly name: string
  readonly series: number
  readonly rows: SharedRows
  readonly priority: number
  readonly attempt: number
  readonly model: Model
  readonly failure: number
  readonly cpu: number
  readonly acksLate: boolean
  /** Does its process store its result, is there a backend to take it, and does a stored SUCCESS stay? */
  readonly stores: boolean
  readonly takesResults: boolean
  readonly keepsSuccess: boolean
  /** The one queue that its messages come to. */
  readonly queue: QueueState
  readonly queueRows: QueueRows
  /** Shape of the row of a message that comes into it. */
  readonly enqueued: number
}

/** Is nothing going on in the whole cluster that could touch a message on its way? */
export function isCalm({ state, question, open, drops }: World): boolean {
  const { network, hazards } = state
  return (
    !network.disturbed &&
    network.alarm === null &&
    network.ghosts.length === 0 &&
    // Bodies on machines that they share keep each other waiting.
    state.hosts.length === 0 &&
    network.away.broker === 0 &&
    network.away.backend === 0 &&
    hazards.lostAcks.length === 0 &&
    hazards.duplicates.length === 0 &&
    hazards.poisoned.length === 0 &&
    state.effectWatches.length === 0 &&
    question === null &&
    open === null &&
    drops.length === 0 &&
    state.processes[0]!.generation > 0
  )
}

/** Does a worker that consumes do nothing but what every worker does? */
export function isPlainWorker(worker: WorkerState, main: ProcessState): boolean {
  const { tuning, consumer } = worker
  return (
    poolOf(worker).unit === 'process' &&
    consumer?.rooms === null &&
    worker.stopping === null &&
    !worker.reduced &&
    worker.backlog.length === 0 &&
    worker.held.length === 0 &&
    tuning.autoscale === null &&
    !tuning.events &&
    !tuning.disablePrefetch &&
    tuning.staticPrefetch === null &&
    tuning.maxTasks === 0 &&
    tuning.maxMemory === 0 &&
    isEmpty(worker.revoked) &&
    isEmpty(worker.revokedStamps) &&
    main.app.signals.length === 0 &&
    !main.blocked &&
    !main.halted &&
    main.wait === null &&
    main.aside === null
  )
}

/** Does its log show lines of the level INFO? */
export const talks = (world: World, main: ProcessState): boolean =>
  !isHushed(world.state, main, 'INFO')

/** What is to be known of a series, the same for all workers; null where its tasks need more than most. */
export function lineOf(
  world: World,
  { message: template, declare }: Published,
  workers: readonly WorkerState[],
): Line | null {
  const { headers, shared, properties } = template
  const { task: name, timelimit, expires, eta, ignore_result: ignored } = headers
  const first = workers[0]
  const model = world.models.get(name)
  const queue = plainQueue(world, template)
  if (first === undefined || shared === undefined || model === undefined || queue === null)
    return null
  // What calls a service waits for somebody else.
  if (model.task.call !== undefined) return null
  // Declared already: nothing else comes of a publish.
  if (declare.length !== 1 || declare[0]!.name !== queue.name) return null
  if (eta !== null || expires !== null) return null
  const { app } = world.process(first.main)
  const acksLate = has(app, name, 'acks_late', 'task_acks_late')
  const backend = world.backendOf(world.process(first.main))
  const isPlain = workers.every((worker) => {
    const main = world.process(worker.main)
    const options = main.app.tasks[name]?.options
    const { tuning } = worker
    return (
      options !== undefined &&
      bucketOf(worker, name) === undefined &&
      (timelimit[0] ?? options['time_limit'] ?? tuning.timeLimit) === null &&
      (timelimit[1] ?? options['soft_time_limit'] ?? tuning.softTimeLimit) === null &&
      main.app.settings['worker_deduplicate_successful_tasks'] !== true &&
      !has(main.app, name, 'track_started', 'task_track_started') &&
      has(main.app, name, 'acks_late', 'task_acks_late') === acksLate &&
      world.backendOf(main) === backend
    )
  })
  const rows = rowsOf(world, queue)
  const priority = properties.priority ?? 0
  const enqueued = rows.enqueued[priority]
  if (!isPlain || enqueued === undefined) return null
  return {
    template,
    name,
    series: shared.series,
    rows: shared.rows,
    priority,
    attempt: headers.retries,
    model,
    failure: model.task.failure,
    cpu: model.task.cpu,
    acksLate,
    stores: !ignored,
    takesResults: backend.enabled,
    keepsSuccess: backend.keepsSuccess,
    queue,
    queueRows: rows,
    enqueued,
  }
}

/** Index of the line of a message; -1. */
export function lineAt(lines: readonly Line[], { shared }: Partial<TaskMessage>): number {
  return shared === undefined ? NONE : lines.findIndex(({ series }) => series === shared.series)
}

const has = (
  { tasks, settings }: AppState,
  task: string,
  option: string,
  setting: string,
): boolean => (tasks[task]?.options[option] ?? settings[setting]) === true

/** The queue of a series, where nothing but waiting happens to its messages. */
function plainQueue({ broker, state }: World, template: TaskMessage): QueueState | null {
  const { exchange, routingKey, properties, headers } = template
  const queue = exchange === '' ? state.broker.queues[routingKey] : undefined
  if (queue === undefined || broker.isPlain?.(state.broker, queue) !== true) return null
  if (properties.expiration !== undefined || headers['x-death'] !== undefined) return null
  return queue.levels.length === 1 ? queue : null
}
