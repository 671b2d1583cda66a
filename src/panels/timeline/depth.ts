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
 * counts, so that no peak is lost however long the run. A pixel costs the same whatever happened in it.
 */
export function depthPoints(
  depth: Depth,
  x: (time: Micros) => number,
  from: Micros,
  to: Micros,
): readonly DepthPoint[] {
  const { times, depths } = depth
  const end = countUpTo(times, to)
  let nth = countUpTo(times, from)
  let before = depths[nth - 1] ?? 0
  let last: { x: number; depth: number } = { x: x(from), depth: before }
  const points = [last]
  while (nth < end) {
    const at = x(times[nth]!)
    const pixel = Math.floor(at)
    const next = firstFrom(times, x, pixel + 1, nth, end)
    const deepest = mostOf(depth, nth, next)
    if (Math.floor(last.x) === pixel) last.depth = deepest
    else {
      // What the pixel before ended with holds until here.
      const held = Math.floor(last.x) + 1
      if (last.depth !== before && held <= at) points.push({ x: held, depth: before })
      last = { x: at, depth: deepest }
      points.push(last)
    }
    before = depths[next - 1]!
    nth = next
  }
  const held = Math.floor(last.x) + 1
  if (last.depth !== before && held < x(to)) points.push({ x: held, depth: before })
  points.push({ x: x(to), depth: before })
  return points
}

/** The first of these moments, in order, that stands at a pixel or to the right of it; `end` where none does. */
export function firstFrom(
  times: readonly Micros[],
  x: (time: Micros) => number,
  pixel: number,
  start: number,
  end: number,
): number {
  // Most pixels have few: steps that double find the stretch to search.
  let step = 1
  let low = start
  while (low + step < end && x(times[low + step]!) < pixel) {
    low += step
    step *= 2
  }
  let high = Math.min(end, low + step)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (x(times[middle]!) < pixel) low = middle + 1
    else high = middle
  }
  return low
}

/** Of each so many depths the deepest is known. */
const BLOCK = 64
const blocks = new WeakMap<readonly number[], number[]>()

/** The deepest of a stretch. */
function mostOf({ depths }: Depth, from: number, to: number): number {
  let most = 0
  let nth = from
  // The last one may still change: its block is not closed.
  const closed = Math.floor((depths.length - 1) / BLOCK)
  if (to - from > 2 * BLOCK) {
    const known = blocksOf(depths, closed)
    for (; nth % BLOCK !== 0; nth++) most = Math.max(most, depths[nth]!)
    for (; nth + BLOCK <= to && nth / BLOCK < closed; nth += BLOCK)
      most = Math.max(most, known[nth / BLOCK]!)
  }
  for (; nth < to; nth++) most = Math.max(most, depths[nth]!)
  return most
}

function blocksOf(depths: readonly number[], closed: number): readonly number[] {
  const known = blocks.get(depths) ?? []
  blocks.set(depths, known)
  for (let at = known.length; at < closed; at++) {
    let most = 0
    for (let nth = at * BLOCK; nth < (at + 1) * BLOCK; nth++) most = Math.max(most, depths[nth]!)
    known.push(most)
  }
  return known
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
