import { assert } from '../kernel/assert.ts'

/** Cells for each power of two: a cell is at most a sixteenth of its values wide. */
const PARTS = 16
/** Values up to 2^41 microseconds: 25 days. */
const CELLS = PARTS * 38

/**
 * How often values of each size came, in cells whose width is a sixteenth of what they hold: quantiles of
 * any number of values in 2.4 kB, within 6.25 per cent.
 */
export class Histogram {
  count = 0
  most = 0
  private readonly cells = new Uint32Array(CELLS)

  /** Counts a value, a whole number from 0 on. */
  add(value: number): void {
    this.cells[cellOf(value)]! += 1
    this.count += 1
    if (value > this.most) this.most = value
  }

  /** Counts what another one has counted. */
  join(other: Histogram): void {
    for (let cell = 0; cell < CELLS; cell++) this.cells[cell]! += other.cells[cell]!
    this.count += other.count
    this.most = Math.max(this.most, other.most)
  }

  /** The value that a share of all, from 0 to 1, does not exceed: at most a sixteenth too high. 0 of none. */
  quantile(share: number): number {
    assert(share >= 0 && share <= 1, 'a share is a number from 0 to 1')
    let left = Math.max(1, Math.ceil(this.count * share))
    for (let cell = 0; cell < CELLS; cell++) {
      left -= this.cells[cell]!
      if (left <= 0) return Math.min(this.most, lastOf(cell))
    }
    return this.most
  }
}

/** Values below 16 have a cell each; above, the four bits after the first one tell the cell. */
function cellOf(value: number): number {
  let rest = value
  let twos = 0
  // What does not fit 31 bits is brought there first.
  while (rest >= 2_147_483_648) {
    rest = Math.floor(rest / 1024)
    twos += 10
  }
  if (rest < PARTS) return rest
  const shift = 27 - Math.clz32(rest)
  return Math.min(CELLS - 1, (twos + shift) * PARTS + (rest >>> shift))
}

/** The largest value of a cell. */
function lastOf(cell: number): number {
  if (cell < 2 * PARTS) return cell
  let end = (cell % PARTS) + PARTS + 1
  for (let twos = Math.floor(cell / PARTS) - 1; twos > 0; twos--) end *= 2
  return end - 1
}
