import type { DistributionSpec } from '../../cluster/model-spec.ts'
import { constant } from './constant.ts'
import type { Distribution, Of } from './distribution.ts'
import { exponential } from './exponential.ts'
import { lognormal } from './lognormal.ts'
import { uniform } from './uniform.ts'
import { values } from './values.ts'

/** Every distribution there is. To add one: a file of this folder, its spec, and its line here. */
export const DISTRIBUTIONS = {
  constant,
  uniform,
  exponential,
  lognormal,
  values,
} as const satisfies { readonly [K in DistributionSpec['kind']]: Distribution<Of<K>> }

/** The member that a spec is of. */
export const distributionOf = (spec: DistributionSpec): Distribution<DistributionSpec> =>
  DISTRIBUTIONS[spec.kind] as Distribution<DistributionSpec>
