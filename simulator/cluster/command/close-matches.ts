/** Least likeness of a name that was probably meant, and how many such names are told. */
const CUTOFF = 0.6
const MOST = 3

/** The names most like a mistyped one, as Python's `difflib.get_close_matches` finds them. */
export function closeMatches(word: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, ratio: ratio(name, word) }))
    .filter((one) => one.ratio >= CUTOFF)
    .toSorted((a, b) => b.ratio - a.ratio || (a.name < b.name ? 1 : -1))
    .slice(0, MOST)
    .map(({ name }) => name)
}

/** Twice the letters in common by both lengths (Ratcliff and Obershelp). */
function ratio(a: string, b: string): number {
  const length = a.length + b.length
  return length === 0 ? 1 : (2 * common(a, b)) / length
}

/** Letters of the longest block that both have, and of those to its left and right. */
function common(a: string, b: string): number {
  const { inA, inB, size } = longestBlock(a, b)
  if (size === 0) return 0
  return (
    size +
    common(a.slice(0, inA), b.slice(0, inB)) +
    common(a.slice(inA + size), b.slice(inB + size))
  )
}

function longestBlock(a: string, b: string): { inA: number; inB: number; size: number } {
  let best = { inA: 0, inB: 0, size: 0 }
  for (let inA = 0; inA < a.length; inA++)
    for (let inB = 0; inB < b.length; inB++) {
      let size = 0
      while (inA + size < a.length && inB + size < b.length && a[inA + size] === b[inB + size])
        size += 1
      if (size > best.size) best = { inA, inB, size }
    }
  return best
}
