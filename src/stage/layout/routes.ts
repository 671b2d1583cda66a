import { bend, corners, reversed, type Route } from './route.ts'
import { middle, type Box, type Point } from './shapes.ts'
import type { Places } from './places.ts'
import type { ExchangePlace, QueuePlace } from './place.ts'
import {
  CLIENT,
  RESULTS,
  beatId,
  exchangeId,
  frontId,
  queueId,
  serviceId,
  visitorsId,
  workerId,
  type Topology,
} from './topology.ts'

type Shape = 'wide' | 'tall'

/** The name of the way from one thing to another. */
export const routeKey = (from: string, to: string): string => `${from}>${to}`

/** Every way of the stage by `from>to`: out to the workers and results, back to exchange and queue. */
export function connect(
  topology: Topology,
  places: Places,
  standIn: ReadonlyMap<string, string>,
  shape: Shape,
): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>()
  const add = (from: string, to: string, route: Route): void => {
    if (!routes.has(routeKey(from, to))) routes.set(routeKey(from, to), route)
  }
  const drawn = (id: string): string => standIn.get(id) ?? id
  const anchors = anchorsOf(places, shape)
  const pairs = pairsOf(topology, drawn)
  publishing(places, anchors, add)
  for (const [from, to] of pairs.bound) {
    add(from, to, bend(anchors.out(from), anchors.into(to, 0, 1), direction(shape)))
  }
  const incoming = countBy(pairs.consumed.map(([, to]) => to))
  const seen = new Map<string, number>()
  for (const [from, to] of pairs.consumed) {
    const nth = seen.get(to) ?? 0
    seen.set(to, nth + 1)
    const way = bend(
      anchors.out(from),
      anchors.into(to, nth, incoming.get(to) ?? 1),
      direction(shape),
    )
    add(from, to, way)
    add(to, from, reversed(way))
  }
  homecoming(topology, places, anchors, drawn, shape, add)
  visiting(places, anchors, shape, add)
  return routes
}

const direction = (shape: Shape): 'across' | 'down' => (shape === 'wide' ? 'across' : 'down')

type Add = (from: string, to: string, route: Route) => void

function publishing(places: Places, anchors: Anchors, add: Add): void {
  const senders: readonly (readonly [string, Box])[] = [
    [CLIENT, places.client.box],
    ...places.beats.map(({ name, box }) => [beatId(name), box] as const),
  ]
  for (const [sender, box] of senders) {
    for (const id of [
      ...places.exchanges.map((exchange) => exchangeId(exchange.name)),
      'more:exchanges',
    ]) {
      const to = anchors.side(id)
      if (!to) continue
      const from = { x: box.x + box.width, y: box.y + box.height / 2 }
      add(sender, id, bend(from, to, 'across'))
    }
  }
}

/** From every worker to the results, and back to every exchange. */
function homecoming(
  topology: Topology,
  places: Places,
  anchors: Anchors,
  drawn: (id: string) => string,
  shape: Shape,
  add: Add,
): void {
  const sources = [...new Set(topology.workers.map((worker) => drawn(workerId(worker.name))))]
  const { box } = places.results
  sources.forEach((id, nth) => {
    const share = (nth + 1) / (sources.length + 1)
    const to =
      shape === 'wide'
        ? { x: box.x, y: box.y + box.height * share }
        : { x: box.x + box.width * share, y: box.y }
    const home =
      shape === 'tall' && places.services.length > 0
        ? pastServices(anchors.out(id), box)
        : bend(anchors.out(id), to, direction(shape))
    add(id, RESULTS, home)
    for (const service of [
      ...places.services.map(({ name }) => serviceId(name)),
      'more:services',
    ]) {
      if (!anchors.side(service)) continue
      const way =
        shape === 'wide'
          ? bend(anchors.out(id), anchors.into(service, nth, sources.length), 'across')
          : downTheGutter(anchors.out(id), anchors.box(service), places)
      add(id, service, way)
      add(service, id, reversed(way))
    }
    for (const exchange of places.exchanges) {
      const back = shape === 'wide' ? homeAcross : homeUp
      add(id, exchangeId(exchange.name), back(anchors.box(id), exchange))
    }
  })
}

/** From a front to the exchanges; its visitors in and out; its own calls, below everything else. */
function visiting(places: Places, anchors: Anchors, shape: Shape, add: Add): void {
  for (const { name, box } of places.fronts) {
    const id = frontId(name)
    for (const exchange of places.exchanges) {
      const to = anchors.side(exchangeId(exchange.name))!
      add(id, exchangeId(exchange.name), shape === 'wide' ? outAcross(box, to) : outDown(box, to))
    }
    const [rim, low] = [{ x: -10, y: box.y + box.height * 0.38 }, box.y + box.height * 0.62]
    add(visitorsId(name), id, bend(rim, { x: box.x, y: rim.y }, 'across'))
    add(id, visitorsId(name), bend({ x: box.x, y: low }, { x: rim.x, y: low }, 'across'))
    for (const service of [
      ...places.services.map((each) => serviceId(each.name)),
      'more:services',
    ]) {
      const to = anchors.side(service)
      if (!to) continue
      const way =
        shape === 'wide'
          ? underneath(box, to, places)
          : alongTheRim(box, anchors.box(service), places)
      add(id, service, way)
      add(service, id, reversed(way))
    }
  }
}

const outAcross = ({ x, y, width, height }: Box, to: Point): Route =>
  bend({ x: x + width, y: y + height / 2 }, to, 'across')

/** On a tall stage: down beside the client, and into the exchange from the left. */
function outDown({ y, height }: Box, to: Point): Route {
  const x = to.x - 20
  return corners([{ x, y: y + height }, { x, y: to.y }, to], 8)
}

/** From the foot of a front along the foot of the stage, and up before the services. */
function underneath(front: Box, to: Point, { height }: Places): Route {
  const lane = height - 5
  const foot = { x: front.x + front.width / 2, y: front.y + front.height }
  return corners(
    [foot, { x: foot.x, y: lane }, { x: to.x - 12, y: lane }, { x: to.x - 12, y: to.y }, to],
    6,
  )
}

/** On a tall stage: along the left rim down to the services, and between their columns. */
function alongTheRim(front: Box, service: Box, { services }: Places): Route {
  const top = Math.min(...services.map(({ box }) => box.y)) - 10
  const x = 12
  const from = { x: front.x, y: front.y + front.height - 10 }
  const start = [from, { x, y: from.y }, { x, y: top }]
  return corners([...start, ...intoService(service, top, services)], 6)
}

/** From a worker down between the two columns of services, and into one from its inner side. */
function downTheGutter(from: Point, service: Box, { services }: Places): Route {
  const top = Math.min(...services.map(({ box }) => box.y)) - 18
  return corners([from, { x: from.x, y: top }, ...intoService(service, top, services)], 6)
}

function intoService(service: Box, top: number, services: Places['services']): readonly Point[] {
  const first = services[0]?.box ?? service
  const second = services[1]?.box
  // Whoever spans both columns is met from above.
  if (!second || service.width > first.width + 1) {
    const x = service.x + service.width / 2
    return [
      { x, y: top },
      { x, y: service.y },
    ]
  }
  const gutter = (first.x + first.width + second.x) / 2
  const y = service.y + service.height / 2
  const side = service.x < gutter ? service.x + service.width : service.x
  return [
    { x: gutter, y: top },
    { x: gutter, y },
    { x: side, y },
  ]
}

/** On a tall stage services lie between workers and results: along the right rim, where nothing stands. */
function pastServices(from: Point, results: Box): Route {
  const rim = results.x + results.width + 6
  const door = results.x + results.width - 28
  return corners(
    [
      from,
      { x: from.x, y: from.y + 12 },
      { x: rim, y: from.y + 12 },
      { x: rim, y: results.y - 13 },
      { x: door, y: results.y - 13 },
      { x: door, y: results.y },
    ],
    6,
  )
}

/** Up between queues and workers, along the top, down into the exchange. */
function homeAcross(worker: Box, exchange: ExchangePlace): Route {
  const lane = 22
  const up = worker.x - 9
  const { center, radius } = exchange
  return corners([
    { x: worker.x, y: worker.y + 12 },
    { x: up, y: worker.y + 12 },
    { x: up, y: lane },
    { x: center.x, y: lane },
    { x: center.x, y: center.y - radius },
  ])
}

/** Along the left rim and up into the exchange from below. */
function homeUp(worker: Box, exchange: ExchangePlace): Route {
  const { center, radius } = exchange
  const foot = { x: center.x, y: center.y + radius }
  return corners(
    [
      { x: worker.x + 14, y: worker.y },
      { x: worker.x + 14, y: worker.y - 8 },
      { x: 8, y: worker.y - 8 },
      { x: 8, y: foot.y + 14 },
      { x: foot.x - 12, y: foot.y + 14 },
      { x: foot.x - 12, y: foot.y - 12 },
    ],
    6,
  )
}

interface Anchors {
  readonly box: (id: string) => Box
  /** Where ways leave towards the results. */
  readonly out: (id: string) => Point
  /** Where the nth of `of` ways arrives. */
  readonly into: (id: string, nth: number, of: number) => Point
  /** Where an exchange is reached from the client; null where it is not drawn. */
  readonly side: (id: string) => Point | null
}

function anchorsOf(places: Places, shape: Shape): Anchors {
  const boxes = boxesById(places)
  const tubes = new Map(places.queues.map((queue) => [queueId(queue.name), tubeOf(queue)]))
  const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 }
  const box = (id: string): Box => boxes.get(id) ?? nowhere
  return {
    box,
    out(id) {
      const at = tubes.get(id) ?? box(id)
      if (shape === 'wide') return { x: at.x + at.width, y: middle(at).y }
      return { x: middle(box(id)).x, y: box(id).y + box(id).height }
    },
    into(id, nth, of) {
      const at = (shape === 'wide' ? tubes.get(id) : undefined) ?? box(id)
      const share = (nth + 1) / (of + 1)
      return shape === 'wide'
        ? { x: at.x, y: at.y + at.height * share }
        : { x: at.x + at.width * share, y: at.y }
    },
    side: (id) => (boxes.has(id) ? { x: box(id).x, y: middle(box(id)).y } : null),
  }
}

const tubeOf = (queue: QueuePlace): Box => queue.tube?.box ?? queue.box

/** The box of everything that is drawn, by id. */
export function boxesById(places: Places): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>([
    [CLIENT, places.client.box],
    [RESULTS, places.results.box],
  ])
  for (const { name, center, radius } of places.exchanges) {
    const box = {
      x: center.x - radius,
      y: center.y - radius,
      width: 2 * radius,
      height: 2 * radius,
    }
    boxes.set(exchangeId(name), box)
  }
  for (const queue of places.queues) boxes.set(queueId(queue.name), queue.box)
  for (const worker of places.workers) boxes.set(workerId(worker.name), worker.box)
  for (const beat of places.beats) boxes.set(beatId(beat.name), beat.box)
  for (const front of places.fronts) boxes.set(frontId(front.name), front.box)
  for (const service of places.services) boxes.set(serviceId(service.name), service.box)
  for (const more of places.more) boxes.set(more.id, more.box)
  return boxes
}

interface Pairs {
  readonly bound: readonly (readonly [string, string])[]
  readonly consumed: readonly (readonly [string, string])[]
}

/** Which drawn thing leads to which, each pair once. */
function pairsOf(topology: Topology, drawn: (id: string) => string): Pairs {
  const once = (pairs: [string, string][]): [string, string][] => [
    ...new Map(pairs.map((pair) => [routeKey(...pair), pair])).values(),
  ]
  const known = new Set(topology.queues.map((queue) => queue.name))
  const bound = topology.exchanges.flatMap(({ name, queues }) =>
    queues
      .filter((queue) => known.has(queue))
      .map((queue): [string, string] => [drawn(exchangeId(name)), drawn(queueId(queue))]),
  )
  const consumed = topology.queues.flatMap(({ name }) =>
    topology.workers
      .filter((worker) => worker.queues.includes(name))
      .map((worker): [string, string] => [drawn(queueId(name)), drawn(workerId(worker.name))]),
  )
  return { bound: once(bound), consumed: once(consumed) }
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
