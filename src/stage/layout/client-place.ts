import type { Box } from './shapes.ts'
import type { ClientPlace } from './place.ts'
import type { StageSize } from './topology.ts'

const PAD = 8

/** A title and two lines. */
export const clientHeight = (size: StageSize): number => 3 * (size.text + 6) + 10

/** The client: who it is, how much it sent, what it is doing. */
export function placeClient(box: Box, size: StageSize): ClientPlace {
  const line = size.text + 6
  const width = box.width - 2 * PAD
  const slot = (nth: number) => ({
    x: box.x + PAD,
    y: box.y + 6 + size.text + nth * line,
    anchor: 'start' as const,
    width,
  })
  return { box, title: slot(0), lines: [slot(1), slot(2)] }
}
