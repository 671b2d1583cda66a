import { pointAt, type Route } from '../layout/route.ts'

/** Points of a baked way. */
export const SAMPLES = 65

/**
 * A part of a way (from one share of it to another) as points of equal distance, so that whoever paints it looks them up:
 * x and y in turn, in pixels of the stage.
 */
export function bake(
  route: Route,
  { start, end }: { readonly start: number; readonly end: number },
): Float32Array<ArrayBuffer> {
  const baked = new Float32Array(2 * SAMPLES)
  for (let nth = 0; nth < SAMPLES; nth++) {
    const { x, y } = pointAt(route, start + (nth / (SAMPLES - 1)) * (end - start))
    baked[2 * nth] = x
    baked[2 * nth + 1] = y
  }
  return baked
}
