import { bend, joined, pointAt, type Route } from '../layout/route.ts'
import { boxesById, routeKey } from '../layout/routes.ts'
import { CLIENT } from '../layout/topology.ts'
import { middle, type Box, type Point } from '../layout/shapes.ts'
import type { StageLayout } from '../layout/place.ts'
import { eased } from '../motion/pace.ts'
import type { Travel } from '../motion/travels.ts'

/** The last part of a travel leads from the end of the drawn way to the token's own place. */
const ON_THE_WAY = 0.86

/** The drawn ways of one layout, joined end to end on demand. */
export class Ways {
  private readonly known = new Map<string, Route>()
  private readonly boxes: ReadonlyMap<string, Box>
  private readonly layout: StageLayout

  constructor(layout: StageLayout) {
    this.layout = layout
    this.boxes = boxesById(layout)
  }

  /** The way between two drawn things; straight where none is drawn. */
  between(from: string, to: string): Route {
    const start = this.drawn(from)
    const end = this.drawn(to)
    const key = routeKey(start, end)
    const route = this.layout.routes.get(key) ?? this.known.get(key)
    if (route) return route
    const straight = bend(this.center(start), this.center(end), 'across')
    this.known.set(key, straight)
    return straight
  }

  /** The way along several stops. */
  along(stops: readonly string[]): Route {
    const key = stops.map((stop) => this.drawn(stop)).join('>')
    const known = this.known.get(key)
    if (known) return known
    const parts = stops.slice(1).map((stop, nth) => this.between(stops[nth]!, stop).points)
    const route = joined(parts)
    this.known.set(key, route)
    return route
  }

  private drawn(id: string): string {
    return this.layout.standIn.get(id) ?? id
  }

  private center(id: string): Point {
    const box = this.boxes.get(id)
    return box ? middle(box) : { x: this.layout.width / 2, y: this.layout.height / 2 }
  }
}

/** Where a travelling token is; `from` and `to` are the places it left and will stand at, where known. */
export function positionOf(
  ways: Ways,
  travel: Travel,
  from: Point | undefined,
  to: Point | undefined,
): Point {
  const route = ways.along(travel.stops)
  const clear = clearOf(route, travel)
  const share = clear.start + eased(travel.share) * (clear.end - clear.start)
  const start = from ? 1 - ON_THE_WAY : 0
  const end = to ? ON_THE_WAY : 1
  if (from && share < start) return between(from, pointAt(route, 0), share / start)
  if (to && share > end) return between(pointAt(route, 1), to, (share - end) / (1 - end))
  return pointAt(route, (share - start) / (end - start))
}

/** How far a token stays away from the box it comes from, and an ended one, which is wider, from the results. */
const LEAVES = 12
const ARRIVES = 20

/** Which part of a way, 0 to 1, keeps a token from what is written at the edges of boxes. */
export function clearOf(
  { lengths }: Route,
  { kind, stops }: Pick<Travel, 'kind' | 'stops'>,
): { readonly start: number; readonly end: number } {
  const length = lengths.at(-1) ?? 0
  if (length < 4 * ARRIVES) return { start: 0, end: 1 }
  return {
    start: stops[0] === CLIENT ? LEAVES / length : 0,
    end: kind === 'result' ? 1 - ARRIVES / length : 1,
  }
}

const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
})
