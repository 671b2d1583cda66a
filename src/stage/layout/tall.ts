import { TALL_QUEUE_LEVELS, placeQueue, type QueueLevel } from './queue-place.ts'
import { WORKER_LEVELS, placeWorker, type WorkerLevel } from './worker-place.ts'
import { placeExchanges } from './exchange-place.ts'
import { clientHeight, placeClient } from './client-place.ts'
import { barResults } from './results-place.ts'
import { FRONT_LEVELS, placeFront } from './front-place.ts'
import { shortHosts } from '../../lib/host-names.ts'
import { placeMore } from './more-place.ts'
import type { Box } from './shapes.ts'
import type { Places } from './places.ts'
import type { StageSize, Topology, WorkerNode } from './topology.ts'

/** The way back runs along the left rim. */
const LEFT = 20
/** Width of a client or a beat. */
const SENDER = 104
const RIGHT = 12
const GAP = 10
/** Between two kinds of things: ways need room to bend. */
const BETWEEN = 34
/** Above the results: ways that come along the rim, past services, turn in here. */
const ARRIVAL = 26
/** More than this is counted, not drawn: a stage that scrolls for ever explains nothing. */
const MOST = 8
/** More services than this are drawn with one line each. */
const MANY_SERVICES = 2
/** Between the two columns of services: the ways to them run down here. */
const GUTTER = 22

interface Levels {
  readonly queue: QueueLevel
  readonly worker: WorkerLevel
}

/** From most to least; the first whose stage fits is taken, the last scrolls. */
const STEPS: readonly Levels[] = [
  { queue: TALL_QUEUE_LEVELS[0]!, worker: WORKER_LEVELS[0]! },
  { queue: TALL_QUEUE_LEVELS[1]!, worker: WORKER_LEVELS[0]! },
  { queue: TALL_QUEUE_LEVELS[1]!, worker: WORKER_LEVELS[1]! },
  { queue: TALL_QUEUE_LEVELS[1]!, worker: WORKER_LEVELS[2]! },
  { queue: TALL_QUEUE_LEVELS[1]!, worker: WORKER_LEVELS[3]! },
  { queue: TALL_QUEUE_LEVELS[2]!, worker: WORKER_LEVELS[3]! },
]

/** Clients on top, results at the foot, everything in rows between. */
export function placeTall(topology: Topology, size: StageSize): Places {
  let places = placeRows(topology, size, STEPS[0]!)
  for (const levels of STEPS.slice(1)) {
    if (places.height <= size.height) break
    places = placeRows(topology, size, levels)
  }
  return { ...places, height: Math.max(places.height, size.height) }
}

function placeRows(topology: Topology, size: StageSize, levels: Levels): Places {
  const width = size.width - LEFT - RIGHT
  const fronts = frontRows(topology, size, width, levels.worker.room)
  const top = headRow(topology, size, width, fronts.bottom)
  const queues = grid(topology.queues, { x: LEFT, y: top.bottom + BETWEEN, width }, (queue, at) =>
    placeQueue(queue, at, levels.queue, size),
  )
  const more = restOf('queues', topology.queues, queues, size, width)
  const workers = grid(
    topology.workers,
    { x: LEFT, y: (more ?? queues).bottom + BETWEEN, width },
    (worker: WorkerNode, at) => placeWorker(worker, at, levels.worker, size),
  )
  const others = restOf('workers', topology.workers, workers, size, width)
  const below = (others ?? workers).bottom + BETWEEN
  const services = serviceGrid(topology, { x: LEFT, y: below, width }, size)
  const under = topology.services.length === 0 ? below : services.bottom + ARRIVAL
  const results = barResults({ x: LEFT, y: under, width }, size)
  return {
    height: results.box.y + results.box.height + 10,
    client: top.client,
    beats: top.beats,
    fronts: fronts.places,
    services: services.places,
    exchanges: top.exchanges.places,
    queues: queues.places,
    workers: workers.places,
    results,
    more: [top.exchanges.more, more?.place, others?.place, services.more].filter(
      (place) => place != null,
    ),
  }
}

/** Web fronts on top of everything, one below the other: visitors come in over the left rim. */
function frontRows({ fronts, services }: Topology, size: StageSize, width: number, ample: boolean) {
  const short = shortHosts([...services, ...fronts.map(({ name }) => name)])
  const level = FRONT_LEVELS[ample ? 1 : 2]!
  let y = 10
  const places = fronts.slice(0, MOST).map((node) => {
    const place = placeFront(node, { x: LEFT, y, width }, level, size)
    y = place.box.y + place.box.height + 2 * GAP
    return { ...place, short: short.get(node.name) ?? node.name }
  })
  return { places, bottom: y }
}

/** The client to the left with exchanges beside it, and below it whoever sends by a schedule. */
function headRow(topology: Topology, size: StageSize, width: number, y: number) {
  const height = clientHeight(size)
  const client = placeClient({ x: LEFT, y, width: SENDER, height }, size)
  const start = LEFT + SENDER + 24
  const room: Box = { x: start, y, width: LEFT + width - start, height }
  const low = clientHeight(size, 1)
  const beats = topology.beats.slice(0, MOST).map((name, nth) => {
    const box = { x: LEFT, y: y + height + GAP + nth * (low + GAP), width: SENDER, height: low }
    return { name, ...placeClient(box, size, 1) }
  })
  const exchanges = placeExchanges(topology.exchanges, room, 'row', size)
  return { client, beats, exchanges, bottom: y + height + beats.length * (low + GAP) }
}

/** Two services side by side; what is left over is counted. */
function serviceGrid(
  { services, fronts }: Topology,
  at: { readonly x: number; readonly y: number; readonly width: number },
  size: StageSize,
) {
  const nodes = services.map((name) => ({ name }))
  const short = shortHosts([...services, ...fronts.map(({ name }) => name)])
  const lines = services.length > MANY_SERVICES ? 1 : 2
  const height = clientHeight(size, lines)
  const place = (
    { name }: { readonly name: string },
    to: { x: number; y: number; width: number },
  ) => ({
    name,
    short: short.get(name) ?? name,
    ...placeClient({ ...to, height }, size, lines),
  })
  const shown = grid(nodes, at, place, GUTTER)
  const rest = restOf('services', nodes, shown, size, at.width)
  return { ...shown, bottom: rest?.bottom ?? shown.bottom, more: rest?.place ?? null }
}

interface Grid<Place> {
  readonly places: readonly Place[]
  readonly bottom: number
}

/** One thing over the whole width, or two side by side in as many rows as it takes. */
function grid<Node, Place extends { readonly box: Box }>(
  nodes: readonly Node[],
  at: { readonly x: number; readonly y: number; readonly width: number },
  place: (node: Node, at: { x: number; y: number; width: number }) => Place,
  gutter = GAP,
): Grid<Place> {
  const columns = nodes.length > 1 ? 2 : 1
  const width = (at.width - (columns - 1) * gutter) / columns
  const places: Place[] = []
  let y = at.y
  let bottom = at.y
  for (const [nth, node] of nodes.slice(0, MOST).entries()) {
    const column = nth % columns
    if (column === 0 && nth > 0) y = bottom + (gutter > GAP ? GAP : 2 * GAP)
    const placed = place(node, { x: at.x + column * (width + gutter), y, width })
    bottom = Math.max(bottom, placed.box.y + placed.box.height)
    places.push(placed)
  }
  return { places, bottom }
}

function restOf(
  what: 'queues' | 'workers' | 'services',
  nodes: readonly { readonly name: string }[],
  shown: { readonly bottom: number },
  size: StageSize,
  width: number,
) {
  const names = nodes.slice(MOST).map((node) => node.name)
  const box = { x: LEFT, y: shown.bottom + GAP, width, height: size.text + 10 }
  const place = placeMore(what, names, box, size)
  return place ? { place, bottom: box.y + box.height } : null
}
