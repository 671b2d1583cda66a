import { textWidth } from '../../lib/text-width.ts'
import { MORE } from './client-place.ts'
import type { TextSlot } from './shapes.ts'
import type { QueuePlace, Tube } from './place.ts'
import type { QueueNode, StageSize } from './topology.ts'

/** How much of a queue is drawn: the first level shows all, the last is one line of text. */
export interface QueueLevel {
  /** Height of one row of tokens; 0: no tube. */
  readonly row: number
  readonly rows: number
}

export const QUEUE_LEVELS: readonly QueueLevel[] = [
  { row: 28, rows: 1 },
  { row: 20, rows: 1 },
  { row: 0, rows: 0 },
]

/** On a tall stage tubes are short, so they hold two rows. */
export const TALL_QUEUE_LEVELS: readonly QueueLevel[] = [
  { row: 22, rows: 2 },
  { row: 24, rows: 1 },
  { row: 0, rows: 0 },
]

const RADIUS = 7.25
const PITCH = 17

/** A queue's name and counts do not fit on one line. */
export function needsLine(node: QueueNode, width: number, size: StageSize): boolean {
  const name = textWidth(node.name, size.text, true) + 4
  return name + 12 + MORE + textWidth('99 waiting · 9 unacked', size.text) > width
}

/** Lays one queue out in a given width; its height follows from the level. `below`: its counts have their own line. */
export function placeQueue(
  node: QueueNode,
  at: { readonly x: number; readonly y: number; readonly width: number },
  level: QueueLevel,
  size: StageSize,
  below = level.row > 0 && needsLine(node, at.width, size),
): QueuePlace {
  const line = size.text + 6
  const brief = textWidth('99 waiting', size.text)
  const name = textWidth(node.name, size.text, true) + 4
  const titleWidth = below ? at.width - 4 - MORE : Math.min(name, at.width - brief - 12 - MORE)
  const countWidth = below ? at.width - 4 : at.width - titleWidth - 12 - MORE
  const title: TextSlot = {
    x: at.x + 2,
    y: at.y + size.text,
    anchor: 'start',
    width: titleWidth,
  }
  const tube = level.row > 0 ? placeTube(at, line, level) : null
  const tubeEnd = tube ? tube.box.y + tube.box.height : at.y + line
  const count: TextSlot = {
    x: at.x + at.width - 2 - (below ? 0 : MORE),
    y: below ? tubeEnd + size.text + 2 : title.y,
    anchor: 'end',
    width: countWidth,
  }
  const height = tubeEnd + (below ? line : 0) - at.y
  return { name: node.name, box: { ...at, height }, title, count, tube }
}

function placeTube(
  at: { readonly x: number; readonly y: number; readonly width: number },
  line: number,
  level: QueueLevel,
): Tube {
  const box = { x: at.x, y: at.y + line, width: at.width, height: level.row * level.rows }
  const columns = Math.max(1, Math.floor((at.width - 2) / PITCH))
  return { box, columns, rows: level.rows, pitch: PITCH, radius: RADIUS }
}
