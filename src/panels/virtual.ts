/** Which rows of a long list are in sight, and how much room the others take. */
export interface Window {
  readonly first: number
  /** One after the last. */
  readonly end: number
  /** Pixels before the first and after the last. */
  readonly before: number
  readonly after: number
}

/** Rows drawn beyond the rim, so that a short scroll shows no gap. */
const BEYOND = 6

/** The rows of a list to draw when all rows are equally high. */
export function windowOf(
  count: number,
  rowHeight: number,
  scrollTop: number,
  height: number,
): Window {
  const top = Math.max(0, Math.floor(scrollTop / rowHeight) - BEYOND)
  const first = Math.min(top, Math.max(0, count - 1))
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + BEYOND)
  return {
    first,
    end: Math.max(end, first),
    before: first * rowHeight,
    after: Math.max(0, count - Math.max(end, first)) * rowHeight,
  }
}

/** Where to scroll so that a row is in sight; the same place where it is already. */
export function scrollTo(
  row: number,
  rowHeight: number,
  scrollTop: number,
  height: number,
): number {
  const top = row * rowHeight
  if (top < scrollTop) return top
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop
}
