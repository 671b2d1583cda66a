/** A line of two texts side by side: in both, only in the first, or only in the second. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
  /** Its number in the first text, from 1; null where it is not there. */
  readonly before: number | null
  /** Its number in the second. */
  readonly after: number | null
}

/** Tables larger than this are not made: two such texts have little in common that anybody would read. */
const MOST_CELLS = 4_000_000

/** What must go from the first text and come into it to make the second, with as many lines kept as can be. */
export function diffLines(first: string, second: string): readonly DiffLine[] {
  const one = linesOf(first)
  const other = linesOf(second)
  const kept = keptFrom(one, other)
  const lines: DiffLine[] = []
  let at = 0
  let to = 0
  while (at < one.length || to < other.length) {
    const gone = one[at]
    const came = other[to]
    if (gone !== undefined && gone === came) {
      lines.push({ kind: 'same', text: gone, before: ++at, after: ++to })
    } else if (came === undefined || (gone !== undefined && kept(at + 1, to) >= kept(at, to + 1))) {
      lines.push({ kind: 'gone', text: gone ?? '', before: ++at, after: null })
    } else {
      lines.push({ kind: 'new', text: came, before: null, after: ++to })
    }
  }
  return lines
}

const linesOf = (text: string): readonly string[] => {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** How many lines can be kept of what follows two places (the longest common subsequence). */
function keptFrom(
  one: readonly string[],
  other: readonly string[],
): (at: number, to: number) => number {
  const width = other.length + 1
  if ((one.length + 1) * width > MOST_CELLS) return () => 0
  const table = new Uint32Array((one.length + 1) * width)
  const cell = (at: number, to: number): number => table[at * width + to] ?? 0
  for (let at = one.length - 1; at >= 0; at--)
    for (let to = other.length - 1; to >= 0; to--)
      table[at * width + to] =
        one[at] === other[to]
          ? cell(at + 1, to + 1) + 1
          : Math.max(cell(at + 1, to), cell(at, to + 1))
  return cell
}
