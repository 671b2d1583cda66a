import { fit, spread } from './stack.ts'
import { QUEUE_LEVELS, needsLine, placeQueue, type QueueLevel } from './queue-place.ts'
import { WORKER_LEVELS, placeWorker } from './worker-place.ts'
import { placeExchanges } from './exchange-place.ts'
import { placeMore } from './more-place.ts'
import { columnResults } from './results-place.ts'
import { clientHeight, placeClient } from './client-place.ts'
import type { Places } from './places.ts'
import type { MorePlace, QueuePlace, WorkerPlace } from './place.ts'
import type { QueueNode, StageSize, Topology } from './topology.ts'

/** Above the boxes: the way back to the exchange. */
const HOME_LANE = 40
const BOTTOM = 10

interface Columns {
  readonly top: number
  readonly room: number
  readonly client: Span
  readonly exchange: Span
  readonly queues: Span
  readonly workers: Span
  readonly results: Span
}

interface Span {
  readonly x: number
  readonly width: number
}

/** Clients to the left, results to the right, everything in columns between. */
export function placeWide(topology: Topology, size: StageSize): Places {
  const columns = divide(size)
  const { top, room } = columns
  const queues = queueColumn(topology, columns, size)
  const workers = workerColumn(topology, columns, size)
  const height = clientHeight(size)
  const client = placeClient(
    { ...columns.client, y: top + Math.max(0, (room - height) / 2), height },
    size,
  )
  const exchanges = placeExchanges(
    topology.exchanges,
    { ...columns.exchange, y: top, height: room },
    'column',
    size,
  )
  const results = columnResults({ ...columns.results, y: top, height: room }, size)
  return {
    height: size.height,
    client,
    exchanges: exchanges.places,
    queues: queues.places,
    workers: workers.places,
    results,
    more: [exchanges.more, queues.more, workers.more].filter((more) => more !== null),
  }
}

function divide(size: StageSize): Columns {
  const ample = size.width >= 720
  const margin = ample ? 12 : 8
  const side = ample ? 96 : 84
  const exchange = ample ? 84 : 68
  const between = ample ? 30 : 24
  const last = ample ? 44 : 34
  const flexible = size.width - 2 * margin - 2 * side - exchange - between - last
  const queues = Math.floor(flexible * 0.47)
  const start = margin + side + exchange
  const workers = { x: start + queues + between, width: flexible - queues }
  return {
    top: HOME_LANE,
    room: size.height - HOME_LANE - BOTTOM,
    client: { x: margin, width: side },
    exchange: { x: margin + side, width: exchange },
    queues: { x: start, width: queues },
    workers,
    results: { x: workers.x + workers.width + last, width: side },
  }
}

interface Column<Place> {
  readonly places: readonly Place[]
  readonly more: MorePlace | null
}

function queueColumn(topology: Topology, columns: Columns, size: StageSize): Column<QueuePlace> {
  const { top, room } = columns
  const line = size.text + 8
  const alike = topology.queues.some((queue) => needsLine(queue, columns.queues.width, size))
  const place = (queue: QueueNode, y: number, level: QueueLevel): QueuePlace =>
    placeQueue(queue, { ...columns.queues, y }, level, size, alike && level.row > 0)
  const height = (nth: number, level: QueueLevel): number =>
    place(topology.queues[nth] ?? { name: '' }, 0, level).box.height
  const count = topology.queues.length
  const { level, shown } = fit(QUEUE_LEVELS, count, room, 8, height, line)
  const kept = topology.queues.slice(0, shown)
  const heights = kept.map((_, nth) => height(nth, level))
  const ys = spread(shown < count ? [...heights, line] : heights, top, room, 44)
  const places = kept.map((queue, nth) => place(queue, ys[nth] ?? top, level))
  const rest = topology.queues.slice(shown).map((queue) => queue.name)
  const at = { ...columns.queues, y: ys[shown] ?? top, height: line }
  return { places, more: placeMore('queues', rest, at, size) }
}

function workerColumn(topology: Topology, columns: Columns, size: StageSize): Column<WorkerPlace> {
  const { top, room } = columns
  const line = size.text + 14
  const at = { ...columns.workers, y: 0 }
  const nobody = { name: '', processes: 0, queues: [] }
  const height = (nth: number, level: (typeof WORKER_LEVELS)[number]): number =>
    placeWorker(topology.workers[nth] ?? nobody, at, level, size).box.height
  const count = topology.workers.length
  const { level, shown } = fit(WORKER_LEVELS, count, room, 8, height, line)
  const kept = topology.workers.slice(0, shown)
  const heights = kept.map((_, nth) => height(nth, level))
  const ys = spread(shown < count ? [...heights, line] : heights, top, room, 32)
  const places = kept.map((worker, nth) =>
    placeWorker(worker, { ...columns.workers, y: ys[nth] ?? top }, level, size),
  )
  const rest = topology.workers.slice(shown).map((worker) => worker.name)
  const more = { ...columns.workers, y: ys[shown] ?? top, height: line }
  return { places, more: placeMore('workers', rest, more, size) }
}
