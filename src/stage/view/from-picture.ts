import type { Micros, Picture, WorkerPicture } from '../../../simulator/index.ts'
import { isIdleDelay, shownQueues } from '../../lib/history/delay-levels.ts'
import { countUpTo, type History } from '../../lib/history/history.ts'
import type { Topology, WorkerNode } from '../layout/topology.ts'
import type { ClientView, QueueView, StageView, WorkerStatus, WorkerView } from './stage-view.ts'

/** A worker that the cluster will have, known before any run. */
export type PlannedWorker = WorkerNode

const CLIENT_STATUS = {
  absent: 'not started',
  running: 'running',
  waiting: 'waiting',
  ended: 'finished',
  failed: 'failed',
} as const satisfies Record<Picture['client']['state'], ClientView['status']>

const WORKER_STATUS = {
  off: 'stopped',
  starting: 'starting',
  ready: 'ready',
  stopping: 'stopping',
} as const satisfies Record<WorkerPicture['state'], WorkerStatus>

const NO_QUEUE: QueueView = { waiting: [], unacked: 0 }

/** What is shown at a moment. What stands on the stage and is not in the picture yet is shown at rest. */
export function viewOf(
  topology: Topology,
  picture: Picture,
  history: History,
  time: Micros,
): StageView {
  const queues = new Map(picture.queues.map((queue) => [queue.name, queue]))
  const workers = new Map(picture.workers.map((worker) => [worker.name, worker]))
  const { succeeded, retry, failed } = history.ends
  return {
    client: clientView(picture, countUpTo(history.sends, time)),
    queues: new Map(topology.queues.map(({ name }) => [name, queues.get(name) ?? NO_QUEUE])),
    workers: new Map(
      topology.workers.map((node) => [node.name, workerView(workers.get(node.name), node)]),
    ),
    results: {
      done: countUpTo(succeeded, time),
      retry: countUpTo(retry, time),
      failed: countUpTo(failed, time),
    },
  }
}

function clientView({ client }: Picture, sent: number): ClientView {
  if (client.state === 'absent' && sent > 0) return { sent, status: 'sending' }
  return { sent, status: CLIENT_STATUS[client.state] }
}

function workerView(worker: WorkerPicture | undefined, node: WorkerNode): WorkerView {
  if (!worker)
    return { status: 'absent', processes: new Map(), of: node.processes, busy: 0, room: [] }
  const alive = worker.processes.filter((process) => process.state !== 'gone')
  const processes = new Map(alive.map(({ index, task }) => [index, task]))
  const busy = alive.filter((process) => process.task !== null).length
  return {
    status: WORKER_STATUS[worker.state],
    processes,
    of: node.processes,
    busy,
    room: worker.waitingRoom,
  }
}

/**
 * Everything that stands on the stage at any moment of the log, so that nothing jumps when the playhead
 * moves; `planned` workers stand there before the log knows them.
 */
export function topologyOf(history: History, planned: readonly PlannedWorker[]): Topology {
  const workers = new Map<string, WorkerNode>(planned.map((worker) => [worker.name, worker]))
  for (const worker of history.workers.values()) workers.set(worker.name, worker)
  const names = new Set(shownQueues(history))
  for (const { queues } of workers.values()) for (const queue of queues) names.add(queue)
  const queues = [...names].map((name) => ({ name }))
  return { exchanges: exchangesOf(history, [...names]), queues, workers: [...workers.values()] }
}

/** Exchanges that carry messages or share them out; Celery's one exchange for each queue would only be noise. */
function exchangesOf(history: History, queues: readonly string[]): Topology['exchanges'] {
  const telling = [...history.exchanges.values()].filter(
    ({ name, used, type, queues: bound }) =>
      !isIdleDelay(history, name) && (used || type !== 'direct' || bound.size > 1),
  )
  if (telling.length === 0) return [{ name: '', type: 'direct', queues }]
  return telling.map(({ name, type, queues: bound }) => ({
    name,
    type,
    queues: name === '' ? queues : queues.filter((queue) => bound.has(queue)),
  }))
}
