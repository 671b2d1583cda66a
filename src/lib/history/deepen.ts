import type { Micros } from '../../../simulator/index.ts'
import type { Depth } from './data.ts'

/** Nobody waits yet. */
export const noDepth = (): Depth => ({ times: [0], depths: [0], most: 0 })

/** So many more, or fewer, wait from a moment on. */
export function deepen(depth: Depth, time: Micros, change: number): void {
  const now = Math.max(0, depth.depths.at(-1)! + change)
  if (depth.times.at(-1) === time) depth.depths[depth.depths.length - 1] = now
  else {
    depth.times.push(time)
    depth.depths.push(now)
  }
  depth.most = Math.max(depth.most, now)
}
