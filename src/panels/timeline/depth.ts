import { area, curveStepAfter } from 'd3-shape'
import type { Micros } from '../../../simulator/index.ts'
import type { Depth, Latencies } from '../../lib/history/data.ts'
import { countUpTo } from '../../lib/history/history.ts'

/** A depth at a pixel. */
export interface DepthPoint {
  readonly x: number
  readonly depth: number
}

/** How many wait at a moment. */
export function depthAt(depth: Depth, time: Micros): number {
  return depth.depths[countUpTo(depth.times, time) - 1] ?? 0
}

/**
 * The steps between two moments, at most two for each pixel: where many changes share one, its deepest
 * counts, so that no peak is lost however long the run.
 */
export function depthPoints(
  depth: Depth,
  x: (time: Micros) => number,
  from: Micros,
  to: Micros,
): readonly DepthPoint[] {
  const points: DepthPoint[] = [{ x: x(from), depth: depthAt(depth, from) }]
  let pixel = Math.floor(x(from))
  let deepest = -1
  for (let nth = countUpTo(depth.times, from); nth < depth.times.length; nth++) {
    const time = depth.times[nth]!
    if (time > to) break
    const at = x(time)
    const value = depth.depths[nth]!
    if (Math.floor(at) === pixel) {
      deepest = Math.max(deepest, value)
      const last = points.length - 1
      points[last] = { x: points[last]!.x, depth: deepest }
      continue
    }
    // What the pixel before ended with holds until here.
    const before = depth.depths[nth - 1] ?? 0
    if (points.at(-1)!.depth !== before) points.push({ x: pixel + 1, depth: before })
    pixel = Math.floor(at)
    deepest = value
    points.push({ x: at, depth: value })
  }
  const last = depthAt(depth, to)
  if (points.at(-1)!.depth !== last && pixel + 1 < x(to)) points.push({ x: pixel + 1, depth: last })
  points.push({ x: x(to), depth: last })
  return points
}

/** Draws the area of these points into a canvas, its base at `base`, `unit` pixels for one message. */
export function traceArea(
  context: CanvasRenderingContext2D,
  points: readonly DepthPoint[],
  base: number,
  unit: number,
): void {
  const draw = area<DepthPoint>()
    .x((point) => point.x)
    .y0(base)
    .y1((point) => base - point.depth * unit)
    .curve(curveStepAfter)
    .context(context)
  context.beginPath()
  draw([...points])
}

/** The next round number at or above: what the top of a band stands for. */
export function roundTop(most: number): number {
  if (most <= 4) return Math.max(2, most)
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= most) ?? 10) * power
}

/** The same for a length of time: round in seconds, or in minutes. */
export function roundTime(most: Micros): Micros {
  if (most <= 0) return 1_000_000
  const unit = most > 120_000_000 ? 60_000_000 : most > 1_000_000 ? 1_000_000 : 1000
  return roundTop(Math.ceil(most / unit)) * unit
}

/** How long tasks took, in the shape of a depth: each holds until the next one ends. */
export const asDepth = ({ times, took, most }: Latencies): Depth => ({ times, depths: took, most })
