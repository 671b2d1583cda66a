import type { Box } from './shapes.ts'
import type { ExchangePlace, MorePlace } from './place.ts'
import { placeMore } from './more-place.ts'
import type { ExchangeNode, StageSize } from './topology.ts'

/** Half a diagonal of the diamond. */
const RADIUS = 21

interface Exchanges {
  readonly places: readonly ExchangePlace[]
  readonly more: MorePlace | null
}

/** Diamonds one below the other (`column`, named below) or side by side (`row`, named above). */
export function placeExchanges(
  exchanges: readonly ExchangeNode[],
  room: Box,
  direction: 'column' | 'row',
  size: StageSize,
): Exchanges {
  const step = direction === 'column' ? 2 * RADIUS + 2 * (size.text + 4) + 14 : 84
  const length = direction === 'column' ? room.height : room.width
  const cells = Math.max(1, Math.floor(length / step))
  const shown = exchanges.length <= cells ? exchanges.length : Math.max(1, cells - 1)
  const rest = exchanges.slice(shown).map((exchange) => exchange.name)
  const used = (rest.length > 0 ? shown + 1 : shown) * step
  // A single diamond stands level with the client; its name hangs below.
  const level = exchanges.length === 1 && direction === 'column' ? length / 2 - RADIUS - 4 : null
  const free = level ?? (length - used) / 2
  const start = (direction === 'column' ? room.y : room.x) + Math.max(0, free)
  const places = exchanges
    .slice(0, shown)
    .map((exchange, nth) =>
      direction === 'column'
        ? inColumn(exchange, room, start + nth * step, size)
        : inRow(exchange, room, start + nth * step, step, size),
    )
  const from = start + shown * step
  const line = size.text + 8
  const at =
    direction === 'column'
      ? { x: room.x + 2, y: from, width: room.width - 4, height: line }
      : { x: from, y: room.y + room.height / 2 - line / 2, width: step - 4, height: line }
  return { places, more: placeMore('exchanges', rest, at, size) }
}

function inColumn(node: ExchangeNode, room: Box, y: number, size: StageSize): ExchangePlace {
  const center = { x: room.x + room.width / 2, y: y + RADIUS + 4 }
  const below = center.y + RADIUS + size.text
  const width = room.width - 4
  return {
    name: node.name,
    type: node.type,
    center,
    radius: RADIUS,
    title: { x: center.x, y: below, anchor: 'middle', width },
    kind: { x: center.x, y: below + size.text + 4, anchor: 'middle', width },
  }
}

function inRow(
  node: ExchangeNode,
  room: Box,
  x: number,
  step: number,
  size: StageSize,
): ExchangePlace {
  const center = { x: x + step / 2, y: room.y + size.text + 6 + RADIUS }
  return {
    name: node.name,
    type: node.type,
    center,
    radius: RADIUS,
    title: { x: center.x, y: room.y + size.text, anchor: 'middle', width: step - 4 },
    kind: null,
  }
}
