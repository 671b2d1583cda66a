/** What fits into a column: at which level everything is drawn, and how many are left for `+12`. */
export interface Fit<Level> {
  readonly level: Level
  readonly shown: number
}

/** The most generous level at which `count` things of a height fit; at the last one the rest is left out. */
export function fit<Level>(
  levels: readonly Level[],
  count: number,
  room: number,
  gap: number,
  height: (nth: number, level: Level) => number,
  moreHeight: number,
): Fit<Level> {
  for (const level of levels) {
    let total = -gap
    for (let nth = 0; nth < count; nth++) total += height(nth, level) + gap
    if (total <= room) return { level, shown: count }
  }
  const last = levels.at(-1)
  if (last === undefined) throw new Error('a column needs at least one level')
  let shown = 0
  let used = moreHeight
  while (shown < count && used + height(shown, last) + gap <= room) {
    used += height(shown, last) + gap
    shown++
  }
  return { level: last, shown }
}

/** Where things of these heights begin when they stand in the middle of a column, at most `widest` apart. */
export function spread(
  heights: readonly number[],
  top: number,
  room: number,
  widest: number,
): number[] {
  const total = heights.reduce((sum, height) => sum + height, 0)
  const gaps = Math.max(heights.length - 1, 1)
  const gap = Math.max(0, Math.min(widest, (room - total) / gaps))
  let y = top + Math.max(0, (room - total - gap * (heights.length - 1)) / 2)
  return heights.map((height) => {
    const start = y
    y += height + gap
    return start
  })
}
