import { clearOf, type Ways } from '../view/ways.ts'
import { bake } from './bake.ts'
import { isMessenger } from '../motion/pace.ts'
import type { Lane } from './trips.ts'

/** A lane along the drawn ways of a layout. */
export function bakeLane(ways: Ways, lane: Lane): Float32Array<ArrayBuffer> {
  const route = ways.along(lane.stops)
  return bake(route, clearOf(route, lane))
}

/** How many are on each drawn way, by `from>to`: what the counters of a flow say. */
export function countsOf(
  lanes: readonly Lane[],
  counts: ArrayLike<number>,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const [index, { kind, stops }] of lanes.entries()) {
    const count = counts[index] ?? 0
    if (count === 0 || isMessenger(kind)) continue
    const way = stops.slice(-2).join('>')
    sums.set(way, (sums.get(way) ?? 0) + count)
  }
  return sums
}
