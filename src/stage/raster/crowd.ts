/** More tokens in sight than this are shown as a flow. */
export const DENSE_FROM = 5000
/** Fewer than this, and each is painted again: in between it stays as it was. */
export const SPARSE_BELOW = 4000

/** Whether a crowd is shown as a flow; what it was decides between the two bounds, so that nothing flickers. */
export const isDense = (visible: number, was: boolean): boolean =>
  visible > (was ? SPARSE_BELOW : DENSE_FROM)

/** How wide a flow is at a place, in pixels to either side: each doubling adds as much, so that a flood can be told from a stream. */
export const widthOf = (tokens: number, length: number): number =>
  length > 0 ? Math.min(9, 1.2 * Math.log2(1 + (8 * tokens) / length)) : 0

/** `940`, `4.7k`, `13k`: a counter that changes many times a second has few digits. */
export function countText(count: number): string {
  if (count < 1000) return String(count)
  const thousands = count / 1000
  return `${thousands < 10 ? thousands.toFixed(1) : String(Math.round(thousands))}k`
}
