import { textWidth } from '../../lib/text-width.ts'
import { MORE } from './client-place.ts'
import type { Box, TextSlot } from './shapes.ts'
import type { SlotPlace, WorkerPlace } from './place.ts'
import type { StageSize, WorkerNode } from './topology.ts'

/** How much of a worker is drawn: the first level shows all, the last is one line of text. */
export interface WorkerLevel {
  /** Largest and smallest side of a slot; 0: no slots. */
  readonly slot: readonly [largest: number, smallest: number]
  readonly labels: boolean
  readonly rows: number
  readonly room: boolean
}

export const WORKER_LEVELS: readonly WorkerLevel[] = [
  { slot: [44, 36], labels: true, rows: 2, room: true },
  { slot: [36, 36], labels: false, rows: 2, room: true },
  { slot: [24, 24], labels: false, rows: 2, room: true },
  { slot: [24, 24], labels: false, rows: 1, room: false },
  { slot: [0, 0], labels: false, rows: 0, room: false },
]

const PAD = 8
/** Between slots; a narrow worker has them closer. */
const gapIn = (width: number): number => (width < 190 ? 4 : 6)
/** A slot at least this large also shows its number. */
const NUMBERED = 36

/** Lays one worker out in a given width; its height follows from the level. */
export function placeWorker(
  node: WorkerNode,
  at: { readonly x: number; readonly y: number; readonly width: number },
  level: WorkerLevel,
  size: StageSize,
): WorkerPlace {
  const head = header(node, at, size)
  const grid = slotGrid(node, at, level, size, head.bottom)
  const room = level.room
    ? { x: at.x, y: grid.bottom, width: at.width, height: size.text + 18 }
    : null
  const bottom = room ? room.y + room.height : grid.bottom
  const box = { x: at.x, y: at.y, width: at.width, height: bottom - at.y }
  const { slots, hidden, hiddenAt } = grid
  return { name: node.name, box, ...head.parts, slots, hidden, hiddenAt, room }
}

interface Header {
  readonly parts: { readonly title: TextSlot; readonly status: TextSlot; readonly button: Box }
  readonly bottom: number
}

/** The longest thing that a worker's status says, so that it never pushes its name away. */
const longestStatus = (node: WorkerNode): string => `${node.processes} of ${node.processes} busy`

function header(
  node: WorkerNode,
  at: { readonly x: number; readonly y: number; readonly width: number },
  size: StageSize,
): Header {
  const { text, target } = size
  const room = at.width - 2 * PAD - target - MORE
  const status = Math.max(textWidth(longestStatus(node), text), textWidth('stopping', text))
  const name = textWidth(node.name, text) * 1.06
  const oneLine = name + 8 + status <= room
  const button = { x: at.x + at.width - target - 3, y: at.y + 3, width: target, height: target }
  const line = text + 4
  const height = Math.max(target + 6, oneLine ? 0 : 2 * line + 8)
  const first = at.y + (height - (oneLine ? 1 : 2) * line) / 2 + text
  const title: TextSlot = {
    x: at.x + PAD,
    y: first,
    anchor: 'start',
    width: oneLine ? room - status - 8 : room,
  }
  const state: TextSlot = oneLine
    ? { x: button.x - 4 - MORE, y: first, anchor: 'end', width: status }
    : { x: at.x + PAD, y: first + line, anchor: 'start', width: room }
  return { parts: { title, status: state, button }, bottom: at.y + height }
}

/** Where the slots of a box stand. */
export interface SlotGrid {
  readonly slots: readonly SlotPlace[]
  readonly hidden: number
  readonly hiddenAt: TextSlot | null
  readonly bottom: number
}

/** Lays out as many slots as there is room for, and says how many find none. */
export function slotGrid(
  node: Pick<WorkerNode, 'processes'>,
  at: { readonly x: number; readonly width: number },
  level: WorkerLevel,
  size: StageSize,
  top: number,
): SlotGrid {
  const [largest, smallest] = level.slot
  if (level.rows === 0) return { slots: [], hidden: 0, hiddenAt: null, bottom: top + 1 }
  const inner = at.width - 2 * PAD
  const gap = gapIn(at.width)
  const even = Math.floor((inner + gap) / Math.max(node.processes, 1) - gap)
  const side = Math.min(largest, Math.max(smallest, even))
  const pitch = side + gap
  const columns = Math.max(1, Math.floor((inner + gap) / pitch))
  const shown = shownSlots(node.processes, columns * level.rows, pitch, size.text)
  const rowHeight = side + (level.labels ? size.text + 8 : gap + 2)
  const corner = (nth: number): { x: number; y: number } => ({
    x: at.x + PAD + (nth % columns) * pitch,
    y: top + Math.floor(nth / columns) * rowHeight,
  })
  const slots = Array.from({ length: shown }, (_, nth) =>
    placeSlot(nth + 1, { ...corner(nth), width: side, height: side }, level, size),
  )
  const hidden = node.processes - shown
  const last = corner(shown)
  const hiddenAt: TextSlot | null =
    hidden > 0
      ? {
          x: last.x,
          y: last.y + side / 2 + size.text * 0.35,
          anchor: 'start',
          width: at.x + at.width - PAD - last.x,
        }
      : null
  const cells = shown + (hidden > 0 ? 1 : 0)
  return { slots, hidden, hiddenAt, bottom: top + Math.ceil(cells / columns) * rowHeight + 1 }
}

/** How many processes are drawn when `cells` find room and the rest is said as `+12`. */
function shownSlots(processes: number, cells: number, pitch: number, text: number): number {
  if (processes <= cells) return processes
  const taken = Math.ceil(textWidth(`+${processes}`, text) / pitch)
  return Math.max(0, cells - taken)
}

function placeSlot(index: number, box: Box, level: WorkerLevel, size: StageSize): SlotPlace {
  const numbered = box.width >= NUMBERED
  const large = box.width >= 44
  const shift = numbered && !large ? 2 : 0
  const radius = large ? 9 : box.width >= NUMBERED ? 8 : 7
  return {
    index,
    box,
    center: {
      x: box.x + box.width / 2 + shift,
      y: box.y + box.height / 2 + (numbered ? shift + 1 : 0),
    },
    radius,
    number: numbered
      ? { x: box.x + 4, y: box.y + size.text, anchor: 'start', width: size.text * 0.7 }
      : null,
    label: level.labels
      ? {
          x: box.x + box.width / 2,
          y: box.y + box.height + size.text + 2,
          anchor: 'middle',
          width: box.width + 4,
        }
      : null,
  }
}
