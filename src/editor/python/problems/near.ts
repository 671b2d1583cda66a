/** The name among these that was probably meant, by the number of letters that differ; null where none is near. */
export function nearest(name: string, among: Iterable<string>): string | null {
  // Of a short name nearly everything is near.
  const most = name.length < 3 ? 0 : name.length < 6 ? 1 : 2
  let best: string | null = null
  let least = most + 1
  for (const each of among) {
    if (each === name || Math.abs(each.length - name.length) > most) continue
    const far = each.toLowerCase() === name.toLowerCase() ? 0 : Math.max(1, distance(name, each))
    if (far < least) {
      best = each
      least = far
    }
  }
  return best
}

/** Letters to change, add, leave out or swap with a neighbour. */
function distance(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[other.length] ?? 0
}
