import type { DistributionSpec } from '../cluster/model-spec.ts'
import type { Micros } from '../kernel/units.ts'
import { distributionOf } from './distributions/index.ts'

const CELLS = 4096
/** The last cell ends here, so that what has no upper end stays finite. */
const END = 1 - 1 / 1_048_576

/** Draws whole microseconds from a distribution. */
export interface Sampler {
  /** The duration for a number from 0 up to below 1. */
  at(share: number): Micros
}

/** Seeds of one cluster draw from the same tables. */
const known = new WeakMap<DistributionSpec, Sampler>()

/**
 * A table of quantiles for a distribution: a draw is one look-up and a line between two cells, 10 ns and
 * the same bits in every engine. A list of values is looked up as it is: there is nothing between two.
 */
export function sampler(spec: DistributionSpec): Sampler {
  const there = known.get(spec)
  if (there !== undefined) return there
  const made = tableOf(spec)
  known.set(spec, made)
  return made
}

function tableOf(spec: DistributionSpec): Sampler {
  const distribution = distributionOf(spec)
  const micros = (share: number): number => distribution.quantile(spec, share) * 1_000_000
  if (spec.kind === 'constant' || spec.kind === 'values')
    return { at: (share) => Math.max(0, Math.round(micros(share))) }
  // Each cell is worked out when it is first asked for: a short run draws few of them.
  const cells = new Float64Array(CELLS + 1).fill(Number.NaN)
  const quantile = (cell: number): number => {
    const there = cells[cell] as number
    if (!Number.isNaN(there)) return there
    return (cells[cell] = micros(cell === CELLS ? END : cell / CELLS))
  }
  return {
    at(share) {
      const place = share * CELLS
      const cell = Math.floor(place)
      const low = quantile(cell)
      const high = quantile(cell + 1)
      return Math.round(low + (high - low) * (place - cell))
    },
  }
}
