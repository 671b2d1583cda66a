import { MORE } from './client-place.ts'
import type { FrontPlace } from './place.ts'
import type { FrontNode, StageSize } from './topology.ts'
import { slotGrid, type WorkerLevel } from './worker-place.ts'

/** How much of a web front is drawn: from its threads and who waits for them to two lines of text. */
export const FRONT_LEVELS: readonly WorkerLevel[] = [
  { slot: [26, 24], labels: false, rows: 4, room: true },
  { slot: [24, 24], labels: false, rows: 2, room: true },
  { slot: [24, 24], labels: false, rows: 1, room: false },
  { slot: [0, 0], labels: false, rows: 0, room: false },
]

/** An event loop answers as many as come: so many of them have a place of their own. */
const OPEN = 8
const PAD = 8

/** Lays one web front out in a given width; its height follows from the level. */
export function placeFront(
  node: FrontNode,
  at: { readonly x: number; readonly y: number; readonly width: number },
  level: WorkerLevel,
  size: StageSize,
): FrontPlace {
  const { text } = size
  const line = text + 4
  const slot = (nth: number, width: number): FrontPlace['title'] => ({
    x: at.x + PAD,
    y: at.y + 6 + text + nth * line,
    anchor: 'start',
    width,
  })
  const inner = at.width - 2 * PAD
  const top = at.y + 2 * line + 12
  const processes = node.loop ? Math.min(OPEN, node.threads) : node.threads
  const grid = slotGrid({ processes }, at, level, size, top)
  const room = level.room ? { x: at.x, y: grid.bottom, width: at.width, height: text + 18 } : null
  const bottom = room ? room.y + room.height : grid.bottom
  return {
    name: node.name,
    loop: node.loop,
    box: { x: at.x, y: at.y, width: at.width, height: bottom - at.y },
    title: slot(0, inner - MORE),
    status: slot(1, inner),
    slots: grid.slots,
    hidden: grid.hidden,
    hiddenAt: grid.hiddenAt,
    room,
  }
}
