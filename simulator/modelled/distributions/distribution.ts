import type { DistributionSpec } from '../../cluster/model-spec.ts'

/** A distribution of one kind. */
export type Of<K extends DistributionSpec['kind']> = Extract<DistributionSpec, { readonly kind: K }>

/** A member of the family: it says the value that a share of all draws stays below. */
export interface Distribution<S extends DistributionSpec> {
  /** Its parameters: numbers above 0, except where `mayBeZero` names them; a list where `list` does. */
  readonly parameters: readonly Exclude<keyof S, 'kind'>[]
  /** What is wrong with parameters that are each fine alone; null where nothing is. */
  problem(spec: S): string | null
  /** Seconds for a share from 0 up to below 1. */
  quantile(spec: S, share: number): number
}
