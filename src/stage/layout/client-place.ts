import type { Box } from './shapes.ts'
import type { ClientPlace } from './place.ts'
import type { StageSize } from './topology.ts'

const PAD = 8
/** The three dots in the corner. */
export const MORE = 16

/** A title and two lines, or fewer; a title alone has no air below it. */
export const clientHeight = (size: StageSize, lines = 2): number =>
  lines === 0 ? size.text + 12 : (lines + 1) * (size.text + 6) + 10

/** The client: who it is, how much it sent, what it is doing. */
export function placeClient(box: Box, size: StageSize, lines = 2): ClientPlace {
  const line = size.text + 6
  const width = box.width - 2 * PAD
  const slot = (nth: number) => ({
    x: box.x + PAD,
    y: box.y + 6 + size.text + nth * line,
    anchor: 'start' as const,
    width: nth === 0 ? width - MORE : width,
  })
  return { box, title: slot(0), lines: Array.from({ length: lines }, (_, nth) => slot(nth + 1)) }
}
