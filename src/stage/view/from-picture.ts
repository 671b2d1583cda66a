import type { Micros, Picture, WorkerPicture } from '../../../simulator/index.ts'
import { isIdleDelay, shownQueues } from '../../lib/history/delay-levels.ts'
import { countUpTo, type History } from '../../lib/history/history.ts'
import type { TaskHistory } from '../../lib/history/task-history.ts'
import type { FrontNode, Topology, WorkerNode } from '../layout/topology.ts'
import type { Planned } from './planned.ts'
import type {
  ClientView,
  FrontView,
  QueueView,
  ServiceView,
  StageView,
  WorkerStatus,
  WorkerView,
} from './stage-view.ts'
import { troublesAt } from './troubles.ts'

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

const NO_QUEUE = { waiting: [], unacked: 0 }
const NO_FRONT = { threads: [], waiting: [] }
const NO_CALLS: ServiceView = { effects: 0, answered: 0, unanswered: 0, away: false, slow: null }

/** What is shown at a moment. What stands on the stage and is not in the picture yet is shown at rest. */
export function viewOf(
  topology: Topology,
  picture: Picture,
  history: History,
  time: Micros,
): StageView {
  const queues = new Map(picture.queues.map((queue) => [queue.name, queue]))
  const workers = new Map(picture.workers.map((worker) => [worker.name, worker]))
  const services = new Map(picture.services.map((service) => [service.name, service]))
  const { succeeded, retry, failed } = history.ends
  return {
    client: clientView(picture, countUpTo(history.sends, time)),
    queues: new Map(
      topology.queues.map(({ name }): [string, QueueView] => {
        const { waiting, unacked } = queues.get(name) ?? NO_QUEUE
        const lost = countUpTo(history.losses.get(name) ?? [], time)
        return [name, { waiting, unacked, lost, lanes: lanesOf(waiting, history) }]
      }),
    ),
    workers: new Map(
      topology.workers.map((node) => [node.name, workerView(workers.get(node.name), node)]),
    ),
    results: {
      done: countUpTo(succeeded, time),
      retry: countUpTo(retry, time),
      failed: countUpTo(failed, time),
    },
    services: new Map(topology.services.map((name) => [name, services.get(name) ?? NO_CALLS])),
    fronts: new Map(
      topology.fronts.map((node) => [node.name, frontView(node, picture, history, time)]),
    ),
    beats: new Map(
      topology.beats.map((name) => [name, { sent: history.inOrder.filter(by(name, time)).length }]),
    ),
    troubles: troublesAt(history, time),
  }
}

function frontView(node: FrontNode, picture: Picture, history: History, time: Micros): FrontView {
  const { threads, waiting } = picture.fronts.find(({ name }) => name === node.name) ?? NO_FRONT
  const busy = threads.filter(({ visit }) => visit !== null)
  const { away, slow } = picture.services.find(({ name }) => name === node.name) ?? NO_CALLS
  return {
    busy,
    waiting,
    of: node.threads,
    loop: node.loop,
    sent: countUpTo(history.fronts.get(node.name)?.sends ?? [], time),
    away,
    slow,
  }
}

const by =
  (name: string, time: Micros) =>
  ({ sentBy, sentAt }: TaskHistory): boolean =>
    sentBy === name && sentAt <= time

/** How many wait at each priority, the next ones first; none where all are alike. */
function lanesOf(waiting: readonly string[], history: History): QueueView['lanes'] {
  const lanes: { priority: number; count: number }[] = []
  for (const id of waiting) {
    const priority = history.byId(id)?.priority ?? 0
    const last = lanes.at(-1)
    if (last?.priority === priority) last.count++
    else lanes.push({ priority, count: 1 })
  }
  return lanes.length > 1 ? lanes : []
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
    status:
      worker.state === 'off' && worker.ended === 'killed'
        ? 'killed'
        : worker.state === 'ready' && worker.queues.length === 0
          ? 'paused'
          : WORKER_STATUS[worker.state],
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
export function topologyOf(history: History, planned: Planned): Topology {
  const workers = new Map<string, WorkerNode>(
    planned.workers.map((worker) => [worker.name, worker]),
  )
  for (const worker of history.workers.values()) workers.set(worker.name, worker)
  const names = new Set(shownQueues(history))
  for (const { queues } of workers.values()) for (const queue of queues) names.add(queue)
  const queues = [...names].map((name) => ({ name }))
  const fronts = frontsOf(history, planned)
  const known = new Set(fronts.map(({ name }) => name))
  const services = new Set([...planned.services, ...history.services])
  return {
    exchanges: exchangesOf(history, [...names]),
    queues,
    workers: [...workers.values()],
    beats: [...new Set([...planned.beats, ...history.beats])],
    services: [...services].filter((name) => !known.has(name)),
    fronts,
  }
}

/** Web fronts of the cluster, and those of a log that was made of another one. */
function frontsOf(history: History, { fronts }: Planned): readonly FrontNode[] {
  const known = new Set(fronts.map(({ name }) => name))
  const others = [...history.fronts.values()].filter(({ name }) => !known.has(name))
  return [
    ...fronts,
    ...others.map(({ name, threads }) => ({ name, threads: threads.size, loop: false })),
  ]
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
