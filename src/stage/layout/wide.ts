import { fit, spread } from './stack.ts'
import { QUEUE_LEVELS, needsLine, placeQueue, type QueueLevel } from './queue-place.ts'
import { WORKER_LEVELS, placeWorker } from './worker-place.ts'
import { placeExchanges } from './exchange-place.ts'
import { placeMore } from './more-place.ts'
import { columnResults } from './results-place.ts'
import { clientHeight, placeClient } from './client-place.ts'
import { FRONT_LEVELS, placeFront } from './front-place.ts'
import { shortHosts } from '../../lib/host-names.ts'
import type { Places } from './places.ts'
import type { FrontPlace, MorePlace, QueuePlace, WorkerPlace } from './place.ts'
import type { FrontNode, QueueNode, StageSize, Topology } from './topology.ts'

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
  const columns = divide(topology, size)
  const { top, room } = columns
  const queues = queueColumn(topology, columns, size)
  const workers = workerColumn(topology, columns, size)
  const senders = senderColumn(topology, columns, size)
  const exchanges = placeExchanges(
    topology.exchanges,
    { ...columns.exchange, y: top, height: room },
    'column',
    size,
  )
  const last = lastColumn(topology, columns, size)
  return {
    height: size.height,
    ...senders,
    exchanges: exchanges.places,
    queues: queues.places,
    workers: workers.places,
    results: last.results,
    services: last.services,
    more: [exchanges.more, queues.more, workers.more, last.more].filter((more) => more !== null),
  }
}

/** To the left of a web front: its visitors come and go there. */
const DOOR = 26

function divide({ fronts, services }: Topology, size: StageSize): Columns {
  const ample = size.width >= 720
  const margin = ample ? 12 : 8
  // Larger letters, as for a projector, want wider boxes.
  const wide = (ampler: number, narrow: number): number =>
    Math.round(((ample ? ampler : narrow) * size.text) / 12)
  const door = fronts.length > 0 ? DOOR : 0
  const side = fronts.length > 0 ? wide(124, 112) : wide(96, 84)
  const end = services.length > 0 ? wide(126, 100) : wide(96, 84)
  const exchange = ample ? 84 : 68
  const between = ample ? 30 : 24
  const last = ample ? 44 : 34
  const flexible = size.width - 2 * margin - door - side - end - exchange - between - last
  const queues = Math.floor(flexible * (fronts.length > 0 ? 0.42 : 0.47))
  const start = margin + door + side + exchange
  const workers = { x: start + queues + between, width: flexible - queues }
  return {
    top: HOME_LANE,
    room: size.height - HOME_LANE - BOTTOM,
    client: { x: margin + door, width: side },
    exchange: { x: margin + door + side, width: exchange },
    queues: { x: start, width: queues },
    workers,
    results: { x: workers.x + workers.width + last, width: end },
  }
}

/** The client, below it whoever sends by a schedule, then web fronts; they stand in the middle of their column. */
function senderColumn(
  topology: Topology,
  { client: at, top, room }: Columns,
  size: StageSize,
): Pick<Places, 'client' | 'beats' | 'fronts'> {
  const { fronts } = topology
  const lines = fronts.length > 0 && room < 200 ? 0 : 2
  const height = clientHeight(size, lines)
  const fixed = placeFrontAt(fronts[0], at, 0, FRONT_LEVELS.at(-1)!, size)?.box.height ?? 0
  const most = Math.max(0, Math.floor((room - fixed + (fixed > 0 ? 0 : 12)) / (height + 12)) - 1)
  const beats = topology.beats.slice(0, most)
  const left = room - (beats.length + 1) * (height + 12)
  const tall = (nth: number, level: (typeof FRONT_LEVELS)[number]): number =>
    placeFrontAt(fronts[nth], at, 0, level, size)?.box.height ?? 0
  const { level, shown } = fit(FRONT_LEVELS, fronts.length, left, 12, tall, 0)
  const heights = [
    ...Array<number>(beats.length + 1).fill(height),
    ...fronts.slice(0, shown).map((_, nth) => tall(nth, level)),
  ]
  const ys = spread(heights, top, room, fronts.length > 0 ? 24 : 44)
  const place = (nth: number) => placeClient({ ...at, y: ys[nth] ?? top, height }, size, lines)
  const short = shortHosts([...topology.services, ...fronts.map(({ name }) => name)])
  return {
    client: place(0),
    beats: beats.map((name, nth) => ({ name, ...place(nth + 1) })),
    fronts: fronts.slice(0, shown).map((node, nth) => ({
      ...placeFront(node, { ...at, y: ys[beats.length + 1 + nth] ?? top }, level, size),
      short: short.get(node.name) ?? node.name,
    })),
  }
}

const placeFrontAt = (
  node: FrontNode | undefined,
  at: Span,
  y: number,
  level: (typeof FRONT_LEVELS)[number],
  size: StageSize,
): FrontPlace | null => (node ? placeFront(node, { ...at, y }, level, size) : null)

/** Lines in the box of a service: as many as there is room for. */
const SERVICE_LINES = [2, 1, 0] as const

/** Outside systems, and below them the results. */
function lastColumn(
  topology: Topology,
  { results: at, top, room }: Columns,
  size: StageSize,
): Pick<Places, 'results' | 'services'> & { readonly more: MorePlace | null } {
  const { services } = topology
  const whole = columnResults({ ...at, y: 0, height: 0 }, size).box.height
  const line = size.text + 8
  const left = room - whole - (services.length > 0 ? 12 : 0)
  const height = (_nth: number, lines: number): number => clientHeight(size, lines)
  const gap = services.length > 3 ? 6 : 12
  const { level, shown } = fit<number>(SERVICE_LINES, services.length, left, gap, height, line)
  const short = shortHosts([...services, ...topology.fronts.map(({ name }) => name)])
  const rest = services.slice(shown)
  const heights = services.slice(0, shown).map((_, nth) => height(nth, level))
  const ys = spread([...heights, ...(rest.length > 0 ? [line] : []), whole], top, room, 24)
  return {
    services: services.slice(0, shown).map((name, nth) => ({
      name,
      short: short.get(name) ?? name,
      ...placeClient({ ...at, y: ys[nth] ?? top, height: heights[nth] ?? 0 }, size, level),
    })),
    results: columnResults({ ...at, y: ys.at(-1) ?? top, height: whole }, size),
    more: placeMore('services', rest, { ...at, y: ys[shown] ?? top, height: line }, size),
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
