import type { Mark } from '../../lib/marks.ts'

/** How much of a pixel is a shape's ink, and how much the ground that shows in its hollow, 0 to 1. */
export interface Cover {
  readonly ink: Float32Array
  readonly ground: Float32Array
}

interface Spot {
  readonly ink: boolean
  readonly ground?: boolean
}

/** What lies at a point of a shape that is 8 wide and 8 high, its middle at 0. */
type Shape = (x: number, y: number) => Spot

const INK: Spot = { ink: true }
const GROUND: Spot = { ink: false, ground: true }
const NOTHING: Spot = { ink: false }

const ring =
  (outer: number, inner: number): Shape =>
  (x, y) => {
    const away = Math.hypot(x, y)
    return away > outer ? NOTHING : away > inner ? INK : GROUND
  }

/** How far a point lies from a stroke between two others. */
function fromStroke(x: number, y: number, a: readonly number[], b: readonly number[]): number {
  const [ax = 0, ay = 0] = a
  const [bx = 0, by = 0] = b
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
  const at = Math.min(Math.max(along, 0), 1)
  return Math.hypot(x - ax - at * (bx - ax), y - ay - at * (by - ay))
}

/** Strokes with a rim of ground, so that they stand out from what they lie on. */
const strokes =
  (points: readonly (readonly number[])[][], half: number): Shape =>
  (x, y) => {
    const away = Math.min(...points.map(([a, b]) => fromStroke(x, y, a!, b!)))
    return away <= half ? INK : away <= half + 0.9 ? GROUND : NOTHING
  }

const box =
  (width: number, height: number): Shape =>
  (x, y) =>
    Math.abs(x) <= width && Math.abs(y) <= height
      ? INK
      : Math.abs(x) <= width + 0.9 && Math.abs(y) <= height + 0.9
        ? GROUND
        : NOTHING

/** The shapes of LOOK in the smallest size in which they can be told apart. */
const SHAPES: Readonly<Record<Mark, Shape>> = {
  pending: ring(3.7, 2.4),
  received: (x, y) => (Math.hypot(x, y) < 1.35 ? INK : ring(3.7, 2.5)(x, y)),
  started: ring(3.9, 0),
  // A ring with a gap, and the head of an arrow in it.
  retry: (x, y) => {
    if (x > 0.4 && y < -0.4) return x + y > -1.9 && x < 3.9 && y > -3.9 ? INK : NOTHING
    return ring(3.7, 2.3)(x, y)
  },
  succeeded: strokes(
    [
      [
        [-2.9, 0.2],
        [-0.9, 2.3],
      ],
      [
        [-0.9, 2.3],
        [2.9, -2.4],
      ],
    ],
    0.95,
  ),
  failed: strokes(
    [
      [
        [-2.6, -2.6],
        [2.6, 2.6],
      ],
      [
        [-2.6, 2.6],
        [2.6, -2.6],
      ],
    ],
    0.95,
  ),
  revoked: box(3.6, 1.2),
  dead: box(3, 3),
}

/** Points that are looked at in each pixel, in each direction. */
const FINE = 4

/** A mark's shape on a grid of `size` by `size` pixels. */
export function coverOf(mark: Mark, size: number): Cover {
  const shape = SHAPES[mark]
  const ink = new Float32Array(size * size)
  const ground = new Float32Array(size * size)
  const unit = 1 / FINE ** 2
  for (let point = 0; point < size * size * FINE * FINE; point++) {
    const column = point % (size * FINE)
    const row = Math.floor(point / (size * FINE))
    const at = Math.floor(row / FINE) * size + Math.floor(column / FINE)
    const x = ((column + 0.5) / (size * FINE)) * 8 - 4
    const y = ((row + 0.5) / (size * FINE)) * 8 - 4
    const spot = shape(x, y)
    if (spot.ink) ink[at]! += unit
    else if (spot.ground) ground[at]! += unit
  }
  return { ink, ground }
}
