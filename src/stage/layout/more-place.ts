import type { Box } from './shapes.ts'
import type { MorePlace } from './place.ts'
import type { StageSize } from './topology.ts'

/** One line that stands for all that found no room; null where everything did. */
export function placeMore(
  what: MorePlace['what'],
  names: readonly string[],
  box: Box,
  size: StageSize,
): MorePlace | null {
  if (names.length === 0) return null
  return {
    id: `more:${what}`,
    what,
    box,
    label: {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2 + size.text * 0.35,
      anchor: 'middle',
      width: box.width - 4,
    },
    names,
  }
}
