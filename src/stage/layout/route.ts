import { line, linkHorizontal, linkVertical } from 'd3-shape'
import type { Point } from './shapes.ts'

/** A way that tokens travel: what is drawn, and the same way as a measured string of points. */
export interface Route {
  readonly path: string
  readonly points: readonly Point[]
  /** Length from the start to each point, in CSS pixels. */
  readonly lengths: readonly number[]
}

const STEPS = 24
const horizontal = linkHorizontal<unknown, Point>()
  .x((point) => point.x)
  .y((point) => point.y)
const vertical = linkVertical<unknown, Point>()
  .x((point) => point.x)
  .y((point) => point.y)
const straight = line<Point>(
  (point) => point.x,
  (point) => point.y,
)

/** A way in one bend, leaving and arriving level (`across`) or upright (`down`). */
export function bend(from: Point, to: Point, direction: 'across' | 'down'): Route {
  const path = (direction === 'across' ? horizontal : vertical)({ source: from, target: to })
  const half = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  const first = direction === 'across' ? { x: half.x, y: from.y } : { x: from.x, y: half.y }
  const second = direction === 'across' ? { x: half.x, y: to.y } : { x: to.x, y: half.y }
  const points = Array.from({ length: STEPS + 1 }, (_, step) =>
    cubic(from, first, second, to, step / STEPS),
  )
  return measured(path ?? '', points)
}

/** A way along straight stretches with rounded corners. */
export function corners(stops: readonly Point[], radius = 10): Route {
  const points = stops.flatMap((stop, index) => {
    const before = stops[index - 1]
    const after = stops[index + 1]
    return before && after ? rounded(before, stop, after, radius) : [stop]
  })
  return measured(straight(points) ?? '', points)
}

/** The same way, walked from its end. */
export const reversed = (route: Route): Route =>
  measured(straight([...route.points].reverse()) ?? '', [...route.points].reverse())

/** Where one is after a share of the way, 0 to 1. */
export function pointAt(route: Route, share: number): Point {
  const { points, lengths } = route
  const end = points.length - 1
  const wanted = Math.min(Math.max(share, 0), 1) * (lengths[end] ?? 0)
  let index = 1
  while (index < end && (lengths[index] ?? 0) < wanted) index++
  const from = points[index - 1] ?? { x: 0, y: 0 }
  const to = points[index] ?? from
  const start = lengths[index - 1] ?? 0
  const stretch = (lengths[index] ?? start) - start
  const part = stretch > 0 ? (wanted - start) / stretch : 0
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

/** One way after the other, as a single one; `join` stretches between them are straight. */
export const joined = (routes: readonly (readonly Point[])[]): Route => {
  const points = routes.flat()
  return measured(straight(points) ?? '', points)
}

function measured(path: string, points: readonly Point[]): Route {
  let length = 0
  const lengths = points.map((point, index) => {
    const before = points[index - 1]
    if (before) length += Math.hypot(point.x - before.x, point.y - before.y)
    return length
  })
  return { path, points, lengths }
}

function cubic(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const u = 1 - t
  const mix = (p: number, q: number, r: number, s: number): number =>
    u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) }
}

function rounded(before: Point, corner: Point, after: Point, radius: number): Point[] {
  const start = towards(corner, before, radius)
  const end = towards(corner, after, radius)
  return Array.from({ length: 7 }, (_, step) => cubic(start, corner, corner, end, step / 6))
}

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const part = length > 0 ? Math.min(distance / length, 0.5) : 0
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}
