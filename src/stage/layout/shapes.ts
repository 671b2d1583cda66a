/** Plain shapes of the stage, in CSS pixels from its top left corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where a line of text may stand: `y` is its baseline, `width` all the room it has. */
export interface TextSlot {
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly width: number
}

/** The box that a text slot can fill, with ascenders and descenders. */
export function textBox(slot: TextSlot, size: number): Box {
  const shift = { start: 0, middle: slot.width / 2, end: slot.width }[slot.anchor]
  return { x: slot.x - shift, y: slot.y - size * 0.8, width: slot.width, height: size }
}

/** Whether two boxes share more than an edge. */
export const overlaps = (a: Box, b: Box): boolean =>
  a.x + a.width > b.x + 0.01 &&
  b.x + b.width > a.x + 0.01 &&
  a.y + a.height > b.y + 0.01 &&
  b.y + b.height > a.y + 0.01

/** Whether `inner` lies wholly in `outer`. */
export const contains = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x - 0.01 &&
  inner.y >= outer.y - 0.01 &&
  inner.x + inner.width <= outer.x + outer.width + 0.01 &&
  inner.y + inner.height <= outer.y + outer.height + 0.01

export const middle = (box: Box): Point => ({
  x: box.x + box.width / 2,
  y: box.y + box.height / 2,
})
