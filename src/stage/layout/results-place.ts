import { MORE } from './client-place.ts'
import type { Box, TextSlot } from './shapes.ts'
import type { ResultsPlace } from './place.ts'
import type { StageSize } from './topology.ts'

const PAD = 8
const MARK = 14
const ROWS = 3

/** A column at the right rim: title, done, retry, failed. */
export function columnResults(room: Box, size: StageSize): ResultsPlace {
  const line = size.text + 8
  const height = 16 + size.text + ROWS * line
  const box = {
    x: room.x,
    y: room.y + Math.max(0, (room.height - height) / 2),
    width: room.width,
    height,
  }
  const rows = Array.from({ length: ROWS }, (_, nth) =>
    placeRow(box.x + PAD, box.y + 6 + size.text + (nth + 1) * line, box.width - 2 * PAD, size),
  )
  return { box, title: titleAt(box, box.width - 2 * PAD, size), rows }
}

/** A bar across a tall stage: the title above, the three counts side by side. */
export function barResults(
  at: { readonly x: number; readonly y: number; readonly width: number },
  size: StageSize,
): ResultsPlace {
  const line = size.text + 8
  const box = { ...at, height: 14 + size.text + line }
  const gap = 20
  const width = (box.width - 2 * PAD - (ROWS - 1) * gap) / ROWS
  const rows = Array.from({ length: ROWS }, (_, nth) =>
    placeRow(box.x + PAD + nth * (width + gap), box.y + 6 + size.text + line, width, size),
  )
  return { box, title: titleAt(box, box.width - 2 * PAD, size), rows }
}

/** The three dots in its corner have room beside it. */
const titleAt = (box: Box, width: number, size: StageSize): TextSlot => ({
  x: box.x + PAD,
  y: box.y + 6 + size.text,
  anchor: 'start',
  width: width - MORE,
})

function placeRow(
  x: number,
  y: number,
  width: number,
  size: StageSize,
): ResultsPlace['rows'][number] {
  const word = (width - MARK - 4) * 0.55
  return {
    mark: { x: x + MARK / 2, y: y - size.text * 0.36 },
    word: { x: x + MARK + 4, y, anchor: 'start', width: word },
    count: { x: x + width, y, anchor: 'end', width: width - MARK - 6 - word },
  }
}
